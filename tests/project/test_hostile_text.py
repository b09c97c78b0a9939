"""Hostile text in every field, on every page, in every refusal and in mail: it is only ever text."""

import re
import uuid
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from taggit.models import Tag

from accounts.models import User
from cases.actions import (
    change_comments,
    comments,
    disputes,
    off_page,
    outbox,
    proposals,
    reasons,
    rechecks,
    reports,
    reviews,
    suspensions,
    tags,
    wanted,
)
from cases.actions.reasons import ReasonText
from cases.actions.reviews import seen_now
from cases.domain.content import Part, to_data
from cases.domain.gaps import Gap
from cases.domain.messages import ContentProblems
from cases.domain.proposals import ProposalKind
from cases.domain.reading import read_content
from cases.domain.talk import SUBJECT_LIMIT
from cases.domain.vocabulary import Stance
from cases.forms.contribute import ContributeSheet
from cases.forms.edit import EditSheet, PartSheet
from cases.forms.place import PlaceSheet
from cases.models import Case, ReviewReason, Revision
from cases.queries.mail import unsubscribe_token
from cases.queries.recheck import record_of
from models_taxonomy.models import Claim
from tests.project.hostile import (
    INVISIBLE,
    MARK,
    PARAGRAPHS,
    PAYLOADS,
    SUM,
    accepted,
    accepted_in_part,
    draft_of,
    faults_of,
    hostile_content,
    hostile_image,
    newly_worded,
    read_text,
    refused_and_returned,
    sent,
    squeezed,
    tags_of,
)
from tests.project.test_every_address import ROUTES
from tests.world import accepted as public_proposal
from tests.world import (
    commented,
    content,
    person,
    proposed,
    published,
    reported,
    source,
    submitted,
    suspended,
    uploaded,
)
from tests.world import waiting as commented_by_a_newcomer

Browser = Callable[[User], Client]
# Nobody, a contributor with work of her own, and somebody to whom every page is open.
WALKERS = ("stranger", "amina", "edda")
# Forms and addresses are tried with everything at once, pages with one kind after the other.
EVERYTHING = " ".join(PAYLOADS.values())


@pytest.fixture(params=sorted(PAYLOADS))
def words(request: pytest.FixtureRequest) -> str:
    """One kind of hostile text."""
    return PAYLOADS[request.param]


@pytest.fixture
def case(bruno: User, deniz: User) -> Case:
    """A harmless case, at which hostile addresses are tried."""
    return published(content("Another"), by=bruno, reviewer=deniz)


