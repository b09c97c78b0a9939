"""The picture of the map, whatever it is made of."""

from xml.etree import ElementTree as ET

import pytest

from cases.domain.map_marks import Counted, place_marks
from cases.exchange.figure import Caption, write_figure
from cases.exchange.world_map_figure import MapWords, draw_world_map

SVG = "{http://www.w3.org/2000/svg}"
SQUARES = {"ES": "M480 110l9 0 0 9-9 0z", "BR": "M350 260l20 0 0 20-20 0z"}


def drawn(*countries: Counted, dots: tuple[tuple[int, int], ...] = (), words: str = "Words") -> ET.Element:
    meanings = MapWords(f"mark {words}", f"dot {words}", f"ring {words}", f"land {words}")
    picture = draw_world_map(SQUARES, place_marks(countries), dots, meanings)
    caption = Caption(words, words, words, (), words, "https://example.org/", "en")
    return ET.fromstring(write_figure(caption, picture))  # noqa: S314 (we wrote it)


def texts(root: ET.Element) -> list[str]:
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


def legend_of(root: ET.Element) -> list[str]:
    return [words.split()[0] for words in texts(root) if words.endswith(" Words")]


def test_every_number_is_in_the_picture() -> None:
    found = texts(drawn(Counted("ES", 12, (487, 114)), Counted("BR", 345, (351, 266))))
    assert {"12", "345"} <= set(found)


def test_countries_with_a_case_are_darker() -> None:
    land = {
        node.get("fill"): node.get("d") for node in drawn(Counted("ES", 1, (487, 114))).iter(f"{SVG}path")
    }
    assert (land["#d3d8d3"], land["#eef1ed"]) == (SQUARES["ES"], SQUARES["BR"])


def test_a_mark_that_gave_way_is_joined_to_its_home() -> None:
    root = drawn(Counted("ES", 9, (487, 114)), Counted("PT", 1, (480, 114)))
    lines = [node for node in root.iter(f"{SVG}line") if node.get("stroke") == "#1b2024"]
    assert [(line.get("x1"), line.get("y1")) for line in lines] == [("480", "114")]


def test_the_legend_explains_what_stands_there_and_no_more() -> None:
    assert legend_of(drawn()) == []
    assert legend_of(drawn(Counted("ES", 1, (487, 114)))) == ["mark", "land"]
    assert legend_of(drawn(Counted("ES", 1, (487, 114)), dots=((1, 1),))) == ["mark", "land", "dot"]
    crowd = [Counted(f"{number:03}", 1, (500, 200)) for number in range(60)]
    assert legend_of(drawn(*crowd)) == ["mark", "land", "ring"]


@pytest.mark.parametrize("words", ["<script>x()</script>", "a\x00b", "\u202eevil", "&x;", "شبكة"])
def test_hostile_words_are_words(words: str) -> None:
    assert not list(drawn(Counted("ES", 1, (487, 114)), words=words).iter(f"{SVG}script"))
