"""Publications close gaps and open them, and rebuilding says the same."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from accounts.models import User
from cases.actions.publication import rebuild_public
from cases.domain.content import Part, Phase, Place
from cases.domain.vocabulary import Stance
from cases.models import GapTurn
from cases.queries.verification import find_faults
from tests import world
from tests.kept import kept


def turns() -> list[tuple[object, ...]]:
    return list(GapTurn.objects.values_list("gap", "number", "state", "case__title", "at"))


def last(gap: str) -> tuple[str, str] | None:
    row = GapTurn.objects.filter(gap=gap).order_by("-number").select_related("case").first()
    return (row.state, row.case.title) if row else None


@kept
def history(amina: User, bruno: User, chiara: User) -> None:
    """Guifi comes, Linux joins it on its claim, Guifi moves to Peru, and writes a part."""
    guifi = world.published(world.content(), by=amina, reviewer=chiara)
    world.published(
        world.content("Linux", illustrations=(world.illustration("3c"),)), by=bruno, reviewer=chiara
    )
    in_short, capture = world.content().parts
    moved = world.content(
        places=(Place(name="Lima", country="PE"),),
        parts=(in_short, Part(key="skills", text="They learn."), capture),
        illustrations=(world.illustration("3f", Stance.CONTRADICTS),),
    )
    world.published(moved, by=amina, reviewer=chiara, on=guifi)


def test_each_gap_says_by_which_case_it_was_closed(history: None) -> None:
    assert last("country-ES") == ("closed", "Guifi.net")
    assert last("country-PE") == ("closed", "Guifi.net")
    assert last("claim-3f") == ("closed", "Guifi.net")
    assert last("part-skills-guifi-net") == ("closed", "Guifi.net")
    assert last("cell-1-1") is None


def test_a_claim_that_loses_a_case_is_thin_again(history: None) -> None:
    rows = GapTurn.objects.filter(gap="claim-3c").values_list("number", "state", "case__title")
    assert list(rows) == [(1, "thin", "Guifi.net"), (2, "closed", "Linux"), (3, "thin", "Guifi.net")]


def test_what_the_only_case_gives_up_is_open_again(amina: User, chiara: User) -> None:
    guifi = world.published(world.content(), by=amina, reviewer=chiara)
    later = world.content(phases=(Phase(start=2004, end=None, stage=1, model=1),))
    world.published(later, by=amina, reviewer=chiara, on=guifi)
    assert last("cell-7-3") == ("open", "Guifi.net")
    assert last("cell-1-1") == ("closed", "Guifi.net")


@pytest.mark.parametrize(
    ("others", "to", "is_new"),
    [
        # a country in which another case is says it of its continent
        (("PE",), "PE", False),
        # a country alone does not: another of its continent may have one
        (("CL",), "PE", False),
        (("ES",), "PE", True),
        ((), "PE", True),
    ],
)
def test_a_continent_turns_with_the_first_case_in_any_of_its_countries(
    amina: User, bruno: User, chiara: User, others: tuple[str, ...], to: str, *, is_new: bool
) -> None:
    for code in others:
        place = Place(name="There", country=code)
        world.published(world.content(f"In {code}", places=(place,)), by=bruno, reviewer=chiara)
    world.published(world.content(places=(Place(name="Lima", country=to),)), by=amina, reviewer=chiara)
    closed = last("continent-latin_america")
    assert (closed == ("closed", "Guifi.net")) is is_new
    assert list(find_faults()) == []


def test_waiting_and_declined_changes_turn_nothing(amina: User) -> None:
    world.submitted(world.content(), by=amina)
    assert not GapTurn.objects.exists()


def test_rebuilding_changes_no_turn(history: None) -> None:
    before = turns()
    rebuild_public()
    assert turns() == before
    assert list(find_faults()) == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("DELETE FROM cases_gapturn WHERE gap = 'claim-3f'", "Gap claim-3f: turn 1 is missing."),
        (
            "UPDATE cases_gapturn SET state = 'open' WHERE gap = 'country-PE'",
            "Gap country-PE: turn 1 is not one that the approvals bring about.",
        ),
    ],
)
def test_a_false_turn_is_found(history: None, damage: str, fault: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(damage)
    assert list(find_faults()) == [fault]


def test_a_turn_too_many_is_found(history: None) -> None:
    case = GapTurn.objects.first().case  # type: ignore[union-attr]
    GapTurn.objects.create(gap="cell-1-1", number=1, state="closed", case=case, at=datetime.now(UTC))
    assert list(find_faults()) == ["Gap cell-1-1: turn 1 is not one that the approvals bring about."]
