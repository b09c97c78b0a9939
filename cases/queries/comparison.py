"""Two to four cases beside each other, row by row: what the page, its CSV and its JSON share."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.domain.comparison import (
    WORDS_SHOWN,
    Ground,
    Stances,
    Stretch,
    are_opposed,
    differ,
    ground_of,
    stretches,
)
from cases.domain.facts import NOT_INDEPENDENT
from cases.domain.names import names_apart
from cases.domain.rendering import first_words
from cases.domain.vocabulary import LANGUAGE_LABELS, PART_LABELS, PARTS, SECTOR_LABELS, Absence, Stance
from cases.models import Case, CasePart, CasePhase, CasePlace, CaseSource, Placement
from cases.queries.countries import country_name
from cases.queries.facts import facts_now
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
class PhaseShown:
    """A phase on the ribbon, None for years in which the case stands in none; `width` is in 24ths."""

    phase: CasePhase | None
    width: int


@dataclass(frozen=True, slots=True)
class Column:
    """A case with its name among the others, its phases, and their ribbon on the years of all columns."""

    case: Case
    name: str
    phases: tuple[CasePhase, ...]
    ribbon: tuple[PhaseShown, ...]

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
class FactCell:
    """A fact about one case in words: the values of a list, or why there is none."""

    words: tuple[str, ...] = ()
    absence: str = ""


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

    @property
    def first_year(self) -> int:
        """The year with which the ribbons begin."""
        return min(column.first_year for column in self.columns)

    @property
    def last_year(self) -> int | None:
        """The year with which the ribbons end; None is now."""
        years = [column.last_year for column in self.columns]
        return None if None in years else max(year for year in years if year)

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
    columns = _columns(_cases(slugs))
    claims = _claims(columns)
    stances = [_stances(column.case) for column in columns]
    ground = ground_of(claims, stances)
    moves, parts, facts, sources = (_moves(columns),), _parts(columns), _facts(columns), _sources(columns)
    shared = tuple(_claim_row(claims[code], columns, stances) for code in ground.shared)
    others = tuple(_claim_row(claims[code], columns, stances) for code in ground.others)
    differing = [row.differs for rows in (moves, shared, others, parts, facts, sources) for row in rows]
    return Comparison(
        columns=columns,
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


def _columns(cases: Sequence[Case]) -> tuple[Column, ...]:
    this_year = timezone.localdate().year
    years = [_years(case, this_year) for case in cases]
    first = min(start for phases in years for start, _end in phases)
    last = max(end for phases in years for _start, end in phases)
    names = names_apart([case.title for case in cases])
    return tuple(
        Column(case, name, tuple(case.phases.all()), _ribbon(case, stretches(phases, first, last)))
        for case, name, phases in zip(cases, names, years, strict=True)
    )


def _years(case: Case, this_year: int) -> list[tuple[int, int]]:
    return [(row.start, this_year if row.end is None else row.end) for row in case.phases.all()]


def _ribbon(case: Case, pieces: Iterable[Stretch]) -> tuple[PhaseShown, ...]:
    phases = tuple(case.phases.all())
    return tuple(
        PhaseShown(None if piece.phase is None else phases[piece.phase], piece.width) for piece in pieces
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


def _countries(case: Case) -> FactCell:
    codes = {place.country for place in case.places.all() if place.country}
    return _list(country_name(code) for code in codes)


def _sector(case: Case) -> FactCell:
    return _list([_(SECTOR_LABELS[case.sector])] if case.sector else [])


def _tags(case: Case) -> FactCell:
    return _list(tag.name for tag in case.tags.all())


def _began(case: Case) -> FactCell:
    return _year(case.began, case.began_absence)


def _ended(case: Case) -> FactCell:
    return FactCell((_("Goes on"),)) if case.is_going_on else _year(case.ended, case.ended_absence)


def _language(case: Case) -> FactCell:
    return FactCell((LANGUAGE_LABELS[case.language],))


def _stake(case: Case) -> FactCell:
    return FactCell((case.stake or _("None stated"),))


def _list(words: Iterable[str]) -> FactCell:
    """Words in one order, so that lists with the same words are alike."""
    found = tuple(sorted(words, key=str.casefold))
    return FactCell(found) if found else FactCell(absence=Absence.MISSING.value)


def _year(year: int | None, absence: str) -> FactCell:
    return FactCell(absence=absence) if year is None else FactCell((str(year),))


FACTS: dict[str, Callable[[Case], FactCell]] = {
    "countries": _countries,
    "sector": _sector,
    "tags": _tags,
    "began": _began,
    "ended": _ended,
    "language": _language,
    "stake": _stake,
}


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
