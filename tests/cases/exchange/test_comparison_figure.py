"""The picture of a comparison: every case has its ribbon, however long its name."""

from cases.domain.ribbon import YearScale, pieces_of
from cases.exchange.comparison_figure import draw_comparison
from cases.exchange.figure import Picture
from cases.exchange.ribbons_figure import RibbonDrawn

SCALE = YearScale(1990, 2026)


def drawn(*names: str) -> Picture:
    pieces = pieces_of([(1990, 2000), (2000, None)], SCALE)
    phases = tuple((piece, (6, 2), "Peer production") for piece in pieces)
    ribbons = [RibbonDrawn(name, phases, False) for name in names]
    return draw_comparison(SCALE, ribbons, head="Phases", models={2: "2. Captured commons"})


def words_in(picture: Picture) -> list[str]:
    return [mark.text for each in picture.marks for mark in each.iter() if mark.text]


def test_names_stages_and_models_are_in_words() -> None:
    words = words_in(drawn("Guifi.net", "Linux"))
    assert {"2. Captured commons", "Phases", "\u2068Guifi.net\u2069", "\u2068Linux\u2069", "1990"} <= set(
        words
    )
    assert (words.count("6"), words.count("Peer production")) == (4, 4)


def test_each_case_and_a_long_name_make_room() -> None:
    assert drawn("Linux").height < drawn("Linux", "Sewa").height < drawn("Linux", "Sewa " * 30).height
