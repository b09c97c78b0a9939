"""A walk over every address: who may, who may not, which headers, and no unreviewed text anywhere."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from cases.actions import change_comments, comments, drafts, off_page, reviews, suspensions
from cases.actions.reviews import seen_now
from cases.domain.content import CaseContent, Part, Place
from cases.domain.proposals import ProposalKind
from cases.models import Case, Revision
from cases.queries.mail import unsubscribe_token
from tests.project.routes import ASKED, LEADS, MAY_SHOW, PUBLIC, ROUTES
from tests.world import (
    accepted,
    answered,
    commented,
    content,
    illustration,
    image,
    person,
    proposed,
    published,
    reported,
    source,
    still_fits,
    submitted,
    suspended,
    uploaded,
)
from tests.world import waiting as commented_by_a_newcomer

Browser = Callable[[User], Client]
CANARY = "Canary-7f3a"
PEOPLE = ("stranger", "amina", "bruno", "chiara", "edda")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True)
class World:
    """The parts of addresses: a case, a draft of Amina, a waiting change of Amina, and one that is late.

    Of Bruno, a case that is hidden, one that was withdrawn, and a hidden version of another one.
    """

    values: dict[str, object]


@pytest.fixture
def world(amina: User, bruno: User, chiara: User, deniz: User, edda: User) -> World:
    """Two public cases; everything of Amina waits, and holds the canary, as does what is hidden."""
    picture = uploaded(by=bruno)
    case = published(content(images=(image(picture),)), by=bruno, reviewer=deniz)
    another = published(content("Another"), by=bruno, reviewer=deniz)
    said_first = commented_by_a_newcomer(case, by=amina, subject=f"{CANARY} subject", text=f"{CANARY} text")
    some = submitted(content("Another", summary=f"{CANARY} left.", tags=("radio",)), by=amina, on=another)
    part = reviews.accept_some(revision=some, paths={"tags"}, by=deniz, seen=seen_now(some), note="Later.")
    another = Case.objects.select_related("record__published").get(pk=another.pk)
    taken = published(hidden_content(), by=bruno, reviewer=deniz)
    accepted("part-state-canary-7f3a-hidden", by=bruno, reviewer=deniz, text=f"{CANARY} wanted")
    off_page.hide_case(record=taken.record, by=deniz, reason="privacy", note=f"{CANARY} why")
    withdrawn = published(content(f"{CANARY} withdrawn"), by=bruno, reviewer=deniz)
    off_page.withdraw_case(record=withdrawn.record, by=deniz, reason="not_sourced", note="Nobody found it.")
    for summary in (f"{CANARY} version.", "Clean again."):
        another = published(content("Another", summary=summary), by=bruno, reviewer=deniz, on=another)
    text = Revision.objects.get(content__summary=f"{CANARY} version.")
    off_page.hide_revision(revision=text, by=deniz, reason="privacy", note=f"{CANARY} why")
    late = submitted(content(summary=f"{CANARY} late."), by=amina, on=case)
    published(content(summary="Newer.", images=(image(picture),)), by=bruno, reviewer=deniz, on=case)
    waiting = submitted(content(f"{CANARY} case", illustrations=(illustration("3f", note=CANARY),)), by=amina)
    refused = submitted(content(f"{CANARY} refused"), by=amina)
    reviews.decline(revision=refused, by=deniz, seen=seen_now(refused), reason="other", note=f"{CANARY} note")
    draft = drafts.start(
        by=amina, form="contribute", key=uuid.uuid4(), fields={"note": [CANARY]}, title=CANARY
    )
    proposal = proposed(by=amina, text=f"{CANARY} call")
    proposed(by=amina, kind=ProposalKind.SEARCH, text=f"{CANARY} search", sources=f"{CANARY} sources")
    accepted("claim-3n", by=bruno, reviewer=deniz)
    report = reported(case, by=amina, text=f"{CANARY} report")
    greta = person("Greta")
    suspended(greta, by=deniz, note=f"{CANARY} suspension")
    appeal = suspensions.appeal(by=User.objects.get(pk=greta.pk), text=f"{CANARY} appeal")
    said = change_comments.write(revision=waiting, path="summary", text=f"{CANARY} comment", by=deniz)
    fits = still_fits(case, by=amina, steward=edda)
    comment = commented(case, by=bruno, about="part-state")
    alone = commented(case, by=bruno, subject=f"{CANARY} hidden", text=f"{CANARY} hidden")
    hidden = answered(comment, f"{CANARY} hidden answer", by=bruno)
    for each in (alone, hidden):
        comments.hide(comment=each, reason="attack", by=deniz)
    return World(
        {
            "change_comment": said.pk,
            "recheck": fits.pk,
            "proposal": proposal.pk,
            "report": report.pk,
            "appeal": appeal.pk,
            "thread": comment.thread_id,
            "comment": comment.pk,
            "gone": alone.thread_id,
            "hidden": hidden.pk,
            "first": said_first.pk,
            "slug": case.slug,
            "image": picture.name,
            "draft": draft.pk,
            "waiting": waiting.pk,
            "late": late.pk,
            "case": case.pk,
            "token": unsubscribe_token(bruno),
            "part": part.revision_id,
            "taken": taken.pk,
            "text": text.pk,
        }
    )


def hidden_content() -> CaseContent:
    """A case of which nothing is said by any other, and everything holds the canary."""
    return content(
        f"{CANARY} hidden",
        tags=(f"{CANARY.lower()} tag",),
        organisations=(CANARY,),
        places=(Place(name=CANARY, country="PE"),),
        began=1911,
        illustrations=(illustration("3f", note=CANARY, quote=CANARY),),
        parts=(Part(key="in-short", text=f"{CANARY} part."),),
        sources=(source(title=CANARY, authors=CANARY, url="https://example.org/canary"),),
        open_questions=(f"{CANARY}?",),
    )


def own_routes() -> Iterator[str]:
    """The names of all routes of cases."""
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace == "cases":
            yield from (str(route.name) for route in entry.url_patterns if isinstance(route, URLPattern))


def test_the_walk_knows_every_route() -> None:
    assert set(own_routes()) == set(ROUTES)


def outcome(client: Client, address: str) -> tuple[object, str]:
    """What came back, in the words of the table, and the page."""
    answer = client.get(address)
    location = answer.headers.get("Location", "")
    if answer.status_code == 302:
        return (ASKED if location.startswith("/account/login/") else LEADS), ""
    return answer.status_code, answer.getvalue().decode(errors="replace")


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_what_the_table_says(
    world: World,
    request: pytest.FixtureRequest,
    signed_in: Browser,
    stranger: Client,
    subtests: pytest.Subtests,
    person: str,
) -> None:
    client = stranger if person == "stranger" else signed_in(request.getfixturevalue(person))
    for name, (address, expected) in ROUTES.items():
        with subtests.test(name):
            got, page = outcome(client, address.format(**world.values))
            assert got == expected[PEOPLE.index(person)]
            assert CANARY.lower() not in page.lower() or (person, name) in MAY_SHOW


@pytest.mark.parametrize("address", ["/cases/canary-7f3a-case/", "/cases/never-was/"])
def test_a_case_that_waits_and_one_that_never_was_look_alike(
    world: World, stranger: Client, address: str
) -> None:
    answer, absent = stranger.get(address), stranger.get("/cases/x/")
    assert answer.status_code == absent.status_code == 404
    assert len(answer.content) == len(absent.content)


def test_every_answer_carries_the_security_headers(
    world: World, stranger: Client, subtests: pytest.Subtests
) -> None:
    for name, (address, _who) in ROUTES.items():
        with subtests.test(name):
            answer = stranger.get(address.format(**world.values))
            assert [header for header, value in HEADERS.items() if value not in answer.headers[header]] == []
            assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/no-such-page/", "/cases/?decade=abc", "/drafts/1/"])
def test_errors_carry_them_too(taxonomy: None, stranger: Client, address: str) -> None:
    answer = stranger.get(address)
    assert all(value in answer.headers[header] for header, value in HEADERS.items())


def test_a_public_page_is_the_same_for_every_stranger(world: World, subtests: pytest.Subtests) -> None:
    for name in PUBLIC:
        with subtests.test(name):
            address = ROUTES[name][0].format(**world.values)
            first, second = Client().get(address), Client().get(address)
            body = first.getvalue()
            assert body == second.getvalue()
            assert not first.cookies
            assert b"csrfmiddlewaretoken" not in body
            assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_what_somebody_signed_in_gets_is_private(
    world: World, amina: User, signed_in: Browser, subtests: pytest.Subtests
) -> None:
    client = signed_in(amina)
    for name, (address, _who) in ROUTES.items():
        with subtests.test(name):
            answer = client.get(address.format(**world.values))
            assert answer.headers["Cache-Control"] == "private, no-store"


def test_public_pages_answer_reads_only(world: World, stranger: Client, subtests: pytest.Subtests) -> None:
    for name in PUBLIC:
        for method in ("post", "put", "delete", "patch"):
            with subtests.test(name, method=method):
                answer = getattr(stranger, method)(ROUTES[name][0].format(**world.values))
                assert answer.status_code == 405


@pytest.mark.parametrize(
    "name",
    [
        "review",
        "draft",
        "case_edit",
        "claim_wording",
        "rebase",
        "withdrawal",
        "looking",
        "propose_call",
        "propose_search",
        "wanted",
        "my_proposal",
        "review_proposal",
        "opinion",
        "place",
        "tag_edit",
        "suspension",
        "report",
        "review_appeal",
        "review_report",
        "dispute",
        "comment",
        "resolution",
        "reason_add",
        "reason",
        "reason_retire",
        "recheck",
        "still_fits",
        "recheck_accept",
        "begin_thread",
        "answer",
        "resolve_thread",
        "hide_comment",
        "review_comment",
        "watch",
        "notices",
        "settings",
        "outbox",
        "decline_as_spam",
        "my_rest",
        "withdraw_case",
        "hide_case",
        "put_case_back",
        "hide_revision",
        "show_revision",
    ],
)
def test_a_form_without_its_token_does_nothing(world: World, edda: User, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(edda, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(ROUTES[name][0].format(**world.values), {"note": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize("query", ["q=%00", "q=%ed%a0%80", "tag=%00"])
def test_text_that_no_database_holds_is_a_400(world: World, stranger: Client, query: str) -> None:
    assert stranger.get(f"/cases/?{query}").status_code in {200, 400}
