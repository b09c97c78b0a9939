"""The engine of this database follows the one rule of what matches; the suite runs on both databases."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from cases.domain.search_match import matches
from cases.domain.search_query import parse
from cases.models import SearchRow
from cases.queries.facts import facts_now
from cases.queries.search.engine import engine
from cases.queries.search.found import find, find_all
from tests import world
from tests.kept import kept

TEXTS = [
    ("linux kernel", "who pays", "¶ free software ¶ board of makers ¶"),
    ("linux", "software that is free", "¶"),
    ("", "kernel linux", "¶ free free software kernel ¶"),
    ("commons", "common ground", "¶ été 開 源 ¶ ελλας ¶"),
    ("free", "software", "¶ linux ¶ kernel ¶"),
]


@kept
def rows(amina: User, chiara: User) -> list[SearchRow]:
    """Rows of these texts, without what else a case says."""
    for number, (title, summary, rest) in enumerate(TEXTS):
        case = world.published(world.content(f"Case {number}"), by=amina, reviewer=chiara)
        SearchRow.objects.filter(pk=case.pk).update(title=title, summary=summary, rest=rest)
    return list(SearchRow.objects.order_by("pk"))


PIECES = (
    *("linux", "kernel", "free", "software", "board", "común", "été", "開源", "commons", "ελλας"),
    *("lin*", "co*", "fr*", '"free software"', '"kernel linux"', '"linux ker', "free-software"),
    *("OR", "NOT", "AND", "-free", "-linux", '-"free software"', "(", ")", "*", '"', "'", "#0", "¶"),
)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join))
def test_the_cases_of_any_search_are_those_that_match(rows: list[SearchRow], text: str) -> None:
    root = parse(text).root
    if root is None:
        return
    expected = {row.pk for row in rows if matches(root, (row.title, row.summary, row.rest), {})}
    assert set(engine().matching(root, {})) == expected
    last = rows[-1].pk
    newer = {pk for pk in expected if pk > rows[1].pk}
    assert set(engine().matching(root, {}, within=range(rows[2].pk, last + 1))) == newer
    assert set(engine().matching(root, {}, heads=True)) <= {row.pk for row in rows}


def test_titles_and_summaries_are_searched_by_themselves(rows: list[SearchRow]) -> None:
    for text, expected in (
        ("linux", {0, 1, 2}),
        ("software", {1, 4}),
        ('"software that"', {1}),
        ("ker*", {0, 2}),
        ("kernel OR board", {0, 2}),
    ):
        root = parse(text).root
        assert root is not None
        assert set(engine().matching(root, {}, heads=True)) == {rows[number].pk for number in expected}


# What everybody asks and finds on either database: the same cases.
SEARCHES = [
    ("workshop", {"Atelier", "Makers"}),
    ("workshops", {"Atelier", "Makers"}),
    ('"workshops"', {"Makers"}),
    ("WORKSHÖPS", {"Atelier", "Makers"}),
    ("company", {"Makers"}),
    ("coopérative", {"Ferme"}),
    ("cooperatives", {"Ferme"}),
    ("réseau", {"Ferme"}),
    ("redes", {"Red"}),
    ("red libre", {"Red"}),
    ("software OR libre", {"Makers", "Red"}),
    ("workshop -companies", {"Atelier"}),
    ('"open software"', {"Makers"}),
    ('"software open"', set()),
    ("work*", {"Atelier", "Makers"}),
    ("(open OR libre) NOT ferme", {"Makers", "Red"}),
    ('"the one"', {"Atelier"}),
]


def test_the_same_searches_find_the_same_cases(four: None, subtests: pytest.Subtests) -> None:
    facts = facts_now()
    for text, titles in SEARCHES:
        with subtests.test(text):
            cases = find_all(text, facts)
            found = SearchRow.objects.filter(pk__in=list(cases)).values_list("case__title", flat=True)
            assert set(found) == titles
            assert find(text, facts).cases == cases


@kept
def four(amina: User, chiara: User) -> None:
    """Four cases in three languages that say little else."""
    for title, language, summary in (
        ("Makers", "en", "The workshops of two companies write open software."),
        ("Atelier", "en", "The one workshop of a village."),
        ("Ferme", "fr", "Les coopératives tiennent leurs réseaux."),
        ("Red", "es", "Unas redes libres y una red libre."),
    ):
        what = world.content(title, language=language, summary=summary, parts=(), open_questions=())
        world.published(what, by=amina, reviewer=chiara)


def test_postgresql_knows_more_than_plurals(four: None) -> None:
    found = len(find_all("written", facts_now())), len(find_all("writing", facts_now()))
    assert found == ((0, 1) if engine().__class__.__name__ == "PostgreSQL" else (0, 0))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
@pytest.mark.parametrize(
    ("condition", "by_letters"), [("word = 'linux'", False), ("(word || '') % 'linux'", True)]
)
def test_only_who_looks_for_likeness_takes_the_letters(db: None, condition: str, by_letters: bool) -> None:
    """A word that is known is hundreds of times dearer by its letters, and the planner cannot tell."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_searchword DROP CONSTRAINT cases_one_word_a_language")
        cursor.execute("DROP INDEX cases_word_begins")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT cases FROM cases_searchword WHERE {condition}")
        plan = "".join(line for (line,) in cursor.fetchall())
    assert ("cases_word_letters" in plan) is by_letters
