"""The acts that are interrupted: each made ready, done by a child, and looked at afterwards by its parent.

What an act should leave behind is said here from outside, table by table, and not by the code that writes it.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from torture.ground import Ground, changed, new_text  # isort: skip (it starts Django)

from django.core.files.storage import default_storage

from cases.actions import drafts, off_page, publication, reviews, submissions, uploads
from cases.actions.reviews import seen_now
from cases.domain.content import CaseContent, content_hash
from cases.domain.queue_marks import marks_of
from cases.domain.workflow import State
from cases.models import (
    AuditEvent,
    Case,
    CaseRecord,
    Draft,
    Notice,
    OutboxMessage,
    Review,
    Revision,
    SiteVersion,
    TakenDown,
    Upload,
    Version,
    WithdrawnCase,
)
from cases.queries.verification import stored_projection
from tests.world import submitted
from torture.pictures import picture

KEPT = {"note": ["What somebody typed and did not send"]}


@dataclass(frozen=True, slots=True)
class Trial:
    """One act that is ready to be done.

    `do` does it, in a child. `is_done` says afterwards whether its effect is there, and `half_done` names
    whatever is there without the rest, when it is done and when not. `again` is the person's second try.
    """

    do: Callable[[], object]
    is_done: Callable[[], bool]
    half_done: Callable[[bool], Iterator[str]]
    again: Callable[[], object] = lambda: None


Act = Callable[[Ground, int], Trial]


def submit(ground: Ground, number: int) -> Trial:
    """Send a new case, or every other time a change of one, from a draft."""
    by, key = ground.author(number), uuid.uuid4()
    case = ground.case(number) if number % 2 else None
    what = changed(case) if case else new_text()
    base = case.record.published if case else None
    draft = drafts.start(by=by, form="edit", key=key, fields=KEPT, title=what.title)

    def do() -> object:
        record = case.record if case else None
        return submissions.submit(
            content=what, by=by, submission_key=key, record=record, base=base, draft=draft
        )

    def half_done(is_done: bool) -> Iterator[str]:
        kept = Draft.objects.filter(pk=draft.pk, fields=KEPT).exists()
        if kept is is_done:
            yield (
                "the draft is gone and nothing was sent" if not is_done else "the draft outlived its sending"
            )
        if CaseRecord.objects.filter(revisions__isnull=True).exists():
            yield "a record without a revision"
        if is_done:
            yield from _not_as_sent(Revision.objects.get(submission_key=key), what, base)

    def again() -> None:
        do()
        if Revision.objects.filter(submission_key=key).count() != 1:
            raise AssertionError("sent twice, it is not one revision")

    return Trial(do, Revision.objects.filter(submission_key=key).exists, half_done, again)


def _not_as_sent(revision: Revision, what: CaseContent, base: Revision | None) -> Iterator[str]:
    if revision.content_hash != content_hash(what) or content_hash(revision.read()) != content_hash(what):
        yield "the revision says something else than was sent"
    if revision.state is not State.SUBMITTED:
        yield f"what was sent is {revision.state}"
    if set(revision.queue_marks.values_list("mark", flat=True)) != marks_of(
        base.read() if base else None, what
    ):
        yield "what was sent is in the queue without its marks"
    yield from _events("submitted", revision, 1)


def review(ground: Ground, number: int) -> Trial:
    """Ask for changes, or decline."""
    revision = submitted(new_text(), by=ground.author(number))
    act, state = (
        (reviews.ask_for_changes, State.CHANGES_REQUESTED)
        if number % 2
        else (reviews.decline, State.REJECTED)
    )

    def do() -> object:
        return act(
            revision=revision, by=ground.moderator, seen=seen_now(revision), reason="other", note="Say more."
        )

    def half_done(is_done: bool) -> Iterator[str]:
        yield from _decided(revision, state, is_done=is_done)

    return Trial(do, Review.objects.filter(revision=revision).exists, half_done)


def _decided(revision: Revision, state: State, *, is_done: bool) -> Iterator[str]:
    """What is there of a decision besides its review."""
    now = Revision.objects.get(pk=revision.pk).state
    if now is not (state if is_done else State.SUBMITTED):
        yield f"the revision is {now}"
    if Revision.objects.get(pk=revision.pk).queue_marks.exists() is is_done:
        yield "the marks of the queue are not those of its state"
    yield from _events(state.value, revision, int(is_done))
    author = revision.author_id
    if OutboxMessage.objects.filter(key=f"decision:{revision.pk}:{author}").count() != is_done:
        yield "the mail of the decision is not queued with it"
    if Notice.objects.filter(person=author, kind="decision", about_id=revision.pk).count() != is_done:
        yield "the notice of the decision is not there with it"


def publish(ground: Ground, number: int) -> Trial:
    """Accept a change of a public case, or every tenth time a new case."""
    case = ground.case(number) if number % 10 else None
    what = changed(case) if case else new_text()
    revision = submitted(what, by=ground.author(number), on=case)
    before = SiteVersion.objects.get().number

    def do() -> object:
        return reviews.approve(revision=revision, by=ground.moderator, seen=seen_now(revision))

    def half_done(is_done: bool) -> Iterator[str]:
        yield from _decided(revision, State.APPROVED, is_done=is_done)
        record = CaseRecord.objects.get(pk=revision.record_id)
        if (record.published_id == revision.pk) is not is_done:
            yield "the record names another public revision"
        if Version.objects.filter(revision_number=revision.pk).count() != is_done:
            yield "the version is not there with its acceptance"
        if OutboxMessage.objects.filter(key=f"announcement:{revision.pk}").count() != is_done:
            yield "the announcement is not queued with the publication"
        if (SiteVersion.objects.get().number > before) is not is_done:
            yield "the number of the site did not move with the publication"
        yield from _public_rows(record)

    return Trial(do, Review.objects.filter(revision=revision).exists, half_done)


def _public_rows(record: CaseRecord) -> Iterator[str]:
    """Public rows that are not those of the public revision."""
    public = Case.objects.select_related("record__published").filter(pk=record.pk).first()
    if (public is not None) is not (record.published_id is not None):
        yield "the public case and the record disagree on whether there is one"
    if public is not None and stored_projection(public) != publication.project_now(public):
        yield "the public rows are not those of the public revision"


def take_down(ground: Ground, number: int) -> Trial:
    """Withdraw a case, or every other time hide it; it is put back for the next."""
    record = ground.case(number).record
    act, reason, verb = (
        (off_page.hide_case, "abuse", "hide_case")
        if number % 2
        else (off_page.withdraw_case, "wrong", "withdraw_case")
    )
    events = _count_events(verb, record)

    def do() -> object:
        return act(record=record, by=ground.moderator, reason=reason)

    def half_done(is_done: bool) -> Iterator[str]:
        if Case.objects.filter(pk=record.pk).exists() is is_done:
            yield "the case is public though it was taken down, or the reverse"
        if WithdrawnCase.objects.filter(pk=record.pk).count() != (is_done and verb == "withdraw_case"):
            yield "the public does not read of the withdrawal what was decided"
        if _count_events(verb, record) != events + is_done:
            yield "the audit events are not those of the act"

    def again() -> None:
        if not TakenDown.objects.filter(record=record).exists():
            do()
        off_page.put_back_case(record=record, by=ground.moderator)

    return Trial(do, TakenDown.objects.filter(record=record).exists, half_done, again)


def upload(ground: Ground, number: int) -> Trial:
    """Keep a picture."""
    by = ground.author(number)
    before = set(Upload.objects.values_list("name", flat=True))

    def do() -> object:
        return uploads.upload(data=picture(), by=by)

    def is_done() -> bool:
        return Upload.objects.exclude(name__in=before).exists()

    def half_done(is_done: bool) -> Iterator[str]:
        del is_done
        for row in Upload.objects.exclude(name__in=before):
            sizes = [default_storage.size(name) for name in (row.large, row.small)]
            if sum(sizes) != row.size:
                yield f"the row of a picture names {row.size} bytes, and its files have {sizes}"
            yield from _events("uploaded", row, 1)

    return Trial(do, is_done, half_done)


def keep_draft(ground: Ground, number: int) -> Trial:
    """Keep what was typed in a draft that holds something else."""
    by, typed = ground.author(number), {"note": [f"Typed {uuid.uuid4()}"]}
    Draft.objects.of(by).delete()
    draft = drafts.start(by=by, form="edit", key=uuid.uuid4(), fields=KEPT, title="Half a text")

    def do() -> object:
        return drafts.keep(draft=draft, by=by, fields=typed, title="Half a text", record=None, base=None)

    def half_done(is_done: bool) -> Iterator[str]:
        if not is_done and not Draft.objects.filter(pk=draft.pk, fields=KEPT).exists():
            yield "the draft holds neither what it held nor what was typed"

    return Trial(do, Draft.objects.filter(pk=draft.pk, fields=typed).exists, half_done)


def _events(verb: str, subject: Revision | Upload, expected: int) -> Iterator[str]:
    found = _count_events(verb, subject)
    if found != expected:
        yield f"{found} audit events say “{verb}”, not {expected}"


def _count_events(verb: str, subject: Revision | Upload | CaseRecord) -> int:
    kind = subject._meta.model_name or ""
    return AuditEvent.objects.filter(verb=verb, subject_kind=kind, subject_id=str(subject.pk)).count()
