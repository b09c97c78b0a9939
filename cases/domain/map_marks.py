"""The marks of countries on the map: how large each is, and where it stands so that none hides another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, cos, pi, sin, sqrt

from cases.domain.globe import HEIGHT, WIDTH, Point

SMALLEST, LARGEST = 10, 34
"""The radius of the mark for one case, and of the largest, in units of the map."""
DIGIT, ROOM = 4.2, 3
"""What one digit of the number, and the number as a whole, add to the smallest radius."""
APART = 1
STEP, STEPS, WAYS = 6, 9, 12
"""A mark without room at home is tried in so many directions, step by step, up to so many steps away."""
OFFSETS = (
    (0, 0),
    *(
        (round(STEP * step * cos(2 * pi * way / WAYS)), round(STEP * step * sin(2 * pi * way / WAYS)))
        for step in range(1, STEPS + 1)
        for way in range(WAYS)
    ),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A country with cases, and where its middle lies on the map."""

    code: str
    cases: int
    home: Point


@dataclass(frozen=True, slots=True)
class Mark:
    """A disc with the number of cases. When it had to give way, a line leads to its home."""

    code: str
    cases: int
    x: int
    y: int
    radius: int
    home: Point

    @property
    def is_moved(self) -> bool:
        """Whether it stands beside its country."""
        return (self.x, self.y) != self.home


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks, the largest first, and the countries for whose mark there is no room near them."""

    placed: tuple[Mark, ...]
    left_out: tuple[Counted, ...]


def radius_of(cases: int, most: int) -> int:
    """The radius of a mark where the largest stands for `most` cases.

    Areas are to each other as the numbers are, except that no mark is too small for its number.
    """
    for_one = min(SMALLEST, LARGEST / sqrt(most))
    return ceil(max(for_one * sqrt(cases), DIGIT * len(str(cases)) + ROOM, SMALLEST))


@lru_cache(maxsize=256)
def place_marks(countries: tuple[Counted, ...]) -> Marks:
    """Return each mark as near to its home as the larger ones leave room; no two overlap."""
    most = max((country.cases for country in countries), default=1)
    placed: list[Mark] = []
    left_out = []
    for country in sorted(countries, key=lambda country: (-country.cases, country.code)):
        radius = radius_of(country.cases, most)
        place = _free_place(country.home, radius, placed)
        if place is None:
            left_out.append(country)
        else:
            placed.append(Mark(country.code, country.cases, *place, radius, country.home))
    return Marks(tuple(placed), tuple(left_out))


def _free_place(home: Point, radius: int, placed: Sequence[Mark]) -> Point | None:
    """The first place in reach where mark and line to its home hide nothing; None when there is none."""
    reach = STEP * STEPS + radius + APART
    near = [
        mark
        for mark in placed
        if abs(mark.x - home[0]) < mark.radius + reach and abs(mark.y - home[1]) < mark.radius + reach
    ]
    discs = [(mark.x, mark.y, (mark.radius + radius + APART) ** 2) for mark in near]
    lines = [mark for mark in near if mark.is_moved]
    others = [mark for mark in near if _squared((mark.x, mark.y), home) >= mark.radius**2]
    for place in _around(home, radius):
        if (
            _is_free(place, discs)
            and (
                place == home or not any(_hides(mark.x, mark.y, mark.radius, home, place) for mark in others)
            )
            and not any(_hides(*place, radius, mark.home, (mark.x, mark.y)) for mark in lines)
        ):
            return place
    return None


def _is_free(place: Point, discs: Sequence[tuple[int, int, int]]) -> bool:
    """Whether no disc is nearer than it may be; each is its middle and the square of that distance."""
    x, y = place
    # A plain loop: it is asked some ten thousand times for a full map.
    for its_x, its_y, squared in discs:  # noqa: SIM110
        if (its_x - x) ** 2 + (its_y - y) ** 2 < squared:
            return False
    return True


def _hides(x: int, y: int, radius: int, start: Point, end: Point) -> bool:
    """Whether a disc covers a piece of the line from `start` to `end`, which are not the same."""
    across, down = end[0] - start[0], end[1] - start[1]
    share = ((x - start[0]) * across + (y - start[1]) * down) / (across**2 + down**2)
    share = min(1, max(0, share))
    nearest = start[0] + share * across - x, start[1] + share * down - y
    return nearest[0] ** 2 + nearest[1] ** 2 < radius**2


def _squared(one: Point, other: Point) -> int:
    """The square of the distance between two points."""
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _around(home: Point, radius: int) -> Iterator[Point]:
    """The home and places around it, as far as the mark stays in the picture, the near ones first."""
    for across, down in OFFSETS:
        x, y = home[0] + across, home[1] + down
        if radius <= x <= WIDTH - radius and radius <= y <= HEIGHT - radius:
            yield x, y
