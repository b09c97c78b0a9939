"""What facts a content has, and that the years told by turns are those told by the rule."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.content import CaseContent, Phase, Place
from cases.domain.facts import (
    CHECKPOINTS,
    Kind,
    cell_key,
    cell_of,
    change_read,
    change_written,
    facts_of,
    kind_and_value,
)
from cases.domain.grid import CELLS, Span, stands_in
from cases.domain.vocabulary import PARTS, Absence, Speaker, Stance
from tests import world

TAGS = {"community network": "community-network", "commons": "commons"}


def values(content: CaseContent, kind: Kind) -> set[str]:
    pairs = [kind_and_value(each) for each in facts_of(content, TAGS)]
    return {value for of_kind, value in pairs if of_kind == kind}


EXPECTED = [
    (Kind.PUBLISHED, {""}),
    (Kind.COUNTRY, {"ES"}),
    (Kind.BEGAN, {"2004"}),
    (Kind.DECADE, {"2000"}),
    (Kind.BEGAN_ABSENCE, set()),
    (Kind.SECTOR, {"telecommunications"}),
    (Kind.TAG, {"community-network", "commons"}),
    (Kind.LANGUAGE, {"en"}),
    (Kind.SPEAKER, {"independent"}),
    (Kind.CELL, {"6-3", "7-3"}),
    (Kind.PLOTTED, set()),
    (Kind.MODEL, {"3"}),
    (Kind.FIRST_MODEL, {"3"}),
    (Kind.STAGE, {"6", "7"}),
    (Kind.MOVE, {"6-3>7-3"}),
    (Kind.ON_MAP, {""}),
    (Kind.CLAIM, {"3c:supports"}),
    (Kind.STANCE, {"supports"}),
    (Kind.SOURCED, {"3c:supports:1"}),
    (Kind.INDEPENDENT, {"3c:supports"}),
    (Kind.PART, {"in-short", "value-capture"}),
    (Kind.MISSING, set(PARTS) - {"in-short", "value-capture"}),
    (Kind.STANDING, {"7-3@2009", "7-3@2019"}),
    (Kind.TURN, {"6-3@2004", "6-3@2008", "7-3@2008"}),
]


@pytest.mark.parametrize(("kind", "expected"), EXPECTED)
def test_every_kind_of_fact_of_a_case(kind: Kind, expected: set[str]) -> None:
    assert values(world.content(), kind) == expected


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"began": Absence.NOT_KNOWN}, Kind.BEGAN),
        ({"began": Absence.MISSING}, Kind.DECADE),
        ({"places": ()}, Kind.COUNTRY),
        ({"sector": ""}, Kind.SECTOR),
        ({"parts": ()}, Kind.PART),
        ({"sources": (world.source(speaker=Speaker.ORGANISATION),)}, Kind.SPEAKER),
        ({"sources": (world.source(speaker=Speaker.CONTRIBUTOR),)}, Kind.INDEPENDENT),
        ({"illustrations": (world.illustration(stance=Stance.NOT_FOUND),)}, Kind.SOURCED),
    ],
)
def test_what_is_absent_is_no_fact(changes: dict[str, object], kind: Kind) -> None:
    assert values(replace(world.content(), **changes), kind) == set()  # type: ignore[arg-type]


@pytest.mark.parametrize("absence", Absence)
def test_why_there_is_no_year_of_beginning_is_a_fact(absence: Absence) -> None:
    assert values(world.content(began=absence), Kind.BEGAN_ABSENCE) == {absence.value}


def test_a_state_is_off_the_map_and_moves_there() -> None:
    phases = (
        Phase(start=1990, end=1999, stage=None, model=1, no_stage_reason="A state."),
        Phase(start=1999, end=2009, stage=2, model=1),
        Phase(start=2009, end=None, stage=2, model=1),
    )
    content = world.content(phases=phases)
    assert values(content, Kind.CELL) == {"0-1", "2-1"}
    assert values(content, Kind.MOVE) == {"0-1>2-1"}
    assert values(content, Kind.TURN) == {"0-1@1990", "0-1@1999", "2-1@1999"}


def test_keys_of_cells_can_be_read_back() -> None:
    assert [cell_of(cell_key(*cell)) for cell in CELLS] == list(CELLS)
    assert cell_of(cell_key(None, 2)) == (None, 2)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Phase, ...]:
    """Phases in order, which may touch, leave years out, and come back to a cell."""
    phases: list[Phase] = []
    year = draw(st.integers(1850, 2010))
    for _number in range(draw(st.integers(1, 5))):
        start = year + draw(st.integers(0, 8))
        year = start + draw(st.integers(0, 15))
        stage = draw(st.sampled_from([None, 1, 2]))
        phases.append(Phase(start=start, end=year, stage=stage, model=draw(st.sampled_from([1, 2]))))
    if draw(st.booleans()):
        phases[-1] = replace(phases[-1], end=None)
    return tuple(phases)


@given(histories(), st.integers(1840, 2060))
def test_checkpoints_and_turns_tell_where_a_case_stands(phases: tuple[Phase, ...], year: int) -> None:
    content = world.content(phases=phases)
    reached = max((point for point in CHECKPOINTS if point <= year), default=0)
    standing = {
        value.split("@")[0] for value in values(content, Kind.STANDING) if value.endswith(f"@{reached}")
    }
    for value in values(content, Kind.TURN):
        cell, turned = value.split("@")
        standing ^= {cell} if reached < int(turned) <= year else set()
    starts = [*(phase.start for phase in phases[1:]), None]
    assert standing == {
        cell_key(phase.stage, phase.model)
        for phase, following in zip(phases, starts, strict=True)
        if stands_in(Span(phase.stage, phase.model, phase.start, phase.end, following), year)
    }


def test_a_place_with_coordinates_makes_a_case_plotted() -> None:
    places = (Place(name="Osona", country="ES"), Place(name="Gurb", latitude=41.95, longitude=2.23))
    assert values(world.content(places=places), Kind.PLOTTED) == {""}


def test_the_first_model_is_that_of_the_first_phase() -> None:
    phases = (Phase(start=1991, end=1999, stage=6, model=2), Phase(start=1999, end=None, stage=7, model=3))
    assert values(world.content(phases=phases), Kind.FIRST_MODEL) == {"2"}


facts = st.sets(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])))


@given(facts, facts)
def test_a_change_is_read_as_it_was_written(gained: set[str], lost: set[str]) -> None:
    if gained or lost:
        read = list(change_read(change_written(gained, lost)))
        assert sorted(read) == sorted([*((each, True) for each in gained), *((each, False) for each in lost)])
