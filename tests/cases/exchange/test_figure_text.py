"""Text in a figure: clean, in its own direction, and in lines that fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.exchange.figure_text import FIRST_STRONG, POP, clean, isolated, width_of, wrapped

FSI, PDI = FIRST_STRONG, POP


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n\tb  c", "a b c"),
        ("a\x00\x07\x1b\x7f\x9fb", "ab"),
        ("a\ud800\ufffe\uffff\U0001fffeb", "ab"),
        ("\u202egnirts\u202c \u2067x\u2069", "gnirts x"),
        (f"{FSI}a{PDI} b", f"{FSI}a{PDI} b"),
        (f"a{PDI}b{FSI}", "ab"),
        ("شبكة 👩‍👧 é", "شبكة 👩‍👧 é"),
    ],
)
def test_only_what_may_stand_in_a_figure_stays(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize("name", ["a", f"a{PDI}b", f"{FSI}a", "\u202ea"])
def test_a_name_is_isolated_whatever_it_holds(name: str) -> None:
    assert isolated(name) == f"{FSI}{clean(name).replace(FSI, '').replace(PDI, '')}{PDI}"


@given(st.text(max_size=300), st.floats(60, 600))
def test_lines_fit_and_no_word_is_lost(text: str, width: float) -> None:
    lines = wrapped(text, 12, width)
    assert all(width_of(line, 12) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


def test_a_name_that_breaks_is_isolated_on_each_line() -> None:
    lines = wrapped(f"Tag: {isolated('شبكة مشتركة بين الناس')} and more", 12, 90)
    assert len(lines) > 2
    assert all(line.count(FSI) == line.count(PDI) for line in lines)


def test_a_word_that_is_too_wide_is_cut_between_letters_and_not_before_their_marks() -> None:
    lines = wrapped("e\u0301" * 20, 10, 30)
    assert not [line for line in lines if line.startswith("\u0301")]
