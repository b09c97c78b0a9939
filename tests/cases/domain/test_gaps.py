"""Addresses of gaps, the marks that cases leave, and the turns that publications bring."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.content import CaseContent, Part, Phase, Place
from cases.domain.gaps import (
    Gap,
    GapKind,
    GapState,
    Mark,
    Publication,
    decades_to,
    marks_of,
    replay,
    state_under,
    turns_of,
)
from cases.domain.vocabulary import PARTS, Absence, Stance
from tests import world

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
READABLE = [
    ("claim-3f", GapKind.CLAIM, "3f"),
    ("cell-3-2", GapKind.CELL, "3-2"),
    ("continent-latin_america", GapKind.CONTINENT, "latin_america"),
    ("country-PE", GapKind.COUNTRY, "PE"),
    ("decade-1990", GapKind.DECADE, "1990"),
    ("part-value-capture-guifi-net", GapKind.PART, "value-capture-guifi-net"),
    ("part-state-state-farm", GapKind.PART, "state-state-farm"),
]


@pytest.mark.parametrize(("address", "kind", "value"), READABLE)
def test_an_address_is_read_and_written_back(address: str, kind: GapKind, value: str) -> None:
    gap = Gap.read(address)
    assert (gap.kind, gap.value, gap.address) == (kind, value, address)


@pytest.mark.parametrize(
    "address",
    [
        "", "claim", "claim-", "claim-3f/", "claim-3F", "cell-8-1", "cell-3-4", "cell-３-2", "country-XX",
        "country-AQ", "country-pe", "continent-atlantis", "decade-1995", "decade-0990", "decade-2990",
        "part-skills", "part-skills-", "part-none-guifi", "thing-1", "feed", f"part-skills-{'x' * 200}",
    ],
)  # fmt: skip
def test_what_no_gap_is_called_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Gap.read(address)


def test_no_part_begins_another_one() -> None:
    assert not [(a, b) for a in PARTS for b in PARTS if a != b and b.startswith(f"{a}-")]


def test_a_part_tells_its_case() -> None:
    gap = Gap.of_part("commons-governance", "guifi-net")
    assert (gap.part, gap.slug) == ("commons-governance", "guifi-net")


def test_a_case_leaves_its_marks() -> None:
    what = world.content(
        places=(Place(name="Osona", country="ES"), Place(name="Web", country="worldwide")),
        phases=(
            Phase(start=1990, end=1995, stage=None, model=1, no_stage_reason="A state."),
            Phase(start=1995, end=None, stage=6, model=3),
        ),
        illustrations=(
            world.illustration("3c"),
            world.illustration("3f", Stance.NOT_FOUND, sources=()),
        ),
    )
    assert marks_of(what) == {
        ("country-ES", ""),
        ("continent-europe", ""),
        ("cell-6-3", ""),
        ("claim-3c", "supports"),
        ("decade-2000", ""),
    }


def test_what_is_not_known_leaves_no_mark() -> None:
    what = world.content(began=Absence.NOT_KNOWN, places=(Place(name="Somewhere"),))
    assert not [gap for gap, _stance in marks_of(what) if gap.startswith(("decade", "country", "continent"))]


@pytest.mark.parametrize(
    ("stances", "state"),
    [
        ({}, GapState.OPEN),
        ({"partly": 3}, GapState.THIN),
        ({"supports": 1}, GapState.THIN),
        ({"supports": 2}, GapState.CLOSED),
        ({"contradicts": 1}, GapState.CLOSED),
    ],
)
def test_the_state_of_a_claim_follows_its_stances(stances: dict[str, int], state: GapState) -> None:
    assert state_under("claim-3f", {("claim-3f", stance): n for stance, n in stances.items()}) is state


@pytest.mark.parametrize(
    ("number", "state"), [(0, GapState.OPEN), (1, GapState.CLOSED), (9, GapState.CLOSED)]
)
def test_one_case_closes_any_other_gap(number: int, state: GapState) -> None:
    assert state_under("country-PE", {("country-PE", ""): number}) is state


def publication(before: CaseContent | None, after: CaseContent, case: int = 1) -> Publication:
    return Publication(case, f"case-{case}", NOON, before, after)


def told(turns: Sequence[object]) -> set[str]:
    return {f"{turn.gap} {turn.state}" for turn in turns}  # type: ignore[attr-defined]


def test_a_first_case_closes_what_it_touches_and_leaves_its_claim_thin() -> None:
    assert told(turns_of(publication(None, world.content()), {})) == {
        "cell-6-3 closed", "cell-7-3 closed", "claim-3c thin", "continent-europe closed",
        "country-ES closed", "decade-2000 closed",
    }  # fmt: skip


def test_a_second_supporting_case_closes_the_claim_and_nothing_else() -> None:
    others: Counter[Mark] = Counter(marks_of(world.content()))
    assert told(turns_of(publication(None, world.content()), others)) == {"claim-3c closed"}


def test_what_the_only_case_gives_up_is_open_again() -> None:
    moved = world.content(places=(Place(name="Lima", country="PE"),))
    assert told(turns_of(publication(world.content(), moved), {})) == {
        "country-ES open", "continent-europe open", "country-PE closed", "continent-latin_america closed",
    }  # fmt: skip


def test_another_case_keeps_closed_what_one_gives_up() -> None:
    moved = world.content(places=())
    others = {("country-ES", ""): 1, ("continent-europe", ""): 1}
    assert told(turns_of(publication(world.content(), moved), others)) == set()


@pytest.mark.parametrize(
    ("part", "turn"),
    [
        (Part(key="skills", text="They learn."), {"part-skills-case-1 closed"}),
        (Part(key="skills", absence=Absence.NOT_KNOWN), {"part-skills-case-1 closed"}),
        (None, set()),
    ],
)
def test_a_part_closes_when_it_is_written_or_said_to_be_absent(part: Part | None, turn: set[str]) -> None:
    before = world.content()
    after = replace(before, parts=(*before.parts, *((part,) if part else ())))
    assert told(turns_of(publication(before, after), {})) == turn


def test_a_part_that_is_taken_out_is_a_gap_again() -> None:
    before = world.content()
    after = replace(before, parts=before.parts[:1])
    assert told(turns_of(publication(before, after), {})) == {"part-value-capture-case-1 open"}


CONTENTS = st.sampled_from(
    [
        world.content(),
        world.content(places=(Place(name="Lima", country="PE"),), began=1990),
        world.content(illustrations=(world.illustration("3c", Stance.CONTRADICTS),)),
        world.content(illustrations=(), phases=(Phase(start=2000, end=None, stage=1, model=1),)),
    ]
)


@given(st.lists(st.tuples(st.integers(1, 3), CONTENTS), max_size=8))
def test_the_last_turn_of_each_gap_is_the_state_that_counting_anew_gives(
    history: list[tuple[int, CaseContent]],
) -> None:
    public: dict[int, CaseContent] = {}
    publications = []
    for case, content in history:
        publications.append(publication(public.get(case), content, case))
        public[case] = content
    last = {turn.gap: turn.state for _publication, turn in replay(publications)}
    counts = Counter(mark for content in public.values() for mark in marks_of(content))
    touched = {gap for _case, content in history for gap, _stance in marks_of(content)}
    assert {gap: last.get(gap, GapState.OPEN) for gap in touched} == {
        gap: state_under(gap, counts) for gap in touched
    }


def test_decades_run_from_the_first_case_to_now() -> None:
    assert decades_to(1990, 2026) == (1990, 2000, 2010, 2020)
    assert decades_to(2030, 2026) == ()
