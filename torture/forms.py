"""The forms that people send while something breaks, and how their answers are read.

The same form goes through Django in this process (`answer_here`) or to a server (`torture.servers`).
"""

import html
import re
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from torture.ground import Ground, changed  # isort: skip (it starts Django)

from django.core import signing
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import hurry
from accounts.models import User
from cases.actions.reviews import seen_now
from cases.domain.workflow import State
from cases.models import AuditEvent, Draft, Review, Revision, Upload, Version
from cases.queries.uploads import sizes_of
from config import read_only
from tests.cases.forms.test_contribute import GOOD
from tests.world import submitted
from torture.pictures import picture

DONE = 302
"""The answer to a form that did what it says."""
TOLD = {503, 507}
"""The answers that say: not now, and here is what you typed."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form as a browser sends it, and what must be so afterwards."""

    by: User
    path: str
    fields: dict[str, str]
    is_done: Callable[[], bool]
    half_done: Callable[[], Iterator[str]]
    file: bytes = b""

    def is_kept_in(self, page: str) -> bool:
        """Whether everything that was typed stands in the page that came back."""
        return typed_in(page).items() >= self.fields.items()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    page: str
    headers: dict[str, str] = field(default_factory=dict)
    """By their names in small letters."""

    @property
    def says_when(self) -> bool:
        """Whether it says when to try again."""
        return "retry-after" in self.headers


def typed_in(page: str) -> dict[str, str]:
    """The fields that a page holds as they were typed, as a browser sends them again."""
    found = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def answer_here(client: Client, form: Form) -> Answer:
    """Send the form through Django in this process."""
    data: dict[str, object] = {**form.fields}
    if form.file:
        data["picture"] = SimpleUploadedFile("mast.jpg", form.file, "image/jpeg")
    answer = client.post(form.path, data)
    return Answer(
        answer.status_code,
        answer.content.decode(),
        {name.lower(): value for name, value in answer.headers.items()},
    )


def browser(person: User) -> Client:
    """A browser in which somebody is signed in; a fault comes back as an answer."""
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send_case(ground: Ground, number: int) -> Form:
    """The short form, which sends a new case for review."""
    key, title = uuid.uuid4(), f"Network {uuid.uuid4().hex}"
    fields = GOOD | {"title": title, "form_key": str(key), "act": "send", hurry.OPENED: _opened()}
    sent = Revision.objects.filter(submission_key=key)

    def half_done() -> Iterator[str]:
        yield from _more_than_one(sent.count(), "revisions")
        revision = sent.first()
        if revision is None:
            return
        if revision.state is not State.SUBMITTED or revision.title != title:
            yield f"what was sent is {revision.state} and named {revision.title}"
        if _events("submitted", revision.pk) != 1:
            yield "the sending is not on record once"
        if Draft.objects.filter(submission_key=key).exists():
            yield "the draft outlived its sending"

    return Form(ground.author(number), "/contribute/", fields, sent.exists, half_done)


def accept(ground: Ground, number: int) -> Form:
    """The decision box, which accepts and publishes a change of a case."""
    case = ground.case(number)
    revision = submitted(changed(case), by=ground.author(number), on=case)
    seen = seen_now(revision)
    fields = {
        "decision": "approved",
        "reason": "",
        "note": f"Thank you for {uuid.uuid4()}.",
        "content_hash": seen.content_hash,
        "published": str(seen.published_id or ""),
        "first_yes": "",
    }
    reviews = Review.objects.filter(revision=revision)

    def half_done() -> Iterator[str]:
        is_done = reviews.exists()
        if Revision.objects.get(pk=revision.pk).state is not (State.APPROVED if is_done else State.SUBMITTED):
            yield "the revision does not stand where its review says"
        if Version.objects.filter(revision_number=revision.pk).exists() is not is_done:
            yield "the version is not there with its review"
        if _events("approved", revision.pk) != is_done:
            yield "the acceptance is not on record with its review"

    return Form(ground.moderator, f"/review/{revision.pk}/", fields, reviews.exists, half_done)


def send_picture(ground: Ground, number: int) -> Form:
    """The form of a whole case, which uploads a picture and keeps the draft."""
    case, by, key = ground.case(number), ground.author(number), uuid.uuid4()
    fields = {"form_key": str(key), "act": "upload", "title": case.title, "review_note": f"See {key}."}
    before = set(Upload.objects.values_list("name", flat=True))
    kept = Draft.objects.filter(submission_key=key)

    def is_done() -> bool:
        return Upload.objects.exclude(name__in=before).exists() and kept.exclude(fields={}).exists()

    def half_done() -> Iterator[str]:
        for row in Upload.objects.exclude(name__in=before):
            if sum(default_storage.size(name) for name in (row.large, row.small)) != row.size:
                yield "the files of a picture are not what its row says"
        for draft in kept.exclude(fields={}):
            keys = [
                value for name, values in draft.fields.items() if name.endswith(".key") for value in values
            ]
            if set(keys) - set(sizes_of(keys)):
                yield "a draft names a picture that is not there"

    Draft.objects.of(by).delete()
    return Form(by, f"/cases/{case.slug}/edit/", fields, is_done, half_done, picture())


def keep(ground: Ground, number: int) -> Form:
    """The short form, which keeps a draft of somebody who has no other."""
    Draft.objects.of(ground.author(number)).delete()
    return keep_new(ground, number)


def keep_new(ground: Ground, number: int) -> Form:
    """The short form, which keeps a draft."""
    by, key = ground.author(number), uuid.uuid4()
    note = f"Half a <b>sentence</b> & {key}"
    fields = GOOD | {"note": note, "form_key": str(key), "act": "save"}
    kept = Draft.objects.filter(submission_key=key)

    def half_done() -> Iterator[str]:
        yield from _more_than_one(kept.count(), "drafts")
        if any(draft.fields.get("note", [note]) != [note] for draft in kept):
            yield "the draft holds another text"

    def is_done() -> bool:
        return kept.filter(fields__note=[note]).exists()

    return Form(by, "/contribute/", fields, is_done, half_done)


FORMS: dict[str, Callable[[Ground, int], Form]] = {
    "send a case for review": send_case,
    "accept and publish": accept,
    "upload a picture": send_picture,
    "keep a draft": keep,
}


def wait_as_told() -> None:
    """Let the seconds pass after which a counter is free that nobody gave back, and the site looks again
    whether its database takes writes.
    """
    cache.clear()
    read_only.try_now()


def _opened() -> str:
    return signing.dumps(time.time() - 3600, salt=hurry.SALT)


def _events(verb: str, subject: int) -> int:
    rows = AuditEvent.objects.filter(verb=verb, subject_kind="revision", subject_id=str(subject))
    return rows.count()


def _more_than_one(number: int, what: str) -> Iterator[str]:
    if number > 1:
        yield f"{number} {what} of one form"
