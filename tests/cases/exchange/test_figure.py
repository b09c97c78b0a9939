"""A figure as a document: well formed whatever it says, the same each time, and nothing that runs."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.vocabulary import MODELS
from cases.exchange import figure_marks as marks
from cases.exchange.figure import Caption, Picture, write_figure
from cases.exchange.figure_text import clean

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>zq9x()</script>", '" onload="zq9x()', "]]><!--zq9x", "&zq9x; &#0; <?zq9x?>", "a\x00\x08b",
    "\u202eevil", "javascript:zq9x()", "zq9x" * 90, "شبكة مشتركة",
)  # fmt: skip
TAGS = {"svg", "title", "desc", "defs", "pattern", "g", "rect", "line", "path", "text", "tspan", "a"}


def caption(words: str = "Words") -> Caption:
    return Caption(words, words, words, (words, words), words, "https://example.org/matrix/?a=1&b=2", "en")


def picture(words: str = "Words") -> Picture:
    entries = [(marks.gap(0, 0, marks.KEY, marks.KEY_HEIGHT), words), (marks.swatch(1, 0, 0), words)]
    key, height = marks.legend(entries, 0, 60, 400)
    drawn = [
        marks.text(words, 0, 10),
        marks.stage_number(3, 0, 30),
        marks.line(0, 0, 9, 9, dash="2 2"),
        marks.path("M0 0h9"),
        *(marks.swatch(model, model * 40, 40) for model in MODELS),
        key,
    ]
    return Picture(400, 60 + height, tuple(drawn))


def drawn(words: str) -> ET.Element:
    return ET.fromstring(write_figure(caption(words), picture(words)))  # noqa: S314 (we wrote it)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words(words: str) -> None:
    root = drawn(words)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= TAGS
    assert not [
        name for node in root.iter() for name in node.attrib if name.startswith("on") or name == "style"
    ]
    assert root.findtext(f"{SVG}title") == clean(words)


@given(st.text())
def test_any_text_gives_a_document(words: str) -> None:
    assert drawn(words).tag == f"{SVG}svg"


def test_it_is_the_same_each_time() -> None:
    assert write_figure(caption(), picture()) == write_figure(caption(), picture())


def test_it_says_what_it_shows_and_where_it_is_from() -> None:
    said = Caption(
        "Title", "Country: Spain", "4 of 77 cases", ("A note.",), "Data of a day. CC0.", "https://a.b/c", "fr"
    )
    root = ET.fromstring(write_figure(said, picture()))  # noqa: S314 (we wrote it)
    texts = ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]
    assert {
        "Title",
        "Country: Spain",
        "4 of 77 cases",
        "A note.",
        "Data of a day. CC0.",
        "https://a.b/c",
    } <= {*texts}
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["https://a.b/c"]


def test_nothing_comes_from_elsewhere() -> None:
    document = write_figure(caption(), picture()).decode()
    assert set(re.findall(r"url\(([^)]*)\)", document)) == {f"#weave-{model}" for model in MODELS}
    assert set(re.findall(r'font-family="([^"]*)"', document)) == {"serif", "sans-serif"}


def test_long_words_make_it_higher_and_not_wider() -> None:
    short, long = drawn("Words"), drawn("Words " * 200)
    assert short.get("width") == long.get("width")
    assert float(long.get("height", 0)) > float(short.get("height", 0))


@pytest.mark.parametrize("number", [1, 4, 7])
def test_a_stage_fills_as_many_notches_as_its_number(number: int) -> None:
    notches = list(marks.stage_number(number, 0, 0).iter("rect"))
    assert [notch.get("fill") for notch in notches].count(marks.INK) == number
    assert len(notches) == 7


def test_the_tones_are_those_of_the_style_sheet() -> None:
    tokens = Path("static/css/tokens.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([\w-]+): light-dark\((#\w+),", tokens))
    for number, cloth in marks.CLOTHS.items():
        assert [cloth.dye, cloth.wash, cloth.deep] == [
            light[f"m{number}{tone}"] for tone in ("", "-wash", "-deep")
        ]
    assert (light["ink"], light["ink-2"], light["mat"]) == (marks.INK, marks.SOFT_INK, marks.MAT)
