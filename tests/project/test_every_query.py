"""A walk over every public address: a page costs the same queries whatever the number of cases."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.actions import looking, opinions
from cases.domain.content import Phase, Place
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind
from cases.domain.vocabulary import Stance
from tests.project.routes import PUBLIC, ROUTES
from tests.project.whole_site import World, world
from tests.world import accepted, content, illustration, person, published

__all__ = ["world"]  # the fixture: the other walk has it, too

MORE = (
    "/cases/",
    "/cases/?q=case&stage=6&sort=new",
    "/claims/3c/",
    "/gaps/?kind=part",
    "/gaps/claim-3c/",
    "/gaps/part-skills-another/",
    "/matrix/?cell=6-2",
    "/matrix/?cell=off",
    "/moves/",
    "/moves/table/",
    "/patchwork/?country=FI&state=thin",
    "/map/",
)
"""What the walk over every address asks with filters, or of a gap without cases, asked for more."""

DEEP = re.compile(r" OFFSET \d\d")
"""A page deep in a list, which would read all before it."""


def grow(numbers: range, by: User, reviewer: User) -> None:
    """Publish so many cases of every kind, each with a call, a search, a looker and an opinion."""
    judge = person(f"Judge {min(numbers, default=0)}")
    published(content(f"Work of {judge}"), by=judge, reviewer=reviewer)
    off = Phase(start=2012, end=None, stage=None, model=1, no_stage_reason="A state took it.")
    for number in numbers:
        what = content(
            f"Case {number:02}",
            places=(Place(name="Oulu", country="FI", latitude=65.0, longitude=25.5),),
            phases=(off,) if number % 2 else (Phase(start=2000, end=2012, stage=6, model=2), off),
            illustrations=(
                illustration("3c", Stance.CONTRADICTS),
                illustration("3f", Stance.NOT_FOUND),
                illustration("1a"),
            ),
            tags=(f"tag {number}",),
        )
        case = published(what, by=by, reviewer=reviewer)
        choices = {"stage": "5", "model": "2", "3c": "supports", "3f": "partly", "2b": "supports"}
        seen = case.record.published_id or 0
        opinions.give(record=case.record, by=judge, choices=choices, had_read=False, seen=seen)
        for gap in ("claim-3f", "claim-3n"):
            accepted(gap, by=by, reviewer=reviewer)
            accepted(gap, by=by, reviewer=reviewer, kind=ProposalKind.SEARCH)
            looking.begin(gap=Gap.read(gap), by=person(f"Looker {number} {gap}"))


def queries_of(client: Client, address: str) -> list[str]:
    """The queries of one page, when what it needs was read before."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address)
        assert answer.status_code == 200
        answer.getvalue()
    return [query["sql"] for query in queries]


def test_no_public_page_asks_more_of_more_cases(
    world: World, bruno: User, deniz: User, stranger: Client, subtests: pytest.Subtests
) -> None:
    addresses = [*(ROUTES[name][0].format(**world.values) for name in PUBLIC), *MORE]
    grow(range(3), bruno, deniz)
    few = {address: queries_of(stranger, address) for address in addresses}
    grow(range(3, 12), bruno, deniz)
    for address in addresses:
        with subtests.test(address):
            many = queries_of(stranger, address)
            assert len(many) == len(few[address]), many
            assert not [sql for sql in many if DEEP.search(sql)]


HOSTILE_SEARCHES = ("%" * 200, "_%" * 100, "a " * 100, "(" * 200, '"' * 199 + "*", "NEAR(" * 40, "\\" * 200)


def test_a_hostile_search_asks_no_more_than_one_that_was_mistyped(
    world: World, stranger: Client, subtests: pytest.Subtests
) -> None:
    at_most = len(queries_of(stranger, "/cases/?q=gufi+anothr"))
    for search in HOSTILE_SEARCHES:
        for after in ("", "Z" * 150):
            with (
                subtests.test(search=search[:8], after=after[:1]),
                CaptureQueriesContext(connection) as asked,
            ):
                answer = stranger.get("/cases/", {"q": search} | ({"after": f"{after}.1"} if after else {}))
                assert answer.status_code in {200, 400}
                assert len(asked) <= at_most
