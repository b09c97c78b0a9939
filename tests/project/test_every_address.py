"""A walk over every address: who may, who may not, which headers, and no unreviewed text anywhere."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from tests.project.routes import ASKED, LEADS, MAY_SHOW, PUBLIC, ROUTES
from tests.project.walk import HEADERS, PEOPLE, Walk, all_answers
from tests.project.whole_site import CANARY, World, world

__all__ = ["world"]

FORMS = (
    "review", "draft", "case_edit", "claim_wording", "rebase", "withdrawal", "looking", "propose_call",
    "propose_search", "wanted", "my_proposal", "review_proposal", "opinion", "place", "tag_edit",
    "suspension", "report", "review_appeal", "review_report", "dispute", "comment", "resolution",
    "reason_add", "reason", "reason_retire", "recheck", "still_fits", "recheck_accept", "begin_thread",
    "answer", "resolve_thread", "hide_comment", "review_comment", "watch", "notices", "settings", "outbox",
    "decline_as_spam", "my_rest", "withdraw_case", "hide_case", "put_case_back", "hide_revision",
    "show_revision", "snapshot_new",
)  # fmt: skip
"""Routes whose form a steward may see."""

GONE = "987654321"
"""The number and the address of what is nowhere."""


def own_routes() -> Iterator[str]:
    """The names of all routes of cases."""
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace == "cases":
            yield from (str(route.name) for route in entry.url_patterns if isinstance(route, URLPattern))


def test_the_walk_knows_every_route() -> None:
    assert set(own_routes()) == set(ROUTES)


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_what_the_table_says(walk: Walk, subtests: pytest.Subtests, person: str) -> None:
    for name, answer in walk.got[person].items():
        with subtests.test(name):
            assert answer.outcome == ROUTES[name][1][PEOPLE.index(person)]
            shows = answer.outcome not in {ASKED, LEADS} and CANARY.lower() in answer.page.lower()
            assert not shows or (person, name) in MAY_SHOW


@pytest.mark.parametrize("address", ["/cases/canary-7f3a-case/", "/cases/never-was/"])
def test_a_case_that_waits_and_one_that_never_was_look_alike(
    world: World, stranger: Client, address: str
) -> None:
    answer, absent = stranger.get(address), stranger.get("/cases/x/")
    assert answer.status_code == absent.status_code == 404
    assert len(answer.content) == len(absent.content)


def test_every_answer_carries_the_security_headers(walk: Walk) -> None:
    for way, name, answer in all_answers(walk):
        lacks = [header for header, value in HEADERS.items() if value not in answer.headers[header]]
        assert lacks == [], (way, name)
        assert "unsafe" not in answer.headers["Content-Security-Policy"], (way, name)


@pytest.mark.parametrize("address", ["/no-such-page/", "/cases/?decade=abc", "/drafts/1/"])
def test_errors_carry_them_too(taxonomy: None, stranger: Client, address: str) -> None:
    answer = stranger.get(address)
    assert all(value in answer.headers[header] for header, value in HEADERS.items())


def test_a_public_page_is_the_same_for_every_stranger(walk: Walk, subtests: pytest.Subtests) -> None:
    for name, second in walk.again.items():
        with subtests.test(name):
            first = walk.got["stranger"][name]
            assert first.body == second.body
            assert not first.sets_cookies
            assert b"csrfmiddlewaretoken" not in first.body
            assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_what_somebody_signed_in_gets_is_private(walk: Walk, subtests: pytest.Subtests) -> None:
    for name, answer in walk.got["amina"].items():
        with subtests.test(name):
            assert answer.headers["Cache-Control"] == "private, no-store"


def test_public_pages_answer_reads_only(world: World, stranger: Client, subtests: pytest.Subtests) -> None:
    for name in PUBLIC:
        for method in ("post", "put", "delete", "patch"):
            with subtests.test(name, method=method):
                answer = getattr(stranger, method)(ROUTES[name][0].format(**world.values))
                assert answer.status_code == 405


def test_a_form_without_its_token_does_nothing(world: World, edda: User, subtests: pytest.Subtests) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(edda, backend="django.contrib.auth.backends.ModelBackend")
    for name in FORMS:
        with subtests.test(name):
            answer = client.post(ROUTES[name][0].format(**world.values), {"note": "x"})
            assert answer.status_code == 403


def test_where_a_form_stood_on_is_gone_what_was_typed_comes_back(
    edda: User, signed_in: Callable[[User], Client], subtests: pytest.Subtests
) -> None:
    client = signed_in(edda)
    gaps = [f"/gaps/part-state-{GONE}/{form}/" for form in ("call", "search", "wanted")]
    forms = {*FORMS, "case_edit_part", "edit_comment"} - {"place"}  # which takes any title
    things = [re.sub(r"{\w+}", GONE, ROUTES[name][0]) for name in sorted(forms)]
    for address in [*gaps, *(address for address in things if GONE in address)]:
        with subtests.test(address):
            answer = client.post(address, {"text": "A <b>long</b> text."})
            assert answer.status_code == 404
            assert "A &lt;b&gt;long&lt;/b&gt; text." in answer.content.decode()


@pytest.mark.parametrize("query", ["q=%00", "q=%ed%a0%80", "tag=%00"])
def test_text_that_no_database_holds_is_a_400(taxonomy: None, stranger: Client, query: str) -> None:
    assert stranger.get(f"/cases/?{query}").status_code in {200, 400}
