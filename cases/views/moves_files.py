"""The moves to take away: one by one as CSV and JSON, and as a picture."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.exchange.csv_table import Row
from cases.exchange.figure import Picture
from cases.exchange.moves_figure import CellDrawn, MovesWords, TableDrawn, draw_moves
from cases.queries.facts import facts_now
from cases.queries.moves import CellName, MoveCount, Moves, load_moves
from cases.queries.trajectories import (
    CaseMoves,
    MoveMade,
    Trajectories,
    View,
    all_moves,
    load_trajectories,
)
from cases.views.addresses import address
from cases.views.files import (
    Imprint,
    filters_in_words,
    long_csv_answer,
    long_json_answer,
    svg_answer,
    words_of,
)
from cases.views.marks import public_page, public_unkept
from cases.views.moves import moves_in_words
from cases.views.moves_address import MOVE_QUESTION, move_pairs, read_move_question
from cases.views.ribbons import ribbon_drawn

CSV_HEAD = (
    "case",
    "title",
    "language",
    "year",
    "from_stage",
    "from_model",
    "to_stage",
    "to_model",
    "reason",
    "sources",
)


@public_unkept(*MOVE_QUESTION)
def moves_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every move that is asked for, one line each; an empty stage: the hierarchy does not apply."""
    facts, question = facts_now(), read_move_question(request)
    rows = (_line(case, move) for case in all_moves(facts, question) for move in case.moves)
    return long_csv_answer(imprint_of(load_moves(facts, question)), CSV_HEAD, rows)


@public_unkept(*MOVE_QUESTION)
def moves_json(request: HttpRequest) -> StreamingHttpResponse:
    """How many cases made each move that is asked for, and every one of these moves."""
    facts, question = facts_now(), read_move_question(request)
    found = load_moves(facts, question)
    made = (move_data(case, move) for case in all_moves(facts, question) for move in case.moves)
    return long_json_answer(imprint_of(found), moves_data(found), "moves_made", made)


def moves_data(found: Moves) -> dict[str, object]:
    """How many cases made each move that is asked for, as plain data for the file and the API."""
    asked = [move for move in found.table.counts if move.is_asked or not found.question.names_a_move]
    return {
        "cases_in_all": found.in_all,
        "cases_found": found.found,
        "cases_moved": found.moved,
        "cases_shown": found.shown,
        "moves": [_count(move) for move in asked],
    }


@public_page(*MOVE_QUESTION)
def moves_svg(request: HttpRequest) -> HttpResponse:
    """The picture: the moves from cell to cell, and the ribbons of the first page."""
    page = load_trajectories(View(read_move_question(request)), timezone.localdate().year)
    return svg_answer(
        imprint_of(page.moves),
        _picture(page),
        shown=filters_in_words(page.filters.shown),
        found=words_of("cases/_moves_sentence.html", moves_in_words(page.moves)),
        notes=_notes(page),
    )


def imprint_of(found: Moves) -> Imprint:
    """What the files of the moves say of themselves."""
    pairs = move_pairs(found.question)
    return Imprint(
        name="moves",
        title=_("Cases that moved"),
        page=address("moves", pairs),
        filters=dict(pairs),
        changed_at=found.changed_at,
    )


# --- tables ---------------------------------------------------------------------------------------


def _line(row: CaseMoves, move: MoveMade) -> Row:
    return (
        row.case.slug,
        row.case.title,
        row.case.language,
        move.year,
        move.left.stage.number if move.left.stage else None,
        move.left.model.number,
        move.entered.stage.number if move.entered.stage else None,
        move.entered.model.number,
        " ".join(move.reasons),
        "; ".join(f"{source.title} {source.url}".strip() for source in row.sources),
    )


def _count(move: MoveCount) -> dict[str, object]:
    return {"from": _cell(move.left), "to": _cell(move.entered), "cases": move.cases}


def _cell(cell: CellName) -> dict[str, object]:
    """A cell; without a stage the hierarchy does not apply."""
    return {
        "stage": cell.stage.number if cell.stage else None,
        "stage_name": cell.stage.name if cell.stage else None,
        "model": cell.model.number,
        "model_name": cell.model.short,
    }


def move_data(row: CaseMoves, move: MoveMade) -> dict[str, object]:
    """One move of one case as plain data."""
    return {
        "case": row.case.slug,
        "title": row.case.title,
        "language": row.case.language,
        "year": move.year,
        "from": move.left.key,
        "to": move.entered.key,
        "reason": " ".join(move.reasons),
        "sources": [{"title": source.title, "url": source.url} for source in row.sources],
    }


# --- the picture ----------------------------------------------------------------------------------


def _picture(page: Trajectories) -> Picture:
    table = page.moves.table
    return draw_moves(
        TableDrawn(
            left=tuple(_drawn(row.left, row.cases) for row in table.rows),
            entered=tuple(_drawn(cell, cases) for cell, cases in table.entered),
            cases={(move.left.cell, move.entered.cell): move.cases for move in table.counts},
            moved=page.moves.moved,
        ),
        page.scale,
        [
            ribbon_drawn(ribbon.name, ribbon.phases, has_ended=ribbon.closed_in is not None)
            for ribbon in page.ribbons
        ],
        MovesWords(
            cells=_("From cell to cell"),
            left=_("From stage"),
            entered=_("To stage"),
            all=_("All"),
            ribbons=_("The first %(number)s cases by title, as ribbons") % {"number": len(page.ribbons)},
            nothing=_("No case moved."),
            models={cell.model.number: str(cell.model) for cell in page.moves.names.values()},
        ),
    )


def _drawn(cell: CellName, cases: int) -> CellDrawn:
    name = f"{cell.stage.number} {cell.stage.name}" if cell.stage else _("The hierarchy does not apply")
    return CellDrawn(cell.cell, name, cases)


def _notes(page: Trajectories) -> Iterator[str]:
    """How to read the picture."""
    yield words_of("cases/_moves_caption.html", {})
    yield words_of("cases/_moves_legend.html", {"is_uneven": page.scale.is_uneven})
