"""The numbers of the tested guess against counts by plain SQL, and what they cost."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from accounts.models import User
from cases.domain.content import Place, Source
from cases.domain.guess import Answer, Heaviest, Reading, Share
from cases.domain.vocabulary import Absence, Speaker, Stance
from cases.queries.facts import facts_now
from cases.queries.guess import Guess, ReadingShown, load_guess
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim, KindOfChange
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]
FOUND = "p.stance <> 'not_found'"
STANDS = """EXISTS (SELECT 1 FROM cases_placement_sources j JOIN cases_casesource s ON s.id = j.casesource_id
    WHERE j.placement_id = p.id AND s.speaker NOT IN ('organisation', 'contributor'))"""


def doi(key: str, number: int, speaker: Speaker = Speaker.RESEARCHER) -> Source:
    return world.source(key, doi=f"10.1000/{number}", speaker=speaker)


@kept
def five(amina: User, chiara: User) -> None:
    """Five cases on claims of all models, with shared, own and independent sources, in three countries."""
    a, b, own = doi("a", 1), doi("b", 2), doi("own", 3, Speaker.ORGANISATION)
    put = world.illustration
    spain, finland = Place(name="There", country="ES"), Place(name="There", country="FI")
    rows = [
        world.content(
            "One",
            sources=(a, b, own),
            illustrations=(put("3c", sources=("a", "b")), put("1a", sources=("own",))),
        ),
        world.content(
            "Two",
            sources=(a, own),
            places=(spain, finland),
            illustrations=(
                put("3c", sources=("a", "own")),
                put("3c", Stance.CONTRADICTS, sources=("own",)),
                put("2b", Stance.PARTLY, sources=("own",)),
            ),
        ),
        world.content(
            "Three",
            sources=(b,),
            places=(finland,),
            began=1995,
            illustrations=(put("2b", sources=("b",)), put("2c", sources=("b",))),
        ),
        world.content(
            "Four",
            sources=(doi("c", 4), doi("d", 2)),
            places=(Place(name="All", country="worldwide"), Place(name="Somewhere")),
            began=Absence.NOT_KNOWN,
            illustrations=(put("2c", sources=("c", "d")), put("3f", Stance.NOT_FOUND, sources=("c",))),
        ),
        world.content("Five", sources=(own,), illustrations=(put("3f", Stance.NOT_FOUND, sources=("own",)),)),
    ]
    for row in rows:
        world.published(row, by=amina, reviewer=chiara)


def counted(sql: str) -> dict[str, int]:
    """The rows of a query as a table of counts."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {str(name): int(count) for name, count in cursor.fetchall()}


def by_claim(count: str, where: str = FOUND, join: str = "") -> dict[str, int]:
    return counted(
        f"SELECT p.claim_id, {count} FROM cases_placement p {join} WHERE {where} GROUP BY p.claim_id"
    )


def by_model(count: str, where: str = FOUND, join: str = "") -> dict[str, int]:
    return counted(
        f"SELECT k.model_id, {count} FROM cases_placement p "
        f"JOIN models_taxonomy_claim k ON k.code = p.claim_id {join} WHERE {where} GROUP BY k.model_id"
    )


SOURCES = """JOIN cases_placement_sources j ON j.placement_id = p.id
    JOIN cases_casesource s ON s.id = j.casesource_id AND s.speaker NOT IN ('organisation', 'contributor')"""


def of_claims(guess: Guess, name: str) -> dict[str, int]:
    return {row.claim.code: getattr(row, name) for row in guess.claims if getattr(row, name)}


def of_models(guess: Guess, name: str) -> dict[str, int]:
    return {str(number): getattr(row, name) for number, row in enumerate(guess.weights, start=1)}


def test_cases_and_documents_are_those_that_sql_counts(five: None) -> None:
    guess = load_guess()
    assert of_claims(guess, "cases") == by_claim("COUNT(DISTINCT p.case_id)")
    assert of_claims(guess, "documents") == by_claim("COUNT(DISTINCT s.doi)", join=SOURCES)
    assert of_models(guess, "cases") == by_model("COUNT(DISTINCT p.case_id)")
    documents = {"1": 0} | by_model("COUNT(DISTINCT s.doi)", join=SOURCES)
    assert of_models(guess, "documents") == documents
    assert (guess.overall.cases, guess.overall.documents, guess.in_all) == (4, 3, 5)


