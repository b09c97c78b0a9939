"""Gaps: what is missing, its address, and how published cases close it and open it again.

A gap is a claim with too few cases, a cell, country, continent or decade without any, or a part that
nobody wrote. Cases leave *marks* on gaps; the marks of all cases together decide the state of each.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.domain.content import CaseContent
from cases.domain.countries import CONTINENT_OF, Continent
from cases.domain.states import ClaimState, Tally, state_of
from cases.domain.vocabulary import EARLIEST_YEAR, LATEST_YEAR, PARTS, Stance


class GapKind(StrEnum):
    """The kinds of gaps, with the shape of their values."""

    CLAIM = "claim"  # 3f
    CELL = "cell"  # 3-2: stage 3 in model 2
    CONTINENT = "continent"  # africa
    COUNTRY = "country"  # PE
    DECADE = "decade"  # 1990
    PART = "part"  # skills-guifi-net: the part called skills of the case guifi-net


class GapState(StrEnum):
    """Where a gap stands: nothing is there, less than enough is there, or it is closed."""

    OPEN = "open"
    THIN = "thin"
    CLOSED = "closed"


ADDRESS_LIMIT = 160
SHAPES = {
    GapKind.CLAIM: re.compile(r"[0-9a-z]{1,10}"),
    GapKind.CELL: re.compile(r"[1-7]-[1-3]"),
    GapKind.CONTINENT: re.compile("|".join(Continent)),
    GapKind.COUNTRY: re.compile("|".join(CONTINENT_OF)),
    GapKind.DECADE: re.compile(r"[12][0-9]{2}0"),
    GapKind.PART: re.compile(rf"({'|'.join(PARTS)})-[^/\s]+"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap. `address` names it for ever: in the address of its page, in tables, files and feeds."""

    kind: GapKind
    value: str

    @classmethod
    def read(cls, address: str) -> "Gap":
        """Read an address such as `cell-3-2`. Raises ValueError for one that no gap can have."""
        kind, _dash, value = address.partition("-")
        if kind not in SHAPES or len(address) > ADDRESS_LIMIT:
            raise ValueError(address)
        if not SHAPES[GapKind(kind)].fullmatch(value):
            raise ValueError(address)
        if kind == GapKind.DECADE and not EARLIEST_YEAR <= int(value) <= LATEST_YEAR:
            raise ValueError(address)
        return cls(GapKind(kind), value)

    @classmethod
    def of_part(cls, part: str, slug: str) -> "Gap":
        """The gap of one part of a case."""
        return cls(GapKind.PART, f"{part}-{slug}")

    @property
    def address(self) -> str:
        """The name of the gap."""
        return f"{self.kind}-{self.value}"

    @property
    def cell(self) -> tuple[int, int]:
        """Stage and model of a cell."""
        stage, model = self.value.split("-")
        return int(stage), int(model)

    @property
    def part(self) -> str:
        """The key of a missing part. No key begins another one, so this is never in doubt."""
        return next(part for part in PARTS if self.value.startswith(f"{part}-"))

    @property
    def slug(self) -> str:
        """The address of the case of a missing part."""
        return self.value.removeprefix(f"{self.part}-")


def gaps_of_parts(slug: str) -> tuple[str, ...]:
    """The addresses of the gaps that a case can have for its own."""
    return tuple(Gap.of_part(part, slug).address for part in PARTS)


def gap_of_claim(code: str) -> str:
    """The address of the gap of a claim."""
    return Gap(GapKind.CLAIM, code).address


# --- marks ----------------------------------------------------------------------------------------

Mark = tuple[str, str]
"""The address of a gap, and a stance for a claim; "" where a case simply is there."""


