"""Everything that is missing: what the list of gaps, its CSV and its JSON share.

All gaps but the missing parts are few, whatever the number of cases: they are read whole. Missing parts
are found in sets of cases, a page of them at a time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Max, Min
from django.utils import timezone

from cases.domain.countries import CODES_OF, Continent
from cases.domain.facts import Kind, cell_key
from cases.domain.gap_order import GapList, GapSort, Weight, in_gap_order
from cases.domain.gaps import Gap, GapKind, GapState, decades_to, state_of_claim
from cases.domain.grid import CELLS
from cases.domain.vocabulary import PARTS
from cases.models import Case, GapTurn
from cases.queries.countries import country_name
from cases.queries.facts import Facts, facts_now
from cases.queries.gap_signs import Signs, signs_of
from cases.queries.gap_words import words_of
from cases.queries.overview import ClaimStanding, Overview, overview_of
from cases.queries.patches import counted_placements
from cases.queries.taxonomy import Taxonomy, load_all
from models_taxonomy.models import ClaimVersion

PAGE_SIZE = 20
PARTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap of the list. `case` is the address of the case whose part is missing, else ""."""

    gap: Gap
    kind: GapList
    title: str
    says: str
    signs: Signs
    open_since: datetime
    natural: int = 0
    supports: int = 0
    model: int | None = None

    @property
    def state(self) -> GapState:
        """Whether nothing is there, or too little."""
        return GapState.THIN if self.kind is GapList.THIN else GapState.OPEN

    @property
    def weight(self) -> Weight:
        """What decides about its place."""
        return Weight(
            kind=self.kind,
            natural=self.natural,
            supports=self.supports,
            has_call=bool(self.signs.calls),
            is_wanted=bool(self.signs.wanted),
            is_searched=self.signs.is_searched,
            looking=len(self.signs.looking),
            open_since=self.open_since,
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """Everything that is missing: the few gaps as rows, and the sets in which parts are found."""

    facts: Facts
    taxonomy: Taxonomy
    few: tuple[GapRow, ...]

    @property
    def counts(self) -> Mapping[GapList, int]:
        """How many gaps of each kind there are."""
        parts = sum(len(self.facts.having(Kind.MISSING, part)) for part in PARTS)
        few = {kind: sum(row.kind is kind for row in self.few) for kind in GapList}
        return few | {GapList.PART: parts}

    def of(self, kind: GapList | None, sort: GapSort) -> list[GapRow]:
        """The few gaps of a kind, or all of them, in this order."""
        return in_gap_order(
            [row for row in self.few if kind in {None, row.kind}], lambda row: row.weight, sort
        )

    def some_parts(self, start: int, number: int, *, backwards: bool = False) -> list[tuple[str, int]]:
        """So many missing parts of this order from a place on, at the same cost wherever they stand."""
        total = self.counts[GapList.PART]
        if backwards:
            first = max(0, total - start - number)
            return self.some_parts(first, total - start - first)[::-1]
        found: list[tuple[str, int]] = []
        for part in PARTS:
            missing = self.facts.having(Kind.MISSING, part)
            found += [(part, case) for case in missing[start : start + number - len(found)]]
            start = max(0, start - len(missing))
            if len(found) == number:
                break
        return found


def load_missing() -> Missing:
    """Read what is missing: twelve queries at any size."""
    facts, taxonomy = facts_now(), load_all()
    overview = overview_of(taxonomy, counted_placements(facts, {}).tally)
    found = [*_claims(overview), *_others(facts)]
    signs = signs_of([gap.address for gap, _kind, _standing in found])
    since = _open_since([gap.address for gap, _kind, _standing in found])
    rows = (
        _row(place, gap, kind, standing, taxonomy, signs, since)
        for place, (gap, kind, standing) in enumerate(found)
    )
    return Missing(facts, taxonomy, tuple(rows))


Found = tuple[Gap, GapList, ClaimStanding | None]


def _claims(overview: Overview) -> Iterator[Found]:
    lists = {GapState.OPEN: GapList.CLAIM, GapState.THIN: GapList.THIN}
    for standing in overview.claims:
        state = state_of_claim(standing.tally)
        if state in lists:
            yield Gap(GapKind.CLAIM, standing.claim.code), lists[state], standing


def _others(facts: Facts) -> Iterator[Found]:
    for cell in CELLS:
        if not facts.having(Kind.CELL, cell_key(*cell)):
            yield Gap(GapKind.CELL, cell_key(*cell)), GapList.CELL, None
    here = set(facts.values(Kind.COUNTRY))
    for continent in Continent:
        if here.isdisjoint(CODES_OF[continent].split()):
            yield Gap(GapKind.CONTINENT, continent.value), GapList.PLACE, None
    for continent in Continent:
        for code in sorted(set(CODES_OF[continent].split()) - here, key=country_name):
            yield Gap(GapKind.COUNTRY, code), GapList.PLACE, None
    began = facts.values(Kind.DECADE)
    if began:
        for decade in decades_to(int(began[0]), timezone.localdate().year):
            if str(decade) not in began:
                yield Gap(GapKind.DECADE, str(decade)), GapList.DECADE, None


def _row(
    place: int,
    gap: Gap,
    kind: GapList,
    standing: ClaimStanding | None,
    taxonomy: Taxonomy,
    signs: Mapping[str, Signs],
    since: Mapping[str, datetime],
) -> GapRow:
    words = words_of(gap, taxonomy, {})
    return GapRow(
        gap=gap,
        kind=kind,
        title=words.title,
        says=words.says,
        signs=signs[gap.address],
        open_since=since[gap.address],
        natural=standing.claim.order if standing else place,
        supports=standing.tally.supports if standing else 0,
        model=standing.claim.model_id if standing else gap.cell[1] if gap.kind is GapKind.CELL else None,
    )


# --- since when -----------------------------------------------------------------------------------


def _open_since(addresses: Sequence[str]) -> Mapping[str, datetime]:
    """Since when each of these gaps is as it is: its last turn, else since the texts were laid out."""
    turned = last_turns(addresses)
    began = laid_out_at()
    return {gap: turned.get(gap, began) for gap in addresses}


def last_turns(addresses: Sequence[str]) -> dict[str, datetime]:
    """When each of these gaps turned last, for those that did; one query."""
    rows = GapTurn.objects.filter(gap__in=addresses).order_by()
    return dict(rows.values_list("gap").annotate(Max("at")))


def laid_out_at() -> datetime:
    """When the claims were first here; one query."""
    began: datetime | None = ClaimVersion.objects.aggregate(first=Min("at"))["first"]
    return began or timezone.now()


# --- missing parts --------------------------------------------------------------------------------


def rows_of_parts(missing: Missing, parts: Sequence[tuple[str, int]]) -> list[GapRow]:
    """These missing parts as rows of the list; six queries."""
    cases = Case.objects.in_bulk([case for _part, case in parts])
    gaps = [(Gap.of_part(part, cases[case].slug), cases[case]) for part, case in parts if case in cases]
    addresses = [gap.address for gap, _case in gaps]
    signs, turned = signs_of(addresses), last_turns(addresses)
    titles = {case.slug: case.title for _gap, case in gaps}
    rows = []
    for gap, case in gaps:
        words = words_of(gap, missing.taxonomy, titles)
        rows.append(
            GapRow(
                gap=gap,
                kind=GapList.PART,
                title=words.title,
                says=words.says,
                signs=signs[gap.address],
                open_since=turned.get(gap.address, case.first_published_at),
            )
        )
    return rows


def every_row(missing: Missing, kind: GapList | None) -> Iterable[GapRow]:
    """All gaps of a kind, or of all kinds, in the order of the list; parts are read piece by piece."""
    few = missing.of(kind, GapSort.GAP)
    return few if kind not in {None, GapList.PART} else chain(few, _all_parts(missing))


def _all_parts(missing: Missing) -> Iterator[GapRow]:
    total = missing.counts[GapList.PART]
    for start in range(0, total, PARTS_AT_ONCE):
        yield from rows_of_parts(missing, missing.some_parts(start, PARTS_AT_ONCE))
