"""Hostile text in every field, on every page, in every refusal and in mail: it is only ever text."""

import re
import uuid
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from accounts.models import User
from cases.actions import (
    outbox,
)
from cases.domain.content import to_data
from cases.domain.messages import ContentProblems
from cases.domain.reading import read_content
from cases.forms.contribute import ContributeSheet
from cases.forms.edit import EditSheet, PartSheet
from cases.forms.place import PlaceSheet
from cases.models import Case, Revision
from tests.kept import kept
from tests.project.hostile import (
    INVISIBLE,
    MARK,
    PARAGRAPHS,
    PAYLOADS,
    SUM,
    faults_of,
    hostile_content,
    read_text,
    squeezed,
)
from tests.project.hostile_site import hostile_addresses
from tests.world import (
    commented,
    content,
    proposed,
    published,
    source,
    submitted,
)

DIRECTIONS = "entities, directions"

Browser = Callable[[User], Client]
# Nobody, a contributor with work of her own, and somebody to whom every page is open.
WALKERS = ("stranger", "amina", "edda")
# Forms and addresses are tried with everything at once, pages with one kind after the other.
EVERYTHING = " ".join(PAYLOADS.values())


# What is escaped on the way out does not depend on the database. That it keeps it does: one kind shows that.
KINDS = sorted(PAYLOADS) if connection.vendor == "sqlite" else [DIRECTIONS]


@pytest.fixture(scope="module", params=KINDS)
def words(request: pytest.FixtureRequest) -> str:
    """One kind of hostile text."""
    return PAYLOADS[request.param]


@kept
def case(bruno: User, deniz: User) -> Case:
    """A harmless case, at which hostile addresses are tried."""
    return published(content("Another"), by=bruno, reviewer=deniz)


@kept
def addresses(words: str, amina: User, bruno: User, chiara: User, deniz: User, edda: User) -> list[str]:
    """Every address of a site on which everybody writes these words everywhere."""
    return hostile_addresses(words, amina, bruno, deniz, edda)


def browsers(request: pytest.FixtureRequest, signed_in: Browser) -> dict[str, Client]:
    """A browser for each of those who walk."""
    others = {name: signed_in(request.getfixturevalue(name)) for name in WALKERS if name != "stranger"}
    return {"stranger": request.getfixturevalue("stranger")} | others


def test_no_page_holds_more_than_its_templates(
    addresses: list[str], request: pytest.FixtureRequest, signed_in: Browser
) -> None:
    for who, client in browsers(request, signed_in).items():
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code < 500, (who, address)
            assert faults_of(answer) == [], (who, address)


def test_what_was_written_is_shown_as_it_was_written(
    words: str, addresses: list[str], stranger: Client, chiara: User, signed_in: Browser
) -> None:
    case = Case.objects.exclude(slug="another").get()
    shown = read_text(stranger.get(f"/cases/{case.slug}/"))
    for field in (
        "theirs",
        "note",
        "quote",
        "reason",
        "no stage",
        "authors",
        "organisation",
        "question",
        "caption",
        "author",
    ):
        assert squeezed(f"{words} {field}") in shown, field
    waiting = Revision.objects.filter(standing__state="submitted", record=case.record)
    late = waiting.get(recheck__isnull=True)
    reviewed = read_text(signed_in(chiara).get(f"/review/{late.pk}/"))
    assert squeezed(f"{words} mine") in INVISIBLE.sub(visible_again, reviewed)
    assert bool(INVISIBLE.search(reviewed)) == (words == PAYLOADS[DIRECTIONS])


def visible_again(found: re.Match[str]) -> str:
    """The character that a reviewer is shown by its number."""
    return chr(int(found[1], 16))


