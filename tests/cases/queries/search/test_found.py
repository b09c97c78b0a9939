"""The cases of a search, all of them or among the newest, and their order."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from accounts.models import User
from cases.actions import off_page
from cases.models import Case, SearchRow, SearchWord
from cases.queries.facts import facts_now
from cases.queries.search import found, order
from cases.queries.search.found import find, find_all
from cases.queries.search.order import by_relevance
from cases.queries.search.suggestions import completions, meant_by
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]


def titles(cases: object) -> list[str]:
    by_number = dict(Case.objects.values_list("pk", "title"))
    return [by_number[number] for number in cases]  # type: ignore[attr-defined]


@kept
def twelve(amina: User, chiara: User) -> None:
    """Twelve cases, from the oldest to the newest; the fourth has a word of its own."""
    for number in range(12):
        summary = "A rare zeppelin." if number == 3 else "A network."
        what = world.content(f"Case {number}", summary=summary, tags=("even",) if number % 2 == 0 else ())
        world.published(what, by=amina, reviewer=chiara)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site of twelve cases is a large one."""
    for name, value in {"FIRST_LOOK": 4, "LONG_LOOK": 8, "ALL_AT_MOST": 6, "FEW": 2}.items():
        monkeypatch.setattr(found, name, value)
    monkeypatch.setattr(order, "RANKED_AT_MOST", 3)


def test_words_that_very_many_cases_have_are_sought_among_the_newest(twelve: None, small: None) -> None:
    common = find("case", facts_now())
    assert (titles(common.cases), common.newest) == ([f"Case {number}" for number in range(8, 12)], 4)


def test_all_cases_of_a_rare_word_are_found(twelve: None, small: None) -> None:
    rare = find("zeppelin", facts_now())
    assert (titles(rare.cases), rare.newest) == (["Case 3"], None)


def test_filters_that_leave_little_are_given_a_longer_look(twelve: None, small: None) -> None:
    facts = facts_now()
    among = facts.everything - find_all("even", facts)
    among &= facts.everything - facts.everything[-2:]
    longer = find("case", facts, among=among)
    assert (titles(longer.cases & among), longer.newest) == (["Case 5", "Case 7", "Case 9"], 8)


def test_whoever_takes_the_list_away_gets_all_of_it(twelve: None, small: None) -> None:
    assert len(find_all("case", facts_now())) == 12


def test_of_many_cases_those_with_the_words_in_the_title_are_ranked(twelve: None, small: None) -> None:
    facts = facts_now()
    everything = find("osona", facts)
    assert everything.newest == 4
    ordered = by_relevance(everything, everything.cases, facts)
    assert titles(ordered.between(0, 9)) == ["Case 11", "Case 10", "Case 9", "Case 8"]
    assert (len(ordered), len(ordered.ranked), len(ordered.others)) == (4, 3, 1)
    for place, case in enumerate(ordered.between(0, 4)):
        assert ordered.position(case) == place
    assert titles(ordered.between(2, 4)) == ["Case 9", "Case 8"]
    assert ordered.position(0) is None


def test_the_words_in_the_title_come_first(amina: User, chiara: User) -> None:
    for title, summary in (
        ("Linux", "One."),
        ("Two", "On Linux."),
        ("Three", "Else."),
        ("Use of Linux", "x"),
    ):
        what = world.content(title, summary=summary, organisations=("Linux Foundation",))
        world.published(what, by=amina, reviewer=chiara)
    facts = facts_now()
    everything = find("linux", facts)
    ordered = by_relevance(everything, everything.cases, facts)
    assert titles(ordered.ranked) == ["Linux", "Use of Linux", "Two", "Three"]


def test_what_is_off_the_page_is_found_by_no_word(amina: User, chiara: User) -> None:
    case = world.published(world.content("Zeppelin", tags=("zeppelins",)), by=amina, reviewer=chiara)
    world.submitted(world.content("Waiting airships"), by=amina)
    assert meant_by(find("zepelin", facts_now()).query) == "zeppelin"
    assert completions("zep", facts_now()) == ["Zeppelin", "zeppelins", "zeppelin"]
    assert completions("airsh", facts_now()) == []
    off_page.hide_case(record=case.record, by=chiara, reason="copyright")
    assert not find("zeppelin", facts_now()).cases
    assert not find_all("zepp*", facts_now())
    assert meant_by(find("zepelin", facts_now()).query) == ""
    assert completions("zep", facts_now()) == []
    assert not SearchRow.objects.exists()
    assert not SearchWord.objects.exists()
    off_page.put_back_case(record=case.record, by=chiara)
    assert len(find("zeppelin", facts_now()).cases) == 1


def test_words_that_nobody_wrote_are_led_to_those_that_were_meant(amina: User, chiara: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    for typed, meant in (
        ("netwrok", "network"),
        ("ntework", "network"),
        ("etwork", "network"),
        ("installres earn", "installers earn"),
        ('opertors OR "opertors"', 'operators OR "operators"'),
        ("network", ""),
        ("xylophone", ""),
        ("netwrok*", ""),
        ("ne", ""),
        ("2004", ""),
    ):
        assert meant_by(find(typed, facts_now()).query) == meant


def test_what_is_typed_is_completed(amina: User, chiara: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    for typed, offered in (
        ("gui", ["Guifi.net", "guifi"]),
        ("commu", ["community network", "community"]),
        ("users bui", ["users build"]),
        ("guifi ne", ["Guifi.net", "guifi net", "guifi network", "guifi networks"]),
        ("g", []),
        ("", []),
        ('"', []),
        ("-", []),
        ("gui* (", ["Guifi.net"]),
    ):
        assert completions(typed, facts_now()) == offered


def test_looking_costs_the_same_whatever_is_found(twelve: None, django_assert_num_queries: Counting) -> None:
    facts = facts_now()
    for words in ("case", "zeppelin", "nowhere"):
        with django_assert_num_queries(2):
            find(words, facts)
