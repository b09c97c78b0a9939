"""A walk over every public page: what it reads of address and tables, and that memory says the same."""

import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.test import Client
from django.urls import resolve

from accounts.models import User
from cases.models import Looking
from cases.queries import asking, drawings, seals
from cases.queries.drawings import SHELF
from cases.queries.public_tables import ITSELF, NEVER_CHANGED, OF_LOG, VERSIONED
from cases.views import marks
from cases.views.marks import PublicPage, public_mark
from tests.project.routes import PUBLIC, ROUTES
from tests.project.walk import HEADERS
from tests.project.whole_site import World, world
from tests.world import content, published, reworded
from tests.wsgi import Site

__all__ = ["world"]  # the fixture: the other walk has it, too

READ = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?')
NOT_MARKED = {"image", "small_image"}
"""Files of which whether they may be seen is asked at every request."""

MORE = (
    "/cases/?q=canary&sort=new&stage=6&after=1.1",
    "/cases/{slug}/diff/1..2/?show=page&field=summary",
    "/cases/{slug}/discussion/?about=part-state",
    "/compare/?case={slug}&case=another",
    "/gaps/?kind=part",
    "/matrix/?cell=7-3&after=1.1",
    "/moves/table/?from=6-3&after=1.1",
)


def addresses(world: World) -> Iterator[tuple[str, PublicPage]]:
    """Every address of a public page, with what its mark says."""
    every = [ROUTES[name][0] for name in PUBLIC if name not in NOT_MARKED]
    for address in (*every, *MORE):
        filled = address.format(**world.values)
        mark = public_mark(resolve(urlsplit(filled).path).func)
        assert mark is not None, filled
        yield filled, mark


OF_SEARCH_ON_SQLITE = {"cases_searchindex", "cases_wordindex"}


class Noted(QueryDict):
    """A query that notes which parameters were read."""

    def __init__(self, text: str, read: set[str]) -> None:
        # To be made it reads itself.
        self.read: set[str] = set()
        super().__init__(text)
        self.read = read

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401
        self.read.add(key)
        return super().__getitem__(key)

    def getlist(self, key: str, default: Any = None) -> Any:  # noqa: ANN401
        self.read.add(key)
        return super().getlist(key, default)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401
        self.read.add(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)


def test_every_page_lists_the_parameters_that_it_reads(
    world: World, stranger: Client, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    read: set[str] = set()

    def keep_only(request: HttpRequest, _listed: object) -> None:
        request.GET = Noted(  # type: ignore[assignment]
            request.META["QUERY_STRING"], read
        )

    monkeypatch.setattr(marks, "keep_only", keep_only)
    unread: dict[str, set[str]] = {}
    for address, mark in addresses(world):
        read.clear()
        stranger.get(address).getvalue()
        with subtests.test(address):
            assert read <= mark.parameters
        path = urlsplit(address).path
        unread[path] = unread.get(path, set(mark.parameters)) - read
    # What a page lists and never reads makes entries without end of the same bytes.
    assert not {path: names for path, names in unread.items() if names}


def test_kept_pages_read_only_tables_of_which_every_change_counts(
    world: World, stranger: Client, subtests: pytest.Subtests
) -> None:
    read: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:  # noqa: ANN401
        read.update(READ.findall(sql))
        return execute(sql, *rest)

    seen: set[str] = set()
    tables = set(connection.introspection.table_names())
    with connection.execute_wrapper(note):
        for address, mark in addresses(world):
            read.clear()
            stranger.get(address).getvalue()
            seen |= read
            with subtests.test(address):
                assert not mark.is_kept or read & tables <= VERSIONED | ITSELF | NEVER_CHANGED | {OF_LOG}
    assert VERSIONED - tables <= OF_SEARCH_ON_SQLITE


def test_a_kept_page_is_the_same_from_memory_and_has_all_headers(
    world: World, stranger: Client, subtests: pytest.Subtests
) -> None:
    site = Site()
    for address, mark in addresses(world):
        fresh = stranger.get(address, headers={"host": "127.0.0.1:8000"})
        kept = [site.get(address) for _time in range(2)][1]
        with subtests.test(address):
            assert kept.status == fresh.status_code
            assert mark.is_kept is not getattr(fresh, "streaming", False) or not mark.is_kept
            if fresh.status_code != 200 or not mark.is_kept:
                continue
            assert kept.body == fresh.content
            assert not site.asks_django(address)
            for answer in (kept, site.get(address, IF_NONE_MATCH=kept.headers["etag"])):
                assert not [name for name in HEADERS if HEADERS[name] not in answer.headers[name.lower()]]


def test_a_page_that_was_kept_drawn_is_the_one_drawn_from_nothing(
    world: World, stranger: Client, amina: User, edda: User, subtests: pytest.Subtests
) -> None:
    every = [address for address, mark in addresses(world) if mark.is_kept]
    for address in every:
        stranger.get(address)
    published(content("Later"), by=amina, reviewer=edda)
    reworded("3c", by=edda)
    kept = {address: stranger.get(address).content for address in every}
    SHELF.clear()
    for address in every:
        with subtests.test(address):
            assert kept[address] == stranger.get(address).content


def test_whatever_is_asked_again_can_be_prepared_and_sealed_and_is_answered_the_same(
    world: World, stranger: Client, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise AssertionError("unfit, or drawn anew")

    monkeypatch.setattr(asking, "_forget_prepared", fail)
    # The world stands in a transaction already.
    monkeypatch.setattr(seals, "_one_moment", lambda _place: nullcontext())
    for module in (asking, seals):
        monkeypatch.setattr(module, "prepares", lambda page: page.vendor == "postgresql")
    for address, mark in addresses(world):
        if not mark.is_kept:
            continue
        stranger.get(address)
        with subtests.test(address), monkeypatch.context() as again:
            again.setattr(SHELF, "put", fail)
            stranger.get(address)
            again.setattr(drawings, "sealed", fail)
            stranger.get(address)


def test_a_kept_page_is_the_same_all_day(world: World, stranger: Client, subtests: pytest.Subtests) -> None:
    noon = datetime(2027, 3, 1, 12, tzinfo=UTC)
    Looking.objects.update(until=noon)
    pages: dict[str, bytes] = {}
    for hour in (0, 23):
        with time_machine.travel(noon.replace(hour=hour), tick=False):
            for address, mark in addresses(world):
                if not mark.is_kept:
                    continue
                body = stranger.get(address).content
                with subtests.test(address):
                    assert pages.setdefault(address, body) == body