def test_own_words_are_those_that_sql_counts(five: None) -> None:
    guess = load_guess()
    every, own = by_model("COUNT(*)"), by_model("COUNT(*)", f"{FOUND} AND NOT {STANDS}")
    shares = {str(n): row.own_words for n, row in enumerate(guess.weights, start=1)}
    assert shares == {number: Share(own.get(number, 0), count) for number, count in every.items()}
    assert guess.overall.own_words == Share(sum(own.values()), sum(every.values())) == Share(3, 8)


NOT_THERE = (
    "NOT EXISTS (SELECT 1 FROM cases_caseplace r WHERE r.case_id = p.case_id AND r.country = '{left_out}')"
)
NOT_THEN = (
    "NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.record_id = p.case_id AND c.began_decade = {left_out})"
)
NARROWED = {
    Reading.ALL: FOUND,
    Reading.INDEPENDENT: f"{FOUND} AND {STANDS}",
    Reading.WITHOUT_COUNTRY: f"{FOUND} AND {NOT_THERE}",
    Reading.WITHOUT_DECADE: f"{FOUND} AND {NOT_THEN}",
}


def state_by_sql(claim: str, where: str) -> str:
    """The state of a claim by the rule as design.md states it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT stance FROM cases_placement p WHERE {where} AND p.claim_id = %s",
            [claim],
        )
        stances = [row[0] for row in cursor.fetchall()]
    if not stances:
        return "gap"
    if "contradicts" in stances:
        return "contested"
    return "held" if stances.count("supports") >= 2 else "thin"


@pytest.mark.parametrize("place", range(4), ids=[str(reading) for reading in Reading])
def test_the_states_of_every_reading_are_those_that_sql_gives(five: None, place: int) -> None:
    guess = load_guess()
    reading = guess.readings[place]
    where = NARROWED[reading.reading].format(left_out=reading.left_out)
    codes = list(Claim.objects.values_list("code", flat=True))
    assert {row.claim.code: row.states[place] for row in guess.claims} == {
        code: state_by_sql(code, where) for code in codes
    }
    changed = [code for code in codes if state_by_sql(code, where) != state_by_sql(code, FOUND)]
    assert reading.changed == len(changed)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(DISTINCT p.case_id) FROM cases_placement p WHERE {where}")
        assert cursor.fetchone() == (reading.cases,)


def test_what_weighs_most_is_a_country_and_not_the_world(five: None) -> None:
    guess = load_guess()
    assert guess.overall.country == Heaviest("ES", Share(2, 4), 1)
    assert guess.overall.decade == Heaviest("2000", Share(2, 4))
    assert guess.weights[1].country == Heaviest("FI", Share(2, 3))
    left_out = {reading.reading: reading.left_out for reading in guess.readings}
    assert left_out == {"all": "", "independent": "", "without_country": "ES", "without_decade": "2000"}


def readings(guess: Guess) -> dict[Reading, ReadingShown]:
    return {reading.reading: reading for reading in guess.readings}


def test_without_cases_nothing_can_be_said(taxonomy: None) -> None:
    guess = load_guess()
    assert set(readings(guess)) == {Reading.ALL, Reading.INDEPENDENT}
    assert {reading.answer for reading in guess.readings} == {Answer.NO_CASES}
    assert (guess.overall.country, guess.overall.own_words, guess.most) == (
        Heaviest("", Share(0, 0)), Share(0, 0), 0,
    )  # fmt: skip


def test_when_all_cases_are_from_one_country_nothing_is_left_without_it(amina: User, chiara: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    without = readings(load_guess())[Reading.WITHOUT_COUNTRY]
    assert (without.cases, without.answer, without.changed) == (0, Answer.NO_CASES, 1)


def test_a_withdrawn_claim_is_left_out_of_everything(five: None, edda: User) -> None:
    before = load_guess()
    publish_wording(
        claim=Claim.objects.get(code="1a"),
        statement="Gone.",
        kind=KindOfChange.WITHDRAWN,
        note="Why.",
        by=edda,
        seen_version=1,
    )
    after = load_guess()
    assert len(after.claims) == len(before.claims) - 1
    assert (before.weights[0].cases, after.weights[0].cases) == (1, 0)
    assert after.overall.own_words == Share(2, 7)


@pytest.mark.parametrize("rows", [3, 30])
def test_the_number_of_queries_is_fixed(
    amina: User, chiara: User, django_assert_num_queries: Counting, rows: int
) -> None:
    for number in range(rows):
        own = world.source(url=f"https://example.org/{number}")
        world.published(world.content(f"Case {number}", sources=(own,)), by=amina, reviewer=chiara)
    facts_now()
    with django_assert_num_queries(6):
        guess = load_guess()
    assert guess.overall.documents == guess.overall.cases == rows
