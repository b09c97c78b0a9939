"""The facts that a process holds are those of the database, whatever happened in between."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import transaction

from accounts.models import User
from cases.actions.publication import rebuild_public
from cases.domain.content import Place
from cases.domain.facts import Kind
from cases.models import Case, FactBlock, SiteVersion
from cases.queries.fact_blocks import are_facts_of_older
from cases.queries.facts import Facts, facts_now
from cases.queries.verification import find_faults
from tests import world

Counting = Callable[[int], AbstractContextManager[object]]


def members(facts: Facts) -> dict[tuple[str, str], set[int]]:
    return {(kind, value): set(cases) for kind, sets in facts.sets.items() for value, cases in sets.items()}


def test_without_cases_there_are_no_facts(taxonomy: None) -> None:
    facts = facts_now()
    assert len(facts.everything) == 0
    assert facts.values(Kind.COUNTRY) == ()
    assert len(facts.found({"country": "ES"})) == len(facts.standing("6-3", 2004)) == 0


def test_filters_are_cut_and_one_may_be_left_out(amina: User, chiara: User) -> None:
    here = world.published(world.content(), by=amina, reviewer=chiara)
    there = world.content("Linux", places=(Place(name="There", country="FI"),), sector="software")
    world.published(there, by=amina, reviewer=chiara)
    facts = facts_now()
    assert set(facts.found({"country": "ES", "lang": "en"})) == {here.pk}
    assert len(facts.found({"country": "ES", "sector": "software"})) == 0
    assert len(facts.found({"country": "ES", "sector": "software"}, without="country")) == 1
    assert set(facts.any_of(Kind.COUNTRY, ["ES", "FI", "US"])) == set(facts.everything)


def test_an_edit_takes_old_facts_away_and_brings_new_ones(amina: User, chiara: User) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    assert facts_now().values(Kind.COUNTRY) == ("ES",)
    moved = world.content(places=(Place(name="There", country="FI"),))
    world.published(moved, by=amina, reviewer=chiara, on=case)
    assert facts_now().values(Kind.COUNTRY) == ("FI",)
    assert list(find_faults()) == []


def test_what_was_rolled_back_is_forgotten(amina: User, chiara: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    before = members(facts_now())
    with transaction.atomic():
        world.published(world.content("Linux"), by=amina, reviewer=chiara)
        assert len(facts_now().everything) == 2
        transaction.set_rollback(True)
    assert members(facts_now()) == before


def test_another_history_with_the_same_number_is_noticed(amina: User, chiara: User) -> None:
    with transaction.atomic():
        world.published(world.content("Linux", sector="software"), by=amina, reviewer=chiara)
        assert facts_now().values(Kind.SECTOR) == ("software",)
        transaction.set_rollback(True)
    world.published(world.content("Guifi"), by=amina, reviewer=chiara)
    world.published(world.content("Stocksy", sector="media"), by=amina, reviewer=chiara)
    assert facts_now().values(Kind.SECTOR) == ("media", "telecommunications")


def test_asking_again_costs_one_query(amina: User, chiara: User, django_assert_num_queries: Counting) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    facts_now()
    with django_assert_num_queries(1):
        facts_now()
    world.published(world.content("Linux"), by=amina, reviewer=chiara)
    with django_assert_num_queries(3):
        facts_now()


def test_making_the_public_tables_again_changes_no_fact(amina: User, chiara: User) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    world.published(world.content(tags=("radio",)), by=amina, reviewer=chiara, on=case)
    rebuild_public()
    before, rows = members(facts_now()), FactBlock.objects.count()
    rebuild_public()
    assert members(facts_now()) == before
    assert FactBlock.objects.count() == rows


def test_a_row_that_somebody_changed_is_found_and_mended(amina: User, chiara: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    rebuild_public()
    FactBlock.objects.filter(fact="country:ES").update(fact="country:FI")
    assert sorted(find_faults()) == [
        "Fact country:ES, block 0: the row is missing.",
        "Fact country:FI, block 0: its cases are not those whose content says so.",
    ]
    rebuild_public()
    assert list(find_faults()) == []
    assert facts_now().values(Kind.COUNTRY) == ("ES",)


def test_facts_under_older_rules_are_noticed(amina: User, chiara: User) -> None:
    assert not are_facts_of_older()
    world.published(world.content(), by=amina, reviewer=chiara)
    assert not are_facts_of_older()
    rebuild_public()
    assert not are_facts_of_older()
    FactBlock.objects.all().delete()
    assert are_facts_of_older()


@pytest.mark.parametrize("year", [1990, 2004, 2008, 2009, 2026])
def test_who_stands_where_as_of_a_year(amina: User, chiara: User, year: int) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    standing = {cell for cell in ("6-3", "7-3") if case.pk in facts_now().standing(cell, year)}
    assert standing == ({"7-3"} if year >= 2008 else {"6-3"} if year >= 2004 else set())


def test_the_date_of_the_data_is_that_of_the_last_publication(amina: User, chiara: User) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    assert facts_now().changed_at == Case.objects.get(pk=case.pk).published_at
    assert facts_now().number == SiteVersion.objects.get().number == 1
