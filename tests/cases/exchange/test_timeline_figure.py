"""The picture of the timeline, whatever it is made of."""

from xml.etree import ElementTree as ET

import pytest

from cases.domain.timeline import YearCounted, decades_of, draw_timeline
from cases.exchange.figure import Caption, write_figure
from cases.exchange.timeline_figure import TimelineWords, draw_timeline_figure

SVG = "{http://www.w3.org/2000/svg}"
MODELS = [(1, "One"), (2, "Two"), (3, "Three")]


def drawn(*years: YearCounted, words: str = "Words") -> ET.Element:
    drawing = draw_timeline(decades_of(years))
    rows = tuple(f"{row.span.first} {words}" for row in drawing.rows)
    picture = draw_timeline_figure(drawing, MODELS, TimelineWords(words, words, rows))
    caption = Caption(words, words, words, (), words, "https://example.org/", "en")
    return ET.fromstring(write_figure(caption, picture))  # noqa: S314 (we wrote it)


def texts(root: ET.Element) -> list[str]:
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


def test_every_number_of_decades_and_years_is_written() -> None:
    found = texts(
        drawn(YearCounted(1991, (11, 0, 1)), YearCounted(1995, (0, 7, 0)), YearCounted(2012, (0, 0, 3)))
    )
    for number in ("19", "12", "7", "3"):
        assert number in found
    assert [word for word in found if word.endswith(" Words")] == ["1990 Words", "2000 Words", "2010 Words"]


def test_each_model_that_is_drawn_is_explained_and_woven() -> None:
    root = drawn(YearCounted(1991, (2, 0, 1)))
    fills = [node.get("fill") for node in root.iter(f"{SVG}rect")]
    assert (fills.count("url(#weave-1)"), fills.count("url(#weave-2)"), fills.count("url(#weave-3)")) == (
        2,
        0,
        2,
    )
    assert [word for word in texts(root) if word[1:3] == ". "] == [
        "1. \u2068One\u2069",
        "3. \u2068Three\u2069",
    ]


def test_without_a_case_there_is_a_picture() -> None:
    assert drawn().tag == f"{SVG}svg"


@pytest.mark.parametrize("words", ["<script>x()</script>", "a\x00b", "\u202eevil", "&x;", "شبكة"])
def test_hostile_words_are_words(words: str) -> None:
    assert not list(drawn(YearCounted(1991, (1, 1, 1)), words=words).iter(f"{SVG}script"))
