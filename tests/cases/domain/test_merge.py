"""Two sides changed one content: what goes together, what collides, and that nothing gets lost."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.domain.changes import Group, changed_fields
from cases.domain.content import CaseContent, Illustration, Image, Part, Phase, Place, Source, Stake
from cases.domain.merge import Clash, TextMerge, merge_contents, merge_text
from cases.domain.vocabulary import SourceKind, Stance
from tests.strategies import contents

SOURCE = Source(key="s1", kind=SourceKind.BOOK, title="A book")
ROW = Illustration(claim="3f", version=1, stance=Stance.SUPPORTS, note="It shows.", sources=("s1",))
OSONA, BERGA = Place(name="Osona", country="ES"), Place(name="Berga", country="ES")
BASE = CaseContent(
    title="Guifi.net",
    tags=("commons", "network"),
    places=(OSONA,),
    phases=(Phase(start=2004, end=None, stage=7, model=3),),
    parts=(Part(key="market", text="It sells.\n\nIt earns.\n\nIt pays."),),
    illustrations=(ROW,),
    sources=(SOURCE,),
)


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def changed(**values: Any) -> CaseContent:  # noqa: ANN401 (any field of the content)
    return replace(BASE, **values)


def part(*paragraphs: str) -> tuple[Part, ...]:
    return (Part(key="market", text=text(*paragraphs)),)


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("abc", "abc", "abc"),
        ("Abc", "abc", "Abc"),
        ("abc", "abC", "abC"),
        ("Abc", "abC", "AbC"),
        ("Abc", "aBc", "ABc"),
        ("Abc", "Abc", "Abc"),
        ("xabc", "abcy", "xabcy"),
        ("bc", "abC", "bC"),
        ("abxc", "abcy", "abxcy"),
        ("ab", "Abc", "Ab"),
    ],
)
def test_what_only_one_side_changed_is_taken(mine: str, theirs: str, expected: str) -> None:
    merged = merge_text(text(*"abc"), text(*mine), text(*theirs))
    assert merged.is_clean
    assert merged.with_mine == merged.with_theirs == text(*expected)


@pytest.mark.parametrize(
    ("mine", "theirs", "with_mine", "with_theirs", "with_both"),
    [
        ("aXc", "aYc", "aXc", "aYc", "aXYc"),
        ("abcX", "abcY", "abcX", "abcY", "abcXY"),
        ("ac", "aYc", "ac", "aYc", "aYc"),
        ("aXc", "aYcz", "aXcz", "aYcz", "aXYcz"),
    ],
)
def test_where_both_changed_one_place_a_person_chooses(
    mine: str, theirs: str, with_mine: str, with_theirs: str, with_both: str
) -> None:
    merged = merge_text(text(*"abc"), text(*mine), text(*theirs))
    assert not merged.is_clean
    assert (merged.with_mine, merged.with_theirs) == (text(*with_mine), text(*with_theirs))
    assert merged.with_both == text(*with_both)


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ({"title": "Guifi"}, {"summary": "A net."}, {"title": "Guifi", "summary": "A net."}),
        (
            {"tags": ("commons", "radio")},
            {"tags": ("commons", "network", "law")},
            {"tags": ("commons", "law", "radio")},
        ),
        ({"places": (OSONA, BERGA)}, {"places": ()}, {"places": (BERGA,)}),
        (
            {"parts": part("It sold.", "It earns.", "It pays.")},
            {"parts": part("It sells.", "It earns.", "It paid.")},
            {"parts": part("It sold.", "It earns.", "It paid.")},
        ),
        (
            {"sources": (replace(SOURCE, year=2015),)},
            {"sources": (replace(SOURCE, authors="Baig"),)},
            {"sources": (replace(SOURCE, year=2015, authors="Baig"),)},
        ),
        (
            {"illustrations": (replace(ROW, note="It shows it."),)},
            {"illustrations": (replace(ROW, quote="Held in common."),)},
            {"illustrations": (replace(ROW, note="It shows it.", quote="Held in common."),)},
        ),
    ],
)  # fmt: skip
def test_what_goes_together_is_woven(
    mine: dict[str, Any], theirs: dict[str, Any], expected: dict[str, Any]
) -> None:
    merge = merge_contents(BASE, changed(**mine), changed(**theirs))
    assert merge.collisions == ()
    assert merge.content == changed(**expected)
    assert merge.woven == (frozenset() if "title" in mine else {change.path for change in merge.taken})


@pytest.mark.parametrize(
    ("mine", "theirs", "path"),
    [
        ({"title": "Guifi"}, {"title": "The net"}, "title"),
        ({"phases": ()}, {"phases": (Phase(start=1999, end=None, stage=7, model=3),)}, "phases"),
        ({"places": (replace(OSONA, latitude=1.0, longitude=1.0),)}, {"places": (BERGA,)}, "places"),
        ({"tags": tuple("abcdefg")}, {"tags": ("commons", "network", "x", "y")}, "tags"),
        ({"parts": part("It sold.")}, {"parts": part("It gives.")}, "parts.market"),
        ({"parts": ()}, {"parts": part("It gives.")}, "parts.market"),
        ({"sources": (replace(SOURCE, year=1),)}, {"sources": (replace(SOURCE, year=2),)}, "sources.s1"),
        (
            {"illustrations": (replace(ROW, note="Yes."),)},
            {"illustrations": (replace(ROW, stance=Stance.PARTLY),)},
            "illustrations.3f.supports",
        ),
    ],
)
def test_what_does_not_is_left_to_a_person(mine: dict[str, Any], theirs: dict[str, Any], path: str) -> None:
    merge = merge_contents(BASE, changed(**mine), changed(**theirs))
    assert merge.collisions == (path,)
    assert merge.content == changed(**theirs)


def test_of_two_orders_of_the_images_mine_is_taken() -> None:
    first, second, third = (Image(key=key * 32, alt=key) for key in "abc")
    base = changed(images=(first, second, third))
    mine, theirs = (replace(base, images=row) for row in ((second, first, third), (third, first, second)))
    merge = merge_contents(base, mine, theirs)
    assert (merge.collisions, merge.content) == ((), mine)


@pytest.mark.parametrize("mine", [Stake(none=True), Stake(none=False, which="I sell it masts.")])
@pytest.mark.parametrize("theirs", [Stake(none=True), Stake(none=False, which="I work there.")])
def test_the_stake_stays_that_of_who_wrote_the_change(mine: Stake, theirs: Stake) -> None:
    base = changed(stake=Stake(none=True))
    merge = merge_contents(base, replace(base, stake=mine, title="Guifi"), replace(base, stake=theirs))
    assert (merge.collisions, merge.content) == ((), replace(base, stake=mine, title="Guifi"))


@pytest.mark.parametrize(
    "change", [{"illustrations": (replace(ROW, note="It shows it."),)}, {"parts": part("It sold [@s1].")}]
)
def test_a_source_that_a_taken_change_names_comes_along(change: dict[str, Any]) -> None:
    mine = changed(**change)
    merge = merge_contents(BASE, mine, changed(sources=()))
    assert merge.content.sources == (SOURCE,)


# --- properties ---------------------------------------------------------------------------------

texts = st.lists(st.sampled_from("abcdef"), max_size=6).map("\n\n".join)


@given(texts, texts)
def test_a_side_that_changed_nothing_leaves_the_other_as_it_is(base: str, changed: str) -> None:
    for merged in (merge_text(base, changed, base), merge_text(base, base, changed)):
        assert merged.is_clean
        assert merged.with_mine == changed
    assert merge_text(base, changed, changed).with_mine == changed


@given(texts, texts, texts)
def test_no_side_has_the_better_of_the_other(base: str, mine: str, theirs: str) -> None:
    one, other = merge_text(base, mine, theirs), merge_text(base, theirs, mine)
    assert one.is_clean == other.is_clean
    assert one.with_mine == other.with_theirs
    assert one.with_theirs == other.with_mine


@given(texts, texts, texts)
def test_no_new_paragraph_gets_lost(base: str, mine: str, theirs: str) -> None:
    merged = merge_text(base, mine, theirs)
    said = merged.with_both.split("\n\n")
    for side in (mine, theirs):
        assert set(side.split("\n\n")) - set(base.split("\n\n")) - {""} <= set(said)


@given(texts, texts, texts)
def test_what_one_side_kept_goes_only_if_the_other_took_it_out(base: str, mine: str, theirs: str) -> None:
    kept = set(base.split("\n\n")) & set(mine.split("\n\n")) & set(theirs.split("\n\n")) - {""}
    merged = merge_text(base, mine, theirs)
    counts = [side.split("\n\n") for side in (base, mine, theirs)]
    certain = {word for word in kept if all(side.count(word) == 1 for side in counts)}
    assert certain <= set(clashing_or_said(merged))


def clashing_or_said(merged: TextMerge) -> list[str]:
    rows = []
    for piece in merged.pieces:
        rows += [*piece.mine, *piece.theirs] if isinstance(piece, Clash) else [piece]
    return [row.text for row in rows]


# Whole contents take long to make up, so half as many of them are tried as of texts.
@settings(max_examples=50)
@given(contents(), contents(), contents())
def test_each_of_my_changes_is_taken_or_collides(
    base: CaseContent, mine: CaseContent, theirs: CaseContent
) -> None:
    merge = merge_contents(base, mine, theirs)
    paths = [change.path for change in merge.taken] + list(merge.collisions)
    assert sorted(paths) == sorted(change.path for change in changed_fields(base, mine))


@settings(max_examples=50)
@given(contents(), contents())
def test_alone_my_changes_are_all_taken(base: CaseContent, mine: CaseContent) -> None:
    merge = merge_contents(base, mine, base)
    assert merge.collisions == ()
    # A source that mine took out and still names stays.
    assert {change.group for change in changed_fields(merge.content, mine)} <= {Group.SOURCES}