SHEETS = {
    "/contribute/": ContributeSheet.opening_fields({}, None),
    "/cases/another/edit/": EditSheet.opening_fields(content()),
    "/place/": PlaceSheet.opening_fields({}, None),
    "/cases/another/edit/state/": PartSheet.opening_fields(content(), "state"),
}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("act", ["send", "preview", "autosave", "", MARK])
@pytest.mark.parametrize("address", SHEETS)
def test_a_form_full_of_it_gives_it_back_as_text(
    case: Case, amina: User, signed_in: Browser, address: str, act: str, headers: dict[str, str]
) -> None:
    typed = dict.fromkeys(SHEETS[address], f"{EVERYTHING}\n{PARAGRAPHS}")
    key = {"form_key": str(uuid.uuid4()), "act": act}
    answer = signed_in(amina).post(address, typed | key, headers=headers, follow=True)
    assert answer.status_code in {200, 422}
    assert faults_of(answer) == []


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_preview_shows_it_as_text(
    words: str, case: Case, amina: User, signed_in: Browser, headers: dict[str, str]
) -> None:
    typed = EditSheet.opening_fields(hostile_content(words)) | {"stake": ["none"], "licence": ["on"]}
    key = {"form_key": [str(uuid.uuid4())], "act": ["preview"]}
    answer = signed_in(amina).post("/cases/another/edit/", typed | key, headers=headers, follow=True)
    assert squeezed(words) in INVISIBLE.sub(visible_again, read_text(answer))
    assert faults_of(answer) == []


@pytest.mark.parametrize("path", ["review/{}", "review/{}/rebase"])
def test_a_decision_that_is_refused_keeps_it_as_text(
    case: Case, amina: User, chiara: User, deniz: User, bruno: User, signed_in: Browser, path: str
) -> None:
    late = submitted(content(summary="Mine."), by=amina, on=case)
    published(content(summary="Theirs."), by=bruno, reviewer=deniz, on=case)
    fields = {"note": EVERYTHING, "content_hash": late.content_hash, "published": str(late.base_id)}
    if "rebase" in path:
        fields = {
            "note": EVERYTHING,
            "onto": EVERYTHING,
            "text:summary": EVERYTHING,
            "choice:summary": EVERYTHING,
            "form_key": EVERYTHING,
        }
    answer = signed_in(chiara).post(f"/{path.format(late.pk)}/", fields)
    assert answer.status_code == 422
    assert faults_of(answer) == []


def test_a_wording_that_is_refused_keeps_it_as_text(edda: User, signed_in: Browser) -> None:
    fields = {"statement": EVERYTHING, "note": EVERYTHING, "kind": EVERYTHING, "seen_version": "1"}
    answer = signed_in(edda).post("/claims/3a/wording/", fields)
    assert answer.status_code == 422
    assert faults_of(answer) == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("gaps/claim-3f/call", ("text", "until", "form_key")),
        ("gaps/claim-3f/search", ("text", "sources", "form_key")),
        ("gaps/claim-3f/wanted", ("text", "seen_number")),
        ("review/proposals/{}", ("decision", "reason", "note")),
        ("review/reasons/add", ("name", "guidance", "link", "example", "order", "seen_number")),
        ("cases/another/dispute", ("act", "reason")),
    ],
)
def test_a_form_of_a_gap_that_is_refused_keeps_it_as_text(
    case: Case, amina: User, chiara: User, signed_in: Browser, path: str, fields: tuple[str, ...]
) -> None:
    keys = {"form_key": str(uuid.uuid4()), "seen_number": "0", "act": "open"}
    typed = {name: keys.get(name, f"{EVERYTHING * 4}\n{PARAGRAPHS}") for name in fields}
    proposal = proposed(by=amina)
    answer = signed_in(chiara).post(f"/{path.format(proposal.pk)}/", typed)
    assert answer.status_code == 422
    assert faults_of(answer) == []


@pytest.mark.parametrize("path", ["discussion/new", "discussion/{thread}/answer", "comments/{comment}/edit"])
def test_a_comment_that_is_refused_is_kept_as_text(
    case: Case, bruno: User, signed_in: Browser, path: str
) -> None:
    comment = commented(case, by=bruno)
    long = f"{EVERYTHING * 20}\n{PARAGRAPHS}"
    typed = {"text": long} if "edit" in path else {"text": long, "form_key": str(uuid.uuid4())}
    typed |= {"subject": EVERYTHING} if "new" in path else {}
    address = path.format(thread=comment.thread_id, comment=comment.pk)
    answer = signed_in(bruno).post(f"/cases/another/{address}/", typed)
    assert answer.status_code == 422
    assert faults_of(answer) == []


