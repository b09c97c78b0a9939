"""The word-level difference of two texts, and what is made visible in it."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.domain import diff
from cases.domain.diff import TextDiff, diff_text, paragraphs_of, visible_controls


def side(found: TextDiff, kind: str) -> str:
    """One of the two texts, put together again from what is the same and what is of this kind."""
    pieces = (piece for paragraph in found.paragraphs for piece in paragraph.pieces)
    return "".join(piece.text for piece in pieces if piece.kind in {"same", kind})


def shown(old: str, new: str) -> list[str]:
    """The difference, one line to a paragraph: `-` before what goes and `+` before what comes."""
    sign = {"same": "", "added": "+", "removed": "-"}
    return [
        f"{row.kind}: " + "|".join(sign[piece.kind] + piece.text for piece in row.pieces)
        for row in diff_text(old, new).paragraphs
    ]


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("", "", []),
        ("", "One.", ["added: +One."]),
        ("One.", "", ["removed: -One."]),
        ("One.", "One.", ["same: One."]),
        # a changed word is one change, and so is a changed letter
        ("It is red now.", "It is blue now.", ["changed: It is |-red|+blue| now."]),
        ("Colour", "Color", ["changed: -Colour|+Color"]),
        ("It is.", "It is!", ["changed: It is|-.|+!"]),
        # a changed phrase reads as one change
        ("now one two three four", "now 1 2 three four", ["changed: now |-one two|+1 2| three four"]),
        ("She came in.", "She never came in.", ["changed: She |+never |came in."]),
        # paragraphs
        ("A a.", "A a.\n\nB b.", ["same: A a.", "added: +\n\nB b."]),
        ("B b.", "A a.\n\nB b.", ["added: +A a.\n\n", "same: B b."]),
        ("A a.\n\nB b.", "A a.", ["same: A a.", "removed: -\n\nB b."]),
        ("A\n\nB\n\nC", "A\n\nC", ["same: A\n\n", "removed: -B\n\n", "same: C"]),
        # a rewritten paragraph is not confetti
        ("old text entirely", "brand new thing", ["removed: -old text entirely", "added: +brand new thing"]),
        # white space alone
        ("a  b", "a b", ["changed: a|-  |+ |b"]),
        ("A\n\nB", "A\n\n\nB", ["same: A\n\n", "changed: +\n|B"]),
    ],
)
def test_changes_are_shown_word_by_word(old: str, new: str, lines: list[str]) -> None:
    assert shown(old, new) == lines


def test_alike_paragraphs_are_compared_and_a_new_one_between_them_is_whole() -> None:
    old = "The colour of it.\n\nTwo was here today."
    new = "The color of it.\n\nSomething nobody knew.\n\nTwo is here today."
    assert shown(old, new) == [
        "changed: The |-colour|+color| of it.\n\n",
        "added: +Something nobody knew.\n\n",
        "changed: Two |-was|+is| here today.",
    ]


def test_a_paragraph_that_stands_elsewhere_has_moved() -> None:
    found = diff_text("One is here.\n\nTwo.\n\nThree.", "Two.\n\nThree.\n\nOne is here.")
    assert [row.kind for row in found.paragraphs] == ["moved_away", "same", "same", "moved_here"]
    assert (found.words_added, found.words_removed) == (0, 0)


def test_of_two_that_went_and_one_that_came_one_has_moved() -> None:
    kinds = [row.kind for row in diff_text("A\n\nA\n\nB\n\nC", "B\n\nC\n\nA").paragraphs]
    assert sorted(kind for kind in kinds if kind not in {"same", "changed"}) == [
        "moved_away",
        "moved_here",
        "removed",
    ]


def test_every_one_of_many_lightly_edited_paragraphs_is_compared_word_by_word() -> None:
    old = "\n\n".join(f"Paragraph {n} tells of many houses." for n in range(30))
    found = diff_text(old, old.replace("many", "few"))
    assert {row.kind for row in found.paragraphs} == {"changed"}
    assert (found.words_added, found.words_removed) == (30, 30)


def test_a_paragraph_that_only_grew_loses_nothing() -> None:
    old = "The network began with one antenna on a farm."
    found = diff_text(old, old + " Later others came, and each of them linked the next house.")
    assert (found.words_removed, found.words_added) == (0, 11)


def test_words_are_counted_without_spaces_and_punctuation() -> None:
    found = diff_text("one, two.", "one; three, four — five.")
    assert (found.words_removed, found.words_added) == (1, 3)


def test_markup_is_text_like_any_other() -> None:
    assert shown("<b>x</b> y", "<b>x</b> <script>") == ["changed: <b>x</b> |-y|+<script>"]


# --- rules for any text -----------------------------------------------------------------------------

texts = st.text(alphabet="ab. \n", max_size=60) | st.text(max_size=60)
drafts = st.lists(st.sampled_from(["One two.", "One too.", "Three", "", "one\ntwo", " "]), max_size=6).map(
    "\n\n".join
)


@given(texts | drafts, texts | drafts)
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    found = diff_text(old, new)
    assert (side(found, "removed"), side(found, "added")) == (old, new)


@given(texts | drafts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    found = diff_text(text, text)
    assert {row.kind for row in found.paragraphs} <= {"same"}
    assert (found.words_added, found.words_removed) == (0, 0)


@given(texts | drafts, texts | drafts)
def test_neighbouring_pieces_differ_in_kind_and_none_is_empty(old: str, new: str) -> None:
    for row in diff_text(old, new).paragraphs:
        kinds = [piece.kind for piece in row.pieces]
        assert all(piece.text for piece in row.pieces)
        assert all(one != next_one for one, next_one in pairwise(kinds))


@example("00000010\n\n00000110", "00000110\n\n00000010")
@given(texts | drafts, texts | drafts)
def test_a_paragraph_is_changed_when_its_pieces_are_of_several_kinds(old: str, new: str) -> None:
    moved = {"moved_here": "added", "moved_away": "removed"}
    for row in diff_text(old, new).paragraphs:
        kinds = {piece.kind for piece in row.pieces}
        kind = moved.get(row.kind, row.kind)
        assert kinds == {kind} if kind != "changed" else len(kinds) > 1


@given(texts | drafts)
def test_paragraphs_joined_are_the_text(text: str) -> None:
    assert "".join(row.text + row.blank for row in paragraphs_of(text)) == text


# --- bounds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x " * 20_000, "y " * 20_000),  # too many words
        (". " * 30_001, ""),
        ("x" * 200_001, ""),  # one endless word
        ("", "x" * 200_001),
    ],
)
def test_texts_past_the_bounds_stand_whole(old: str, new: str) -> None:
    found = diff_text(old, new)
    assert found.too_large
    assert (side(found, "removed"), side(found, "added")) == (old, new)
    assert len(found.paragraphs) <= 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("!?" * 10_000, "?." * 10_000),
        ("ab\n\n" * 5_000, "cd\n\n" * 5_000),  # too many paragraphs to try every pair
        ("a" * 20_000, "b" * 20_000),
        (" \n" * 10_000, "\n " * 10_000),
    ],
)
def test_hostile_texts_of_the_largest_part_are_still_exact(old: str, new: str) -> None:
    found = diff_text(old, new)
    assert not found.too_large
    assert (side(found, "removed"), side(found, "added")) == (old, new)


def test_pairs_are_tried_only_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "PAIRS_AT_MOST", 3)
    old, new = "One two.\n\nThree four.", "One too.\n\nThree for."
    assert {row.kind for row in diff_text(old, new).paragraphs} == {"removed", "added"}


# --- what is not seen -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "character",
    [chr(code) for code in (
        0x00, 0x07, 0x1B, 0x7F, 0x85, 0xAD, 0x34F, 0x61C, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E,
        0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2064, 0x2066, 0x2067,
        0x2068, 0x2069, 0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0xE0001, 0xE0041, 0xE007F, 0xE0100,
    )],
)  # fmt: skip
def test_what_is_not_seen_is_shown(character: str) -> None:
    assert visible_controls(f"a{character}b") == f"a⟦U+{ord(character):04X}⟧b"


@pytest.mark.parametrize(
    "text", ["line\nnext\tcell\r\n", "Über naïve", "हिन्दी", "שלום", "漢字", "👩🏽", "a\u00a0b"]
)
def test_what_is_seen_is_left_alone(text: str) -> None:
    assert visible_controls(text) == text


@given(st.text())
def test_showing_twice_shows_once(text: str) -> None:
    assert visible_controls(visible_controls(text)) == visible_controls(text)
