"""The marks of countries on the map: how large each is, and where it stands so that none hides another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, cos, pi, sin, sqrt

from cases.domain.globe import HEIGHT, WIDTH, Point

SMALLEST, LARGEST = 11, 36
"""The radius of the mark for one case, and of the largest, in units of the map."""
DIGIT, ROOM = 4.6, 3.5
"""What one digit of the number, and the number as a whole, add to the smallest radius."""
APART = 1
STEP, STEPS, WAYS = 5, 12, 12
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
    """The first place that no mark takes; None when there is none within reach."""
    reach = STEP * STEPS + radius + APART
    taken = [
        (mark.x, mark.y, (mark.radius + radius + APART) ** 2)
        for mark in placed
        if abs(mark.x - home[0]) < mark.radius + reach and abs(mark.y - home[1]) < mark.radius + reach
    ]
    for x, y in _around(home, radius):
        for its_x, its_y, squared in taken:
            if (its_x - x) ** 2 + (its_y - y) ** 2 < squared:
                break
        else:
            return x, y
    return None


def _around(home: Point, radius: int) -> Iterator[Point]:
    """The home and places around it, as far as the mark stays in the picture, the near ones first."""
    for across, down in OFFSETS:
        x, y = home[0] + across, home[1] + down
        if radius <= x <= WIDTH - radius and radius <= y <= HEIGHT - radius:
            yield x, y