def test_a_session_that_ended_gives_it_back_as_text(amina: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(amina, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(
        f"/contribute/?title={quote(EVERYTHING)}", {"note": EVERYTHING, EVERYTHING: EVERYTHING}
    )
    assert answer.status_code == 403
    assert faults_of(answer) == []


@pytest.mark.parametrize("form", ["/contribute/", "/review/{}/", "/review/{}/rebase/"])
def test_a_field_that_no_form_has_is_refused_and_named_as_text(
    case: Case, amina: User, chiara: User, bruno: User, deniz: User, signed_in: Browser, form: str
) -> None:
    late = submitted(content(summary="Mine."), by=amina, on=case)
    published(content(summary="Theirs."), by=bruno, reviewer=deniz, on=case)
    answer = signed_in(chiara).post(form.format(late.pk), {EVERYTHING: EVERYTHING})
    assert answer.status_code == 400
    assert faults_of(answer) == []


FACETS = ("model", "stage", "stance", "sector", "country", "decade", "tag")
NAMES = ("q", "as_typed", "sort", "after", "before", *FACETS)


@pytest.mark.parametrize("name", NAMES)
def test_a_search_for_it_is_refused_or_finds_nothing(
    words: str, case: Case, stranger: Client, name: str
) -> None:
    answer = stranger.get("/cases/", {name: words})
    assert answer.status_code == (200 if name == "q" else 400) or name == "tag"
    assert faults_of(answer) == []


@pytest.mark.parametrize(
    "path", ["/contribute/", "/cases/another/history/", "/claims/3f/", "/patchwork/", "/"]
)
def test_no_address_carries_it_into_a_page(
    words: str, case: Case, amina: User, signed_in: Browser, path: str
) -> None:
    client = signed_in(amina)
    for name in ("claim", "cell", "part", "case", "title", "old", "new", "after", "before", "model", "show"):
        answer = client.get(path, {name: words})
        assert answer.status_code in {200, 400}, name
        assert faults_of(answer) == [], name


@pytest.mark.parametrize(
    "order", ["id", "-title", "title,id", "?", "title; DROP TABLE cases_case", "created_at"]
)
def test_an_order_that_the_page_does_not_offer_is_refused(stranger: Client, order: str) -> None:
    assert stranger.get("/cases/", {"sort": order}).status_code == 400


def test_mail_holds_it_as_text_and_keeps_its_headers(words: str, addresses: list[str]) -> None:
    assert outbox.deliver_due() >= len(mail.outbox) > 0
    for letter in mail.outbox:
        message = letter.message()
        assert message.get_content_type() == "multipart/alternative"
        assert set(message.keys()) <= {
            "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date",
            "Message-ID", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post",
        }  # fmt: skip
        assert isinstance(letter, mail.EmailMultiAlternatives)
        page = str(letter.alternatives[0][0])
        assert "<zq9x" not in page
        assert "<script" not in page
        assert len(letter.subject.splitlines()) == 1
        assert SUM not in f"{letter.subject}{letter.body}"
    bodies = "\n".join(str(letter.body) for letter in mail.outbox)
    assert f"{words} review" in bodies
    assert f"“{words} returned”" in bodies


SCRIPTED = (
    "javascript:zq9x()", "JaVaScRiPt:zq9x()", "java\tscript:zq9x()", " javascript://example.org/%0azq9x()",
    "data:text/html,<script>zq9x()</script>", "vbscript:zq9x", "//example.org/", "/\\example.org", "file:///etc",
    "https://name:word@example.org/", "https:\\\\example.org", "https://example.org\\@zq9x.test/",
)  # fmt: skip


@pytest.mark.parametrize("url", SCRIPTED)
def test_a_source_never_links_to_a_script(url: str) -> None:
    data = to_data(content(sources=(source(url=url),)))
    with pytest.raises(ContentProblems) as refusal:
        read_content(data)
    assert [problem.path for problem in refusal.value.problems] == ["sources.0.url"]
