"""Narrowing, counting and paging the list of cases."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.domain.content import Phase, Place
from cases.domain.vocabulary import Absence, Stance
from cases.queries.browse import (
    PAGE_SIZE,
    BrowsePage,
    Cursor,
    Direction,
    Search,
    Sort,
    cases_found,
    load_browse,
    page_by_key,
)
from cases.queries.facts import facts_now
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]


@kept
def three(amina: User, chiara: User) -> None:
    """Three cases that differ in every facet."""
    rows = [
        ("Guifi.net", "ES", 7, 3, Stance.SUPPORTS, 2004, "telecommunications", ("network",)),
        ("Stocksy", "CA", 7, 3, Stance.PARTLY, 2012, "media", ("co-op",)),
        ("Linux", "worldwide", 6, 2, Stance.CONTRADICTS, 1991, "software", ("network", "kernel")),
    ]
    for title, country, stage, model, stance, began, sector, tags in rows:
        what = world.content(
            title,
            places=(Place(name="Here", country=country),),
            phases=(Phase(start=began, end=None, stage=stage, model=model),),
            illustrations=(world.illustration("3c", stance),),
            began=began,
            sector=sector,
            tags=tags,
        )
        world.published(what, by=amina, reviewer=chiara)


def titles(page: BrowsePage) -> list[str]:
    """The titles of the page, in no order."""
    return sorted(hit.case.title for hit in page.hits)


def counts(page: BrowsePage, facet: str) -> dict[str, int]:
    """The options of a facet with their counts."""
    shown = next(row for row in page.facets if row.name == facet)
    return {option.value: option.count for option in shown.options}


@pytest.mark.parametrize(
    ("facet", "values", "found"),
    [
        ("model", ("3",), ["Guifi.net", "Stocksy"]),
        ("model", ("2", "3"), ["Guifi.net", "Linux", "Stocksy"]),
        ("stage", ("6",), ["Linux"]),
        ("stage", ("0",), []),
        ("stance", ("contradicts", "partly"), ["Linux", "Stocksy"]),
        ("country", ("ES", "CA"), ["Guifi.net", "Stocksy"]),
        ("country", ("worldwide",), ["Linux"]),
        ("decade", ("1990",), ["Linux"]),
        ("sector", ("media",), ["Stocksy"]),
        ("tag", ("network",), ["Guifi.net", "Linux"]),
        ("tag", ("co-op", "kernel"), ["Linux", "Stocksy"]),
        ("tag", ("nothing",), []),
    ],
)
def test_values_of_one_facet_are_joined_with_or(
    three: None, facet: str, values: tuple[str, ...], found: list[str]
) -> None:
    page = load_browse(Search(chosen={facet: values}))
    assert titles(page) == found
    assert (page.total, page.in_all) == (len(found), 3)


def test_facets_are_joined_with_and(three: None) -> None:
    page = load_browse(Search(chosen={"model": ("3",), "tag": ("network",)}))
    assert titles(page) == ["Guifi.net"]


def test_counts_come_after_the_other_filters_and_not_after_the_own(three: None) -> None:
    page = load_browse(Search(chosen={"model": ("3",)}))
    assert counts(page, "model") == {"1": 0, "2": 1, "3": 2}
    assert counts(page, "country") == {"CA": 1, "ES": 1, "worldwide": 0}
    assert counts(page, "tag") == {"co-op": 1, "kernel": 0, "network": 1}
    assert counts(page, "stance") == {"supports": 1, "partly": 1, "contradicts": 0, "not_found": 0}


def test_a_case_with_two_phases_in_one_model_is_counted_once(amina: User, chiara: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    page = load_browse(Search())
    assert counts(page, "model") == {"1": 0, "2": 0, "3": 1}
    assert counts(page, "stage")["6"] == counts(page, "stage")["7"] == 1


def test_a_phase_off_the_hierarchy_is_found_under_does_not_apply(amina: User, chiara: User) -> None:
    phase = Phase(start=2000, end=None, stage=None, model=1, no_stage_reason="A state.")
    world.published(world.content(phases=(phase,)), by=amina, reviewer=chiara)
    page = load_browse(Search(chosen={"stage": ("0",)}))
    assert titles(page) == ["Guifi.net"]
    assert counts(page, "stage")["0"] == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("linux", ["Linux"]),
        ("NETWORK users", ["Guifi.net", "Linux", "Stocksy"]),
        ("users linux", ["Linux"]),
        ("linux stocksy", []),
        ("kernel", ["Linux"]),
        ("media OR kernel", ["Linux"]),
        ("network -kernel", ["Guifi.net", "Stocksy"]),
        ("%", ["Guifi.net", "Linux", "Stocksy"]),
        ("lin*", ["Linux"]),
    ],
)
def test_words_narrow_the_list(three: None, words: str, found: list[str]) -> None:
    assert titles(load_browse(Search(words=words, as_typed=True))) == found
    assert len(cases_found(facts_now(), Search(words=words))) == len(found)


def test_facets_are_counted_after_the_words(three: None) -> None:
    page = load_browse(Search(words="linux OR stocksy"))
    assert counts(page, "model") == {"1": 0, "2": 1, "3": 1}
    assert counts(page, "country") == {"CA": 1, "ES": 0, "worldwide": 1}


def test_an_empty_result_names_the_filter_whose_removal_brings_most(three: None) -> None:
    search = Search(words="bound", chosen={"model": ("3",), "sector": ("software",)})
    page = load_browse(search)
    assert page.total == 0
    assert page.removal is not None
    assert (page.removal.name, page.removal.cases) == ("sector", 2)


def test_nothing_is_named_when_no_single_removal_helps(three: None) -> None:
    search = Search(words="zeppelin", chosen={"model": ("1",)})
    assert load_browse(search).removal is None


def test_absent_years_and_places_make_no_option(amina: User, chiara: User) -> None:
    world.published(world.content(began=Absence.NOT_KNOWN, places=()), by=amina, reviewer=chiara)
    page = load_browse(Search())
    assert counts(page, "decade") == counts(page, "country") == {}


def many(amina: User, chiara: User, count: int) -> None:
    """Publish cases whose titles repeat, so that only the number tells them apart."""
    for number in range(count):
        world.published(world.content(f"Case {number % 7}"), by=amina, reviewer=chiara)


@kept
def three_pages(amina: User, chiara: User) -> None:
    """Two full pages, and a third of three cases."""
    many(amina, chiara, 2 * PAGE_SIZE + 3)


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_by_key_show_every_case_once_forwards_and_back(three_pages: None, sort: Sort) -> None:
    def page(cursor: str = "", direction: Direction = Direction.AFTER) -> BrowsePage:
        read = Cursor.read(direction, cursor, sort) if cursor else None
        return load_browse(Search(words="case", sort=sort, cursor=read))

    first = page()
    second = page(first.after)
    third = page(second.after)
    shown = [hit.case.pk for each in (first, second, third) for hit in each.hits]
    assert [len(each.hits) for each in (first, second, third)] == [PAGE_SIZE, PAGE_SIZE, 3]
    assert len(set(shown)) == len(shown)
    assert (first.before, third.after) == ("", "")
    back = page(third.before, Direction.BEFORE)
    assert [hit.case.pk for hit in back.hits] == [hit.case.pk for hit in second.hits]
    again = page(back.before, Direction.BEFORE)
    assert again.before == ""
    assert [hit.case.pk for hit in again.hits] == [hit.case.pk for hit in first.hits]


@pytest.mark.parametrize("sort", [Sort.TITLE, Sort.NEW])
def test_a_list_that_is_read_in_pieces_shows_the_same(
    three_pages: None, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    everything = facts_now().everything
    some = everything - everything[:1]
    named = page_by_key(some, Search(sort=sort))
    for name, value in {"FEW": 0, "AT_FIRST": 1, "LONGER": 2}.items():
        monkeypatch.setattr(f"cases.queries.long_lists.{name}", value)
    assert page_by_key(some, Search(sort=sort)) == named
    after = Cursor.read(Direction.AFTER, named[2], sort)
    assert page_by_key(some, Search(sort=sort, cursor=after))[0] != named[0]


def test_nobody_reads_a_whole_list_for_a_page_of_it(
    three_pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.queries.long_lists.FEW", 0)
    with CaptureQueriesContext(connection) as asked:
        page_by_key(facts_now().everything, Search())
    of_cases = [each["sql"] for each in asked if 'FROM "cases_case"' in each["sql"]]
    assert len(of_cases) == 2
    assert all(" LIMIT " in sql or " IN (" in sql for sql in of_cases)


def test_newest_first_is_by_first_publication(three: None, amina: User, chiara: User) -> None:
    newest = load_browse(Search(sort=Sort.NEW)).hits
    assert [hit.case.title for hit in newest] == ["Linux", "Stocksy", "Guifi.net"]


@pytest.mark.parametrize("text", ["", "x", "1", ".Guifi", "-1.Guifi", "²." + "x", "9" * 19 + ".x"])
def test_a_cursor_that_no_list_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Cursor.read(Direction.AFTER, text, Sort.TITLE)


@pytest.mark.parametrize(
    "key", ["yesterday", "2026-11-23", "2026-11-23T10:00:00", "0001-01-01T00:00:00+14:00"]
)
def test_a_moment_without_a_zone_or_outside_the_calendar_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Cursor.read(Direction.AFTER, f"1.{key}", Sort.NEW)


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_costs_the_same_queries_at_any_size(
    amina: User, chiara: User, django_assert_num_queries: Counting, number: int
) -> None:
    many(amina, chiara, number)
    search = Search(words="case", sort=Sort.RELEVANCE, chosen={"model": ("3",), "tag": ("commons",)})
    load_browse(search)  # The process remembers the names of this version of the site.
    with django_assert_num_queries(8):
        load_browse(search)