@pytest.fixture
def addresses(words: str, amina: User, bruno: User, chiara: User, deniz: User, edda: User) -> list[str]:
    """Every address of a site on which everybody writes these words everywhere."""
    User.objects.update(about=words)
    picture = uploaded(by=bruno)
    images = (hostile_image(words, picture),)
    case = accepted(hostile_content(words, images=images), words, by=bruno, reviewer=deniz)
    late = sent(hostile_content(words, title=f"{words} mine"), words, by=amina, on=case)
    newer = hostile_content(words, title=f"{words} theirs", summary=f"{words} theirs", images=images)
    accepted(newer, words, by=person("Zq9x-'.o"), reviewer=deniz, on=case)
    linking = Part(key="state", text=f"[[{case.slug}]] {words}")
    another = published(content("Another", parts=(linking,)), by=bruno, reviewer=deniz)
    some, part = accepted_in_part(words, by=amina, reviewer=deniz, on=another)
    waiting = sent(hostile_content(words, title=f"{words} waiting"), words, by=amina)
    changes = [
        late.pk,
        waiting.pk,
        some.pk,
        part.pk,
        *(row.pk for row in refused_and_returned(words, by=amina, reviewer=deniz)),
    ]
    gap = f"part-skills-{case.slug}"
    proposal = proposed(gap, by=amina, text=words)
    for kind in ProposalKind:
        public_proposal(gap, by=bruno, reviewer=deniz, kind=kind, text=words, **sources_of(kind, words))
    refused = proposed(gap, by=amina, text=words)
    proposals.decline(proposal=refused, by=deniz, reason="other", note=f"{words} {PARAGRAPHS}")
    wanted.write(gap=Gap.read(gap), text=words, by=deniz, seen_number=0)
    report = reported(case, by=amina, text=words)
    reports.close(report=reported(case, by=amina, text=words), by=deniz, note=f"{words} {PARAGRAPHS}")
    greta = person("Greta")
    suspended(greta, by=deniz, note=f"{words} {PARAGRAPHS}")
    appeal = suspensions.appeal(by=User.objects.get(pk=greta.pk), text=f"{words} {PARAGRAPHS}")
    said = {"subject": words[:SUBJECT_LIMIT], "text": f"{words} @Amina @{words}\n{PARAGRAPHS}"}
    comment = commented(case, by=bruno, about="part-state", **said)
    comments.edit(comment=comment, text=f"{said['text']} again", by=bruno)
    hidden = comments.hide(comment=commented(case, by=bruno, **said), reason="other", by=deniz)
    first = commented_by_a_newcomer(case, by=person("Frida"), **said)
    draft = draft_of(amina, words)
    tags.add_synonym(tag=Tag.objects.get(name="commons"), name=f"{tags_of(words)[0][:40]} too", by=deniz)
    taken = accepted(hostile_content(words, title=f"{words} hidden"), words, by=bruno, reviewer=deniz)
    off_page.hide_case(record=taken.record, by=deniz, reason="privacy", note=words)
    withdrawn = accepted(hostile_content(words, title=f"{words} gone"), words, by=bruno, reviewer=deniz)
    off_page.withdraw_case(record=withdrawn.record, by=deniz, reason="other", note=f"{words} gone")
    off_page.hide_revision(revision=late, by=deniz, reason="copyright", note=words)
    newly_worded(words, by=edda)
    on_change = change_comments.write(
        revision=waiting, path="summary", text=f"{words} comment\n{PARAGRAPHS}", by=deniz
    )
    fits = careful_words(words, case, by=amina, reviewer=deniz)
    reason = ReviewReason.objects.get().code
    values = {
        "slug": case.slug,
        "image": picture.name,
        "draft": draft.pk,
        "waiting": waiting.pk,
        "change_comment": on_change.pk,
        "recheck": fits.pk,
        "late": late.pk,
        "proposal": proposal.pk,
        "report": report.pk,
        "appeal": appeal.pk,
        "thread": comment.thread_id,
        "comment": comment.pk,
        "hidden": hidden.pk,
        "first": first.pk,
        "case": case.pk,
        "token": unsubscribe_token(amina),
        "part": part.pk,
        "taken": taken.pk,
        "text": late.pk,
    }
    return [
        *(address.format(**values) for address, _who in ROUTES.values()),
        *(f"/{place}/{pk}/" for place in ("me/changes", "review") for pk in changes),
        *(f"{place}{quote(words, safe='')}/" for place in ("/", "/cases/", "/people/", "/claims/")),
        *(f"{place}={quote(words)}" for place in ("/cases/?q", "/contribute/?title")),
        *(f"/compare/?case=another&{name}={quote(words)}" for name in ("case", "add")),
        *(f"/compare/?{query}" for query in (f"case={case.slug}&case=another&stack=1", f"case={case.slug}")),
        *(
            "/cases/?q=zq9x&sort=new",
            "/cases/another/",
            "/people/Zq9x-'.o/",
            "/people/Zq9x-'.o/suspension/",
            "/people/Greta/suspension/",
            f"/report/?about={quote(words)}",
            "/report/?about=person:Zq9x-'.o",
            f"/cases/{withdrawn.slug}/",
            f"/cases/{withdrawn.slug}/hiding/",
            f"/review/hidden/{withdrawn.pk}/",
            f"/contribute/?case={case.slug}",
            f"/contribute/?case={case.slug}&part=skills",
            "/gaps/?kind=part",
            f"/gaps/{gap}/",
            f"/review/{fits.pk}/",
            f"/me/changes/{fits.pk}/",
            f"/review/reasons/{reason}/",
            f"/review/reasons/{reason}/retirement/",
            *(f"/gaps/{gap}/{place}/" for place in ("feed", "looking", "call", "search", "wanted")),
            *(f"/{place}/proposals/{refused.pk}/" for place in ("me", "review")),
        ),
        *(f"/tags/{tag.slug}/edit/" for tag in Tag.objects.all()),
        *(f"/cases/{case.slug}/{place}/" for place in ("diff/2..1", "history/1", "edit/how-it-began")),
        f"/drafts/{draft.pk}/?show=preview",
    ]


def careful_words(words: str, case: Case, *, by: User, reviewer: User) -> Revision:
    """A reason, a dispute and a first yes in these words, on a change that says a placement still fits."""
    text = ReasonText(
        name=" ".join(f"zq9x hostile {words}".split())[:80],
        guidance=" ".join(words.split())[:300],
        link="",
        example=f"/cases/{case.slug}/",
        order=1,
    )
    reasons.add(said=text, by=reviewer)
    disputes.open_on(record=case.record, reason=f"{words} dispute", by=reviewer)
    record = record_of(case.slug)
    assert record is not None
    claim = Claim.objects.get(code="3f")
    fits = rechecks.still_fits(record=record, claim=claim, stance=Stance.SUPPORTS, seen_version=2, by=by)
    reviews.accept(revision=fits, by=reviewer, seen=seen_now(fits), note=f"{words} first")
    return fits


def sources_of(kind: ProposalKind, words: str) -> dict[str, str]:
    """What only a search note says."""
    return {"sources": f"{words}\n{words}"} if kind is ProposalKind.SEARCH else {}


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
    assert bool(INVISIBLE.search(reviewed)) == (words == PAYLOADS["directions"])


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


NAMES = ("q", "sort", "after", "before", "model", "stage", "stance", "sector", "country", "decade", "tag")


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
