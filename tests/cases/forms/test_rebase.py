"""Choosing between two texts: what is taken by itself, what must be chosen, and nothing typed is lost."""

from dataclasses import replace

import pytest

from cases.domain.content import CaseContent, Part
from cases.domain.vocabulary import SUMMARY_LIMIT, Absence, Stance
from cases.forms.rebase import ALLOWED, NOTE_LIMIT, RebaseSheet, rebase_sheet
from tests.world import content, illustration, source

BASE = content()
MINE = replace(BASE, summary="Mine.", tags=("mine",))
THEIRS = replace(BASE, summary="Theirs.", sector="energy")


def sheet(
    typed: dict[str, str] | None = None, *, mine: CaseContent = MINE, theirs: CaseContent = THEIRS
) -> RebaseSheet:
    return rebase_sheet(BASE, mine, theirs, typed)


def test_an_untouched_sheet_chooses_nothing_and_complains_of_nothing() -> None:
    (row,) = sheet().collisions
    assert (row.path, row.base, row.mine, row.theirs) == ("summary", BASE.summary, "Mine.", "Theirs.")
    assert (row.choice, row.text, sheet().problems) == ("", "Mine.", [])
    assert [change.path for change in sheet().automatic] == ["tags"]


@pytest.mark.parametrize(
    ("typed", "summary"),
    [
        ({"choice:summary": "author"}, "Mine."),
        ({"choice:summary": "public"}, "Theirs."),
        ({"choice:summary": "by_hand", "text:summary": " Both. "}, "Both."),
        ({"choice:summary": "public", "text:summary": ""}, "Theirs."),
    ],
)
def test_a_choice_makes_the_content_and_others_keep_their_changes(
    typed: dict[str, str], summary: str
) -> None:
    assert sheet(typed).content() == replace(THEIRS, summary=summary, tags=("mine",))


@pytest.mark.parametrize("choice", ["", "both", "BY_HAND"])
def test_an_unknown_choice_is_a_problem_and_the_text_stays(choice: str) -> None:
    found = sheet({"choice:summary": choice, "text:summary": "Typed."})
    assert [target for target, _message in found.problems] == ["choice-1"]
    assert found.collisions[0].text == "Typed."


@pytest.mark.parametrize("choice", ["author", "public"])
def test_a_text_that_was_written_and_not_chosen_is_a_problem_and_stays(choice: str) -> None:
    found = sheet({"choice:summary": choice, "text:summary": "Both."})
    assert "has a text written by hand that is not chosen" in found.problems[0][1]
    assert found.collisions[0].text == "Both."
    assert sheet({"choice:summary": choice, "text:summary": "Mine."}).problems == []


@pytest.mark.parametrize("text", ["x" * (SUMMARY_LIMIT + 1), "Two\nlines"])
def test_a_text_by_hand_is_held_to_the_limits_of_its_field(text: str) -> None:
    found = sheet({"choice:summary": "by_hand", "text:summary": text})
    assert len(found.problems) == 1
    assert found.collisions[0].text == text


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"sector": "energy"}, {"sector": "media"}),
        ({"language": "fr"}, {"language": "de"}),
        ({"began": Absence.NOT_KNOWN}, {"began": 1990}),
        ({"tags": ("a",)}, {"tags": ("b",)}),
    ],
)
def test_a_value_of_a_list_is_chosen_and_never_written_by_hand(
    mine: dict[str, object], theirs: dict[str, object]
) -> None:
    name = next(iter(mine))
    sides = {"mine": replace(BASE, **mine), "theirs": replace(BASE, **theirs)}  # type: ignore[arg-type]
    found = sheet({f"choice:{name}": "by_hand", f"text:{name}": "x"}, **sides)
    assert not found.collisions[0].can_edit
    assert len(found.problems) == 1


def test_a_part_by_hand_takes_the_place_of_an_absence() -> None:
    mine = replace(BASE, parts=(*BASE.parts, Part(key="market", absence=Absence.NOT_KNOWN)))
    theirs = replace(BASE, parts=(*BASE.parts, Part(key="market", text="Theirs.")))
    typed = {"choice:parts.market": "by_hand", "text:parts.market": "Both."}
    assert sheet(typed, mine=mine, theirs=theirs).content().part("market") == Part(key="market", text="Both.")


def test_a_source_that_others_removed_comes_back_with_the_placement_that_names_it() -> None:
    own = source("smith2012", title="Another")
    base = replace(BASE, sources=(*BASE.sources, own))
    mine = replace(
        base, illustrations=(*base.illustrations, illustration("3f", Stance.PARTLY, sources=("smith2012",)))
    )
    merged = rebase_sheet(base, mine, BASE, {}).content()
    assert merged.source("smith2012") == own


def test_choices_stay_with_their_field_when_other_fields_collide_by_now() -> None:
    typed = {"choice:summary": "by_hand", "text:summary": "Both."}
    later = replace(THEIRS, title="Guifi", tags=("theirs",))
    rows = {row.path: row for row in sheet(typed, theirs=later).collisions}
    assert (rows["summary"].choice, rows["summary"].text) == ("by_hand", "Both.")
    assert rows["tags"].choice == ""


def test_a_note_that_is_too_long_is_a_problem_and_is_not_cut() -> None:
    note = "n" * (NOTE_LIMIT + 1)
    found = sheet({"choice:summary": "public", "note": note})
    assert (found.problems[0][0], found.note) == ("note", note)


@pytest.mark.parametrize(
    "name", ["decision", "choice", "text:tags", "text:parts.x", "choice:a b", "note2", "text:sources.s1"]
)
def test_other_fields_are_not_of_this_form(name: str) -> None:
    assert not ALLOWED.fullmatch(name)
