"""Lengths on ribbons: the phases of one case on a ribbon of fixed length, and those of many on one scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

RIBBON = 24
"""How many steps a ribbon has."""


def ribbon_widths(years: Sequence[int], *, steps: int = RIBBON) -> tuple[int, ...]:
    """Return a width in steps for each span of years: in proportion, each at least 1.

    The widths sum to `steps`, unless there are more spans than steps; then each is 1.
    """
    if len(years) >= steps:
        return (1,) * len(years)
    spans = [max(span, 1) for span in years]
    free, total = steps - len(spans), sum(spans)
    whole = [free * span // total for span in spans]
    rests = sorted(range(len(spans)), key=lambda index: (-(free * spans[index] % total), index))
    lucky = set(rests[: free - sum(whole)])
    return tuple(1 + width + (index in lucky) for index, width in enumerate(whole))


# --- many ribbons on one scale of years -----------------------------------------------------------

NARROW_BEFORE = 1990
NARROW_SHARE = 18.0
"""Years before NARROW_BEFORE take up at most this percentage of the scale together."""

LEAST_WIDTH = 0.6
"""No piece is narrower, in percent: a phase of less than a year is still seen."""

LEAST_BETWEEN_TICKS = 9.0


@dataclass(frozen=True, slots=True)
class YearScale:
    """Years from `first` to `last` on a line of 100 percent. Early ones may be narrower, never wider."""

    first: int
    last: int

    @property
    def _early(self) -> int:
        """How many years of the scale lie before NARROW_BEFORE."""
        return max(0, min(NARROW_BEFORE, self.last) - self.first)

    @property
    def is_uneven(self) -> bool:
        """Whether years before NARROW_BEFORE are drawn narrower."""
        all_years = self.last - self.first
        return self.last > NARROW_BEFORE and 100 * self._early > NARROW_SHARE * all_years

    @property
    def early_share(self) -> float:
        """The percentage of the line that lies before NARROW_BEFORE."""
        return NARROW_SHARE if self.is_uneven else 100 * self._early / (self.last - self.first)

    def at(self, year: int) -> float:
        """Where a year begins on the line, in percent; years outside of the scale are at its ends."""
        inside = min(max(year, self.first), self.last)
        share = self.early_share
        if inside - self.first < self._early:
            return share * (inside - self.first) / self._early
        late = max(self.first, NARROW_BEFORE)
        return share + (100 - share) * (inside - late) / (self.last - late)

    @property
    def ticks(self) -> tuple[int, ...]:
        """The decades to name, with the first one and NARROW_BEFORE; they leave room for each other."""
        decades = range(-(-self.first // 10) * 10, self.last + 1, 10)
        wanted = sorted(decades, key=lambda year: (year != NARROW_BEFORE, year != self.first, -year))
        ticks: list[int] = []
        for year in wanted:
            if all(abs(self.at(year) - self.at(other)) >= LEAST_BETWEEN_TICKS for other in ticks):
                ticks.append(year)
        return tuple(sorted(ticks))


def scale_of(years: Iterable[int], now: int) -> YearScale:
    """The scale from the decade of the first of these years to the last of them, or to now."""
    known = [*years, now]
    first = min(known) // 10 * 10
    return YearScale(first, max(*known, first + 1))


@dataclass(frozen=True, slots=True)
class Piece:
    """A phase on the scale: where it begins and how long it is, in percent."""

    x: float
    width: float


def pieces_of(spans: Sequence[tuple[int, int | None]], scale: YearScale) -> tuple[Piece, ...]:
    """The pieces of the phases of one case, given their first and last years; None is now.

    They lie in their order, none over another and each at least LEAST_WIDTH wide, also where years do not
    leave that much room.
    """
    edges: list[tuple[float, float]] = []
    reached = 0.0
    for start, end in spans:
        x = max(scale.at(start), reached)
        reached = max(scale.at(scale.last if end is None else end), x + LEAST_WIDTH)
        edges.append((x, reached))
    pieces: list[Piece] = []
    limit = 100.0
    for x, stop in reversed(edges):
        right = min(stop, limit)
        limit = min(x, right - LEAST_WIDTH)
        pieces.append(Piece(limit, right - limit))
    return tuple(reversed(pieces))


class Room(StrEnum):
    """The least wide scale on which words fit on a piece."""

    NARROW = "narrow"  # also on a telephone
    MIDDLE = "middle"
    WIDE = "wide"
    NONE = "none"  # on none


SCALE_PIXELS = {Room.NARROW: 300, Room.MIDDLE: 460, Room.WIDE: 730}
"""How many pixels long each scale is at least."""


def room_on(piece: Piece, pixels: float) -> Room:
    """On which scale words of so many pixels fit on a piece."""
    fitting = (room for room, length in SCALE_PIXELS.items() if piece.width * length >= 100 * pixels)
    return next(fitting, Room.NONE)
