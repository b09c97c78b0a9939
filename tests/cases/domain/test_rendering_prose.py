"""Paragraphs of words and citations become what Markdown makes of them."""

import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.domain.rendering import _html_of_marked as html_of_marked
from cases.domain.rendering.prose import SIGNS, html_of_prose
from cases.domain.rendering.steps import Labels, Page
from tests.cases.domain.parts import KNOWN, SOURCES

LETTERS_AND_DIGITS = re.findall(r"[^\W_]", "".join(map(chr, range(sys.maxunicode + 1))))

CITATIONS = ["[@baig2015]", "[@ostrom; @baig2015]", "[@nobody]", "[@baig2015][@ostrom]"]
PIECES = st.sampled_from([*CITATIONS, *SIGNS, " ", " word ", "word", "٣. ", "2. ", "\n\n", "http://x.org"])
MARKS = st.sampled_from(
    [*"*_`~<>|[]\\&#!\n\t\r\x00\x02\x03\u00a0\u2028", "[[guifi]]", "[^1]", "&amp;", "  \n"]
)


def page() -> Page:
    return Page(SOURCES, KNOWN.get, str, str, "part", Labels())


def prose(text: str) -> str | None:
    """What it becomes, which is what Markdown makes of it, with the same keys; None of what is not for it."""
    quick, slow = page(), page()
    html = html_of_prose(text, quick)
    if html is not None:
        assert (html, quick.citations) == (html_of_marked(text, slow), slow.citations)
    return html


@given(text=st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
@example(text="word\n\n\n\nword")
@example(text="word.\n\n2. word")
def test_nothing_becomes_anything_else(text: str) -> None:
    prose(text)


@given(before=st.lists(PIECES, max_size=4), after=st.lists(PIECES, max_size=4), mark=MARKS)
def test_whatever_may_be_a_mark_is_left_to_markdown(before: list[str], after: list[str], mark: str) -> None:
    assert prose("".join(["word", *before, mark, *after, "word"])) is None


@given(rest=st.lists(PIECES.filter(lambda piece: "\n" not in piece), max_size=12))
def test_words_and_citations_are_never_left_to_it(rest: list[str]) -> None:
    assert prose("".join(["word", *rest, "word"])) is not None


@pytest.mark.parametrize("start", range(0, len(LETTERS_AND_DIGITS), 10_000))
def test_every_letter_and_digit_stays_what_it_is(start: int) -> None:
    letters = LETTERS_AND_DIGITS[start : start + 10_000]
    assert prose(f"a{''.join(letters)}") is not None
    prose("\n\n".join(f"{letter}. a" for letter in letters[::50]))


@pytest.mark.parametrize(
    "text", ["", " word", "word ", "- word", "+ word", "1. word", "(a) word", "[@ostrom]"]
)
def test_what_does_not_begin_with_a_letter_or_end_with_a_sign_is_left_to_markdown(text: str) -> None:
    assert prose(text) is None
