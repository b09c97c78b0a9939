"""The picture of the moves: every number and every phase is in it, whatever their size."""

from cases.domain.ribbon import YearScale, pieces_of
from cases.exchange.figure import Picture
from cases.exchange.moves_figure import CellDrawn, MovesWords, TableDrawn, draw_moves
from cases.exchange.ribbons_figure import WIDTH, RibbonDrawn

WORDS = MovesWords("Cells", "From", "To", "All", "Ribbons", "No case moved.", {1: "1. One", 2: "2. Two"})
SCALE = YearScale(1990, 2026)
LEFT, ENTERED = CellDrawn((6, 2), "6 Peer production", 1234567), CellDrawn((None, 1), "No stage", 1234567)
TABLE = TableDrawn((LEFT,), (ENTERED,), {((6, 2), (None, 1)): 1234567}, 7654321)


def words_in(picture: Picture) -> list[str]:
    return [mark.text or "" for each in picture.marks for mark in each.iter() if mark.text]


def drawn(*phases: tuple[int, int | None], name: str = "Guifi.net", has_ended: bool = False) -> RibbonDrawn:
    pieces = pieces_of(phases, SCALE)
    return RibbonDrawn(name, tuple((piece, (6, 2), "Peer production") for piece in pieces), has_ended)


def test_counts_totals_and_stages_are_in_words() -> None:
    words = words_in(draw_moves(TABLE, SCALE, [drawn((1990, None))], WORDS))
    assert words.count("1234567") == 3
    assert {"7654321", "–", "6 Peer production", "6", "Peer production", "\u2068Guifi.net\u2069"} <= set(
        words
    )


def test_a_phase_too_short_for_its_number_is_still_drawn() -> None:
    short, long = (draw_moves(TABLE, SCALE, [drawn((1990, end))], WORDS) for end in (1990, 1991))
    assert "6" not in words_in(short)
    assert len(list(short.marks[-1].iter("rect"))) == len(list(long.marks[-1].iter("rect"))) == 2


def test_a_case_that_ended_has_an_end() -> None:
    going, ended = (
        draw_moves(TABLE, SCALE, [drawn((1990, 2000), has_ended=has_ended)], WORDS)
        for has_ended in (False, True)
    )
    assert len(list(ended.marks[-1].iter("rect"))) == len(list(going.marks[-1].iter("rect"))) + 1


def test_a_long_name_and_many_columns_make_room() -> None:
    short = draw_moves(TABLE, SCALE, [drawn((1990, None))], WORDS)
    long = draw_moves(TABLE, SCALE, [drawn((1990, None), name="Supercalifragilistic " * 7)], WORDS)
    assert long.height > short.height
    many = tuple(CellDrawn((stage, 3), "x", 1) for stage in range(24))
    assert draw_moves(TableDrawn((LEFT,), many, TABLE.cases, 1), SCALE, [], WORDS).width > WIDTH


def test_without_any_move_the_picture_says_so() -> None:
    assert words_in(draw_moves(TableDrawn((), (), {}, 0), SCALE, [], WORDS)) == ["No case moved."]
