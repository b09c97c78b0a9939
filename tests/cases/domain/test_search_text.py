"""What of a case is searched."""

from dataclasses import replace

from cases.domain.content import Image, Part
from cases.domain.search_text import BETWEEN, BYTES_AT_MOST, search_text_of
from tests.world import content, illustration


def test_all_text_of_a_case_is_there() -> None:
    what = content(
        "Guifi",
        illustrations=(illustration(quote="bound to sustain"),),
        images=(Image(key="x", alt="Masts", caption="On a roof"),),
    )
    text = search_text_of(what, ["meshes"])
    assert text.title == "guifi"
    assert "users build" in text.summary
    for words in (
        "held in common",
        "operators live",
        "bound to sustain",
        "what do installers earn",
        "fundacio guifi net",
        "osona",
        "meshes",
        "masts",
        "on a roof",
        "volunteers link farms",
        "crowdsourced network",
        "roger baig",
    ):
        assert words in text.rest
    assert "baig2015" not in text.rest  # the key of a citation is no word of the text


def test_passages_are_the_rest_in_pieces() -> None:
    text = search_text_of(content(), [])
    assert len(text.rest.strip(BETWEEN).split(BETWEEN)) == len(text.passages)
    assert search_text_of(replace(content(), parts=(Part(key="in-short", text="!!!"),)), []).passages


def test_very_long_cases_are_known_by_a_bounded_text() -> None:
    parts = tuple(Part(key=f"part-{number}", text="long" * 5 + " écrit" * 16_000) for number in range(12))
    text = search_text_of(content(parts=parts), [])
    assert BYTES_AT_MOST / 2 < len(text.rest.encode()) <= BYTES_AT_MOST + 10
    assert "osona" in text.rest  # shorter passages that follow still find their room