def marks_of(content: CaseContent) -> frozenset[Mark]:
    """The marks that a case leaves. To look for something and not find it leaves none."""
    countries = [place.country for place in content.places if place.country in CONTINENT_OF]
    found = {
        *((f"{GapKind.COUNTRY}-{country}", "") for country in countries),
        *((f"{GapKind.CONTINENT}-{CONTINENT_OF[country]}", "") for country in countries),
        *((f"{GapKind.CELL}-{phase.stage}-{phase.model}", "") for phase in content.phases if phase.stage),
        *(
            (f"{GapKind.CLAIM}-{row.claim}", row.stance.value)
            for row in content.illustrations
            if row.stance is not Stance.NOT_FOUND
        ),
    }
    if isinstance(content.began, int):
        found.add((f"{GapKind.DECADE}-{content.began // 10 * 10}", ""))
    return frozenset(found)


def state_under(address: str, others: Mapping[Mark, int], own: Collection[Mark] = ()) -> GapState:
    """The state of a gap that is no part, given how many cases leave each mark, and the marks of one more."""

    def count(stance: str) -> int:
        return others.get((address, stance), 0) + ((address, stance) in own)

    if not address.startswith(GapKind.CLAIM):
        return GapState.CLOSED if count("") else GapState.OPEN
    return state_of_claim(
        Tally(
            supports=count(Stance.SUPPORTS.value),
            partly=count(Stance.PARTLY.value),
            contradicts=count(Stance.CONTRADICTS.value),
        )
    )


def state_of_claim(tally: Tally) -> GapState:
    """The state of the gap of a claim with this tally."""
    known = {ClaimState.GAP: GapState.OPEN, ClaimState.THIN: GapState.THIN}
    return known.get(state_of(tally), GapState.CLOSED)


# --- turns ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """A gap turned to another state."""

    gap: str
    state: GapState


@dataclass(frozen=True, slots=True)
class Tallies:
    """How many cases stand on each claim, by stance, and in each cell of a stage and a model."""

    claims: Mapping[str, Mapping[str, int]]
    cells: Mapping[tuple[int | None, int], int]


@dataclass(frozen=True, slots=True)
class Publication:
    """The content of a case that became public, in the place of another or of none."""

    case: int
    slug: str
    at: datetime
    before: CaseContent | None
    after: CaseContent

    @property
    def marks_before(self) -> frozenset[Mark]:
        """The marks that the case left until now."""
        return marks_of(self.before) if self.before else frozenset()

    @property
    def marks_after(self) -> frozenset[Mark]:
        """The marks that the case leaves from now on."""
        return marks_of(self.after)

    @property
    def touched(self) -> tuple[Gap, ...]:
        """The gaps on which its marks change; parts are not among them."""
        addresses = {gap for gap, _stance in self.marks_before ^ self.marks_after}
        return tuple(Gap.read(address) for address in sorted(addresses))


def turns_of(publication: Publication, others: Mapping[Mark, int]) -> tuple[Turn, ...]:
    """The turns that a publication brings, given how many *other* cases leave each mark.

    A part of a new case that nobody wrote is a gap from the beginning, which is no turn.
    """
    before, after = publication.marks_before, publication.marks_after
    turns = [
        Turn(gap.address, state_under(gap.address, others, after))
        for gap in publication.touched
        if state_under(gap.address, others, before) is not state_under(gap.address, others, after)
    ]
    return (*turns, *_turns_of_parts(publication))


def replay(publications: Iterable[Publication]) -> Iterator[tuple[Publication, Turn]]:
    """Every turn since the beginning, given all publications in the order in which they happened."""
    counts: Counter[Mark] = Counter()
    for publication in publications:
        counts.subtract(publication.marks_before)
        yield from ((publication, turn) for turn in turns_of(publication, counts))
        counts.update(publication.marks_after)


def _turns_of_parts(publication: Publication) -> Iterator[Turn]:
    if publication.before is None:
        return
    was, now = publication.before.missing_parts, publication.after.missing_parts
    for part in PARTS:
        if (part in was) != (part in now):
            state = GapState.OPEN if part in now else GapState.CLOSED
            yield Turn(Gap.of_part(part, publication.slug).address, state)


# --- decades --------------------------------------------------------------------------------------


def decades_to(first: int, this_year: int) -> tuple[int, ...]:
    """The decades in which a case could have begun: from the first in which one did, to this one."""
    return tuple(range(first, this_year // 10 * 10 + 1, 10))
