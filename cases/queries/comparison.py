"""Two to four cases beside each other, row by row: what the page, its CSV and its JSON share."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Prefetch
from django.utils import timezone

from cases.domain.comparison import (
    WORDS_SHOWN,
    Ground,
    Stances,
    are_opposed,
    differ,
    ground_of,
)
from cases.domain.facts import NOT_INDEPENDENT
from cases.domain.names import names_apart
from cases.domain.rendering import first_words
from cases.domain.ribbon import YearScale, pieces_of, scale_of
from cases.domain.vocabulary import PART_LABELS, PARTS, Absence, Stance
from cases.models import Case, CasePart, CasePhase, CasePlace, CaseSource, Placement
from cases.queries.comparison_facts import FACTS, FactCell
from cases.queries.facts import facts_now
from cases.queries.moves import CellName
from cases.queries.trajectories import PhaseOnRibbon
from models_taxonomy.models import Claim

Cell = TypeVar("Cell")
AnyRow = TypeVar("AnyRow", bound="Row[Any]")
SIDES = (Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS)


class NoSuchCases(LookupError):  # noqa: N818 (the name says what is wrong)
    """Raised when some of the cases are not published, or never were; holds their slugs."""

    def __init__(self, slugs: Sequence[str]) -> None:
        super().__init__(", ".join(slugs))
        self.slugs = tuple(slugs)


@dataclass(frozen=True, slots=True)
class Column:
    """A case with its name among the others, and its phases as a ribbon on the years of all columns."""

    case: Case
    name: str
    ribbon: tuple[PhaseOnRibbon, ...]

    @property
    def phases(self) -> tuple[CasePhase, ...]:
        """The phases in their order."""
        return tuple(shown.phase for shown in self.ribbon)

    @property
    def first_year(self) -> int:
        """The year in which the first phase began."""
        return self.phases[0].start

    @property
    def last_year(self) -> int | None:
        """The year in which the last phase ended; None is now."""
        return self.phases[-1].end


Columns = tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Row(Generic[Cell]):
    """One row: a cell for each column. `name` is a message id, "" where the key says enough."""

    key: str
    name: str
    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    differs: bool

    @property
    def pairs(self) -> tuple[tuple[Column, Cell], ...]:
        """Each column with its cell."""
        return tuple(zip(self.columns, self.cells, strict=True))


@dataclass(frozen=True, slots=True)
class ClaimRow(Row[tuple[Placement, ...]]):
    """A claim, and what each case does to it: nothing, one placement, or several that differ."""

    claim: Claim
    is_opposed: bool


@dataclass(frozen=True, slots=True)
class PartCell:
    """A part of one case: the first words of its text, an absence with its note, or nothing written.

    `words` are those of the whole text; `is_cut` when not all of it is shown.
    """

    text: str = ""
    words: int = 0
    is_cut: bool = False
    absence: str = Absence.MISSING.value
    note: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """A stance, and the columns whose case takes it."""

    stance: Stance
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A claim on which the cases take opposed stances, with those that are taken."""

    claim: Claim
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is compared. `ground` and `disagreements` are of all claims, whatever rows are shown.

    `rows_in_all` and `rows_differing` count before rows that are alike are left out.
    """

    columns: tuple[Column, ...]
    scale: YearScale
    ground: Ground
    disagreements: tuple[Disagreement, ...]
    moves: tuple[Row[tuple[CasePhase, ...]], ...]
    shared: tuple[ClaimRow, ...]
    others: tuple[ClaimRow, ...]
    parts: tuple[Row[PartCell], ...]
    facts: tuple[Row[FactCell], ...]
    sources: tuple[Row[int], ...]
    rows_in_all: int
    rows_differing: int
    changed_at: datetime | None

    def only_differing(self) -> "Comparison":
        """The same without the rows that are alike in all columns."""
        return replace(
            self,
            moves=_differing(self.moves),
            shared=_differing(self.shared),
            others=_differing(self.others),
            parts=_differing(self.parts),
            facts=_differing(self.facts),
            sources=_differing(self.sources),
        )


def load_comparison(slugs: Sequence[str]) -> Comparison:
    """Compare these cases in this order. Eight queries, whatever the cases hold.

    Raises NoSuchCases.
    """
    cases = _cases(slugs)
    scale = _scale(cases)
    columns = _columns(cases, scale)
    claims = _claims(columns)
    stances = [_stances(column.case) for column in columns]
    ground = ground_of(claims, stances)
    moves, parts, facts, sources = (_moves(columns),), _parts(columns), _facts(columns), _sources(columns)
    shared = tuple(_claim_row(claims[code], columns, stances) for code in ground.shared)
    others = tuple(_claim_row(claims[code], columns, stances) for code in ground.others)
    differing = [row.differs for rows in (moves, shared, others, parts, facts, sources) for row in rows]
    return Comparison(
        columns=columns,
        scale=scale,
        ground=ground,
        disagreements=tuple(_disagreement(row) for row in shared if row.is_opposed),
        moves=moves,
        shared=shared,
        others=others,
        parts=parts,
        facts=facts,
        sources=sources,
        rows_in_all=len(differing),
        rows_differing=sum(differing),
        changed_at=facts_now().changed_at,
    )


def titles_of(slugs: Sequence[str]) -> tuple[Case, ...]:
    """These cases in this order, with nothing but their names. Raises NoSuchCases."""
    return _in_order(Case.objects.published().filter(slug__in=slugs).only("slug", "title", "language"), slugs)


# --- reading --------------------------------------------------------------------------------------


def _cases(slugs: Sequence[str]) -> tuple[Case, ...]:
    rows = (
        Case.objects.published()
        .filter(slug__in=slugs)
        .select_related("stage", "model")
        .prefetch_related(
            Prefetch("phases", CasePhase.objects.select_related("stage", "model")),
            Prefetch("places", CasePlace.objects.only("case_id", "country")),
            Prefetch("parts", CasePart.objects.defer("html")),
            Prefetch("placements", Placement.objects.select_related("claim__model", "claim__aspect")),
            Prefetch("sources", CaseSource.objects.only("case_id", "speaker")),
            "tags",  # type: ignore[misc]  # taggit ships no types
        )
    )
    return _in_order(rows, slugs)


def _in_order(rows: Iterable[Case], slugs: Sequence[str]) -> tuple[Case, ...]:
    found = {case.slug: case for case in rows}
    if missing := [slug for slug in slugs if slug not in found]:
        raise NoSuchCases(missing)
    return tuple(found[slug] for slug in slugs)


def _claims(columns: Columns) -> dict[str, Claim]:
    """The claims that the cases speak of, by code and in the order of the text."""
    claims = {row.claim_id: row.claim for column in columns for row in column.case.placements.all()}
    return dict(sorted(claims.items(), key=lambda item: item[1].order))


def _stances(case: Case) -> dict[str, list[Stance]]:
    stances: defaultdict[str, list[Stance]] = defaultdict(list)
    for row in case.placements.all():
        stances[row.claim_id].append(Stance(row.stance))
    return dict(stances)


# --- columns and moves ----------------------------------------------------------------------------


def _scale(cases: Iterable[Case]) -> YearScale:
    """The years of all columns, from the decade of the first to now, so that ribbons can be compared."""
    phases = [phase for case in cases for phase in case.phases.all()]
    years = [year for phase in phases for year in (phase.start, phase.end) if year is not None]
    return scale_of(years, timezone.localdate().year)


def _columns(cases: Sequence[Case], scale: YearScale) -> Columns:
    names = names_apart([case.title for case in cases])
    return tuple(Column(case, name, _ribbon(case, scale)) for case, name in zip(cases, names, strict=True))


def _ribbon(case: Case, scale: YearScale) -> tuple[PhaseOnRibbon, ...]:
    phases = list(case.phases.all())
    pieces = pieces_of([(phase.start, phase.end) for phase in phases], scale)
    return tuple(
        PhaseOnRibbon(phase, CellName(phase.stage, phase.model), piece)
        for phase, piece in zip(phases, pieces, strict=True)
    )


def _moves(columns: Columns) -> Row[tuple[CasePhase, ...]]:
    """The phases of each case. They are alike when they lead through the same cells, in whatever years."""
    phases = tuple(column.phases for column in columns)
    return Row("phases", "", columns, phases, differ(_cells(rows) for rows in phases))


def _cells(phases: Iterable[CasePhase]) -> tuple[tuple[int | None, int], ...]:
    return tuple((phase.stage_id, phase.model_id) for phase in phases)


# --- claims ---------------------------------------------------------------------------------------


def _claim_row(claim: Claim, columns: Columns, stances: Sequence[Stances]) -> ClaimRow:
    """What the cases do to a claim. They are alike with the same stances, whatever their notes say."""
    cells = tuple(
        tuple(row for row in column.case.placements.all() if row.claim_id == claim.code) for column in columns
    )
    return ClaimRow(
        key=claim.code,
        name="",
        columns=columns,
        cells=cells,
        differs=differ(frozenset(row.stance for row in rows) for rows in cells),
        claim=claim,
        is_opposed=are_opposed(claim.code, stances),
    )


def _disagreement(row: ClaimRow) -> Disagreement:
    taking = {
        stance: tuple(column for column, rows in row.pairs if any(each.stance == stance for each in rows))
        for stance in SIDES
    }
    sides = tuple(Side(stance, columns) for stance, columns in taking.items() if columns)
    return Disagreement(row.claim, sides)


# --- parts ----------------------------------------------------------------------------------------


def _parts(columns: Columns) -> tuple[Row[PartCell], ...]:
    written = [{part.key: part for part in column.case.parts.all()} for column in columns]
    return tuple(_part_row(key, columns, [parts.get(key) for parts in written]) for key in PARTS)


def _part_row(key: str, columns: Columns, parts: Sequence[CasePart | None]) -> Row[PartCell]:
    """Parts are alike with the same text, or the same kind of absence."""
    values = [(part.plain, part.absence) if part else None for part in parts]
    return Row(key, PART_LABELS[key], columns, tuple(_part_cell(part) for part in parts), differ(values))


def _part_cell(part: CasePart | None) -> PartCell:
    if part is None:
        return PartCell()
    if part.absence:
        return PartCell(absence=part.absence, note=part.note)
    text = first_words(part.plain, WORDS_SHOWN)
    return PartCell(text=text, words=part.words, is_cut=text.endswith("…"), absence="")


# --- facts ----------------------------------------------------------------------------------------


def _facts(columns: Columns) -> tuple[Row[FactCell], ...]:
    found = {key: tuple(read(column.case) for column in columns) for key, read in FACTS.items()}
    return tuple(Row(key, "", columns, cells, differ(cells)) for key, cells in found.items())


# --- sources --------------------------------------------------------------------------------------


def _sources(columns: Columns) -> tuple[Row[int], ...]:
    speakers = [[source.speaker for source in column.case.sources.all()] for column in columns]
    counts = {
        "sources": tuple(len(rows) for rows in speakers),
        "independent_sources": tuple(
            sum(speaker not in NOT_INDEPENDENT for speaker in rows) for rows in speakers
        ),
    }
    return tuple(Row(key, "", columns, cells, differ(cells)) for key, cells in counts.items())


def _differing(rows: Sequence[AnyRow]) -> tuple[AnyRow, ...]:
    return tuple(row for row in rows if row.differs)
