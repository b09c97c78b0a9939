"""A comparison to take away: as CSV and JSON, both written from the same rows, and as a picture."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.domain.facts import cell_key
from cases.exchange.comparison_figure import draw_comparison
from cases.exchange.csv_table import Row as Line
from cases.exchange.figure import Picture
from cases.exchange.figure_text import isolated
from cases.models import CasePhase, Placement
from cases.queries.comparison import Column, Comparison, Disagreement, NoSuchCases, PartCell
from cases.queries.comparison_facts import FactCell
from cases.views.comparison_address import QUESTION, Question, read_comparison, read_question
from cases.views.files import Imprint, csv_answer, json_answer, svg_answer, words_of
from cases.views.marks import public_page
from cases.views.ribbons import ribbon_drawn

CSV_HEAD = (
    "group",
    "row",
    "name",
    "differs",
    "case",
    "value",
    "note",
    "start",
    "end",
    "sources",
    "wording",
    "newest_wording",
)
WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a case says in a row; `sources` counts those on which it stands.

    A placement also has the number of the `wording` of the claim on which it stands, and of the newest one.
    """

    value: str | int
    note: str = ""
    start: int | None = None
    end: int | None = None
    sources: int | None = None
    wording: int | None = None
    newest_wording: int | None = None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of the files: what each case says in it, which may be nothing or several things."""

    group: str
    key: str
    name: str
    differs: bool
    cells: tuple[tuple[Said, ...], ...]


@public_page(*QUESTION)
def comparison_csv(request: HttpRequest) -> HttpResponse:
    """The rows as CSV: a line for each thing that a case says, and an empty one where it says nothing."""
    question = read_question(request)
    shown = _read(question)
    return csv_answer(_imprint(question, shown), CSV_HEAD, _lines(shown))


@public_page(*QUESTION)
def comparison_json(request: HttpRequest) -> HttpResponse:
    """The rows as JSON, after the cases and the claims on which they disagree."""
    question = read_question(request)
    shown = _read(question)
    body = {
        "cases": [_case(column) for column in shown.columns],
        "disagreements": [_disagreement(found) for found in shown.disagreements],
        "rows_in_all": shown.rows_in_all,
        "rows_differing": shown.rows_differing,
        "rows": [_json_row(row, shown) for row in _rows(shown)],
    }
    return json_answer(_imprint(question, shown), body)


@public_page(*QUESTION)
def comparison_svg(request: HttpRequest) -> HttpResponse:
    """The picture: the phases of each case as a ribbon."""
    question = read_question(request)
    shown = _read(question)
    return svg_answer(
        replace(_imprint(question, shown), title=_title(isolated(column.name) for column in shown.columns)),
        _picture(shown),
        shown=[isolated(column.case.title) for column in shown.columns],
        found=_("Cases side by side: %(number)s.") % {"number": len(shown.columns)},
        notes=[
            words_of("cases/_comparison_finding.html", {"ground": shown.ground}),
            words_of("cases/_moves_legend.html", {"is_uneven": shown.scale.is_uneven}),
        ],
    )


def _read(question: Question) -> Comparison:
    try:
        return read_comparison(question)
    except NoSuchCases as absent:
        raise Http404 from absent


def _imprint(question: Question, shown: Comparison) -> Imprint:
    return Imprint(
        name="compare",
        title=_title(column.name for column in shown.columns),
        page=question.page_url,
        filters=dict(question.view_pairs),
        changed_at=shown.changed_at,
    )


def _title(names: Iterable[str]) -> str:
    return _("Compared: %(cases)s") % {"cases": ", ".join(names)}


# --- rows -----------------------------------------------------------------------------------------


def _rows(shown: Comparison) -> Iterator[FileRow]:
    for moves in shown.moves:
        yield FileRow("moves", moves.key, "", moves.differs, tuple(_phases(cell) for cell in moves.cells))
    for claim in (*shown.shared, *shown.others):
        cells = tuple(_placements(cell, claim.claim.version) for cell in claim.cells)
        yield FileRow("claims", claim.key, claim.claim.statement, claim.differs, cells)
    for part in shown.parts:
        yield FileRow(
            "parts", part.key, _(part.name), part.differs, tuple(_part(cell) for cell in part.cells)
        )
    for fact in shown.facts:
        yield FileRow("facts", fact.key, "", fact.differs, tuple(_fact(cell) for cell in fact.cells))
    for source in shown.sources:
        cells = tuple((Said(number),) for number in source.cells)
        yield FileRow("sources", source.key, "", source.differs, cells)


def _phases(phases: Iterable[CasePhase]) -> tuple[Said, ...]:
    return tuple(
        Said(
            cell_key(phase.stage_id, phase.model_id),
            phase.no_stage_reason or phase.reason,
            phase.start,
            phase.end,
        )
        for phase in phases
    )


def _placements(placements: Iterable[Placement], newest: int) -> tuple[Said, ...]:
    return tuple(
        Said(
            row.stance,
            row.note,
            sources=row.source_count,
            wording=row.claim_version,
            newest_wording=newest,
        )
        for row in placements
    )


def _part(cell: PartCell) -> tuple[Said, ...]:
    return (Said(cell.absence or WRITTEN, cell.note or cell.text),)


def _fact(cell: FactCell) -> tuple[Said, ...]:
    return tuple(Said(word) for word in cell.words) or (Said(cell.absence),)


# --- forms ----------------------------------------------------------------------------------------


def _lines(shown: Comparison) -> Iterator[Line]:
    slugs = [column.case.slug for column in shown.columns]
    for row in _rows(shown):
        head = (row.group, row.key, row.name, "yes" if row.differs else "no")
        for slug, cell in zip(slugs, row.cells, strict=True):
            for said in cell or (Said(""),):
                yield (*head, slug, *astuple(said))


def _json_row(row: FileRow, shown: Comparison) -> dict[str, object]:
    cells = zip(shown.columns, row.cells, strict=True)
    return {
        "group": row.group,
        "row": row.key,
        "name": row.name,
        "differs": row.differs,
        "cases": {column.case.slug: [_json_said(said) for said in cell] for column, cell in cells},
    }


def _json_said(said: Said) -> dict[str, object]:
    """What is said, without what such a row never has; an `end` of null beside a `start` is now."""
    years = {} if said.start is None else {"start": said.start, "end": said.end}
    note = {"note": said.note} if said.note else {}
    sources = {} if said.sources is None else {"sources": said.sources}
    wording = {} if said.wording is None else {"wording": said.wording, "newest_wording": said.newest_wording}
    return {"value": said.value, **note, **years, **sources, **wording}


def _case(column: Column) -> dict[str, object]:
    case = column.case
    return {
        "slug": case.slug,
        "title": case.title,
        "last_stage": case.stage_id,
        "last_model": case.model_id,
        "from": column.phases[0].start,
        "to": column.phases[-1].end,
    }


def _disagreement(found: Disagreement) -> dict[str, object]:
    sides = {side.stance.value: [column.case.slug for column in side.columns] for side in found.sides}
    return {"claim": found.claim.code, **sides}


# --- the picture ----------------------------------------------------------------------------------


def _picture(shown: Comparison) -> Picture:
    cells = [phase.cell for column in shown.columns for phase in column.ribbon]
    return draw_comparison(
        shown.scale,
        [
            ribbon_drawn(column.name, column.ribbon, has_ended=column.case.ended is not None)
            for column in shown.columns
        ],
        head=_("Phases of each case, as ribbons"),
        models=dict(sorted((cell.model.number, str(cell.model)) for cell in cells)),
    )
