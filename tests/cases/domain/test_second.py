"""When a change needs two reviewers, as a table."""

from dataclasses import replace
from itertools import pairwise

import pytest

from cases.domain.content import CaseContent, Part, Phase
from cases.domain.second import SecondReason, second_reviewer_reasons, words_removed
from tests.world import content, illustration


def words(number: int, name: str = "w") -> str:
    return " ".join(f"{name}{place}" for place in range(number))


HERE = (Phase(start=2004, end=None, stage=6, model=3),)
MOVED = (Phase(start=2004, end=None, stage=7, model=2),)


def case(text: str, *, claims: int = 1, phases: tuple[Phase, ...] = HERE) -> CaseContent:
    codes = ("1a", "1b", "1c", "2a", "2b", "2c")[:claims]
    rows = tuple(map(illustration, codes))
    return content(parts=(Part(key="state", text=text),), illustrations=rows, phases=phases)


REMOVED = {SecondReason.TEXT_REMOVED}
ANEW = {SecondReason.PLACED_ANEW}

RULES: list[tuple[str, CaseContent, CaseContent, set[SecondReason]]] = [
    ("nothing", case(words(400)), case(words(400)), set()),
    ("199 words of 400", case(words(400)), case(words(201)), set()),
    ("200 words of 400", case(words(400)), case(words(200)), REMOVED),
    ("200 words of 5,000", case(words(5000)), case(words(4800)), REMOVED),
    ("half of 150", case(words(150)), case(words(75)), set()),
    ("more than half of 150", case(words(150)), case(words(74)), REMOVED),
    ("all of a short text", case(words(49)), case("Other."), set()),
    ("replaced word by word", case(words(300)), case(words(300, "x")), REMOVED),
    ("another order", case(words(300)), case(" ".join(reversed(words(300).split()))), set()),
    ("moved, few claims", case("x", claims=4), case("x", claims=4, phases=MOVED), set()),
    ("moved, five claims", case("x", claims=5), case("x", claims=5, phases=MOVED), ANEW),
    ("claims and place go", case("x", claims=5), case("x", claims=1, phases=MOVED), ANEW),
]


@pytest.mark.parametrize(
    ("before", "after", "reasons"), [row[1:] for row in RULES], ids=[r[0] for r in RULES]
)
def test_the_rules(before: CaseContent, after: CaseContent, reasons: set[SecondReason]) -> None:
    assert set(second_reviewer_reasons(before, after, before, disputed=False)) == reasons


PIECES = {SecondReason.REMOVED_IN_PIECES}
A, B, C = words(500), words(400), words(300)

TOGETHER: list[tuple[str, list[str], str, str, set[SecondReason]]] = [
    ("in two pieces", [A, B], B, C, PIECES),
    ("in many", [A, words(450), B, words(350)], words(350), C, PIECES),
    ("one word too few", [A, B], B, words(301), set()),
    ("more than half of a short text", [words(100), words(75)], words(75), words(49), PIECES),
    ("half of a short text", [words(100), words(75)], words(75), words(50), set()),
    ("a last one that removes nothing", [A, C], C, f"{C} more", set()),
    ("a last one that is large by itself", [words(900), words(800)], words(800), words(600), REMOVED),
    ("what came back was not removed", [A, B, A], A, B, set()),
    ("others wrote between", [A, B], f"{B} {words(200, 'x')}", f"{C} {words(200, 'x')}", PIECES),
    ("what others removed is theirs", [A, words(499)], words(110), words(109), set()),
]


@pytest.mark.parametrize(
    ("steps", "public", "after", "reasons"), [row[1:] for row in TOGETHER], ids=[r[0] for r in TOGETHER]
)
def test_what_one_author_removed_lately_counts_together(
    steps: list[str], public: str, after: str, reasons: set[SecondReason]
) -> None:
    texts = [case(text) for text in steps]
    earlier = list(pairwise(texts))
    before = case(public)
    found = second_reviewer_reasons(before, case(after), before, disputed=False, earlier=earlier)
    assert set(found) == reasons


def test_a_dispute_needs_two_for_anything() -> None:
    before, after = case("x"), replace(case("x"), summary="Other.")
    assert second_reviewer_reasons(before, after, before, disputed=True) == (SecondReason.DISPUTED,)


def test_a_new_case_needs_one() -> None:
    assert second_reviewer_reasons(None, case("x"), None, disputed=False) == ()


def test_years_alone_do_not_place_a_case_anew() -> None:
    before = case("x", claims=5)
    later = replace(before, phases=tuple(replace(row, reason="Other.") for row in before.phases))
    assert second_reviewer_reasons(before, later, before, disputed=False) == ()


def test_only_the_own_changes_of_an_outdated_revision_count() -> None:
    base, public = case(words(400)), case(words(10))
    assert second_reviewer_reasons(base, replace(base, summary="Other."), public, disputed=False) == ()


def test_text_that_moves_to_another_part_is_not_removed() -> None:
    moved = replace(case(""), parts=(Part(key="market", text=words(300)),))
    assert words_removed(case(words(300)), moved) == 0
