"""The globe laid flat, so that equal areas on it are equal areas on the map: the Equal Earth projection.

Places on the map are counted from its upper left corner, in whole units, `WIDTH` of them round the equator.
"""

from collections.abc import Iterable, Sequence
from math import asin, ceil, cos, radians, sin, sqrt

Point = tuple[int, int]
"""A place on the map: how far from its left edge, how far from its upper edge."""

Ring = Sequence[Sequence[float]]
"""A closed line as GeoJSON writes it: pairs of longitude and latitude, the last one the same as the first."""

WIDTH = 1000
NORTH, SOUTH = 84.0, -57.0
"""What is drawn. Beyond lie sea, ice and Antarctica, where nobody produces anything."""

# The projection of Šavrič, Patterson and Jenny (2018), as they publish it.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
SLANT = sqrt(3) / 2


def _equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    """How far east and north of the middle, in radii of the globe."""
    leaning = asin(SLANT * sin(radians(latitude)))
    two, six = leaning**2, leaning**6
    spread = SLANT * (A1 + 3 * A2 * two + six * (7 * A3 + 9 * A4 * two))
    east = radians(longitude) * cos(leaning) / spread
    north = leaning * (A1 + A2 * two + six * (A3 + A4 * two))
    return east, north


SCALE = WIDTH / (2 * _equal_earth(0, 180)[0])
UPPER_EDGE = _equal_earth(NORTH, 0)[1]
HEIGHT = ceil((UPPER_EDGE - _equal_earth(SOUTH, 0)[1]) * SCALE)


def is_on_map(latitude: float) -> bool:
    """Whether the map reaches so far north or south."""
    return SOUTH <= latitude <= NORTH


def on_map(latitude: float, longitude: float) -> Point:
    """Where a place of the globe, in degrees, lies on the map."""
    east, north = _equal_earth(latitude, longitude)
    return round(WIDTH / 2 + east * SCALE), round((UPPER_EDGE - north) * SCALE)


# --- outlines -------------------------------------------------------------------------------------


def course_of(rings: Iterable[Ring]) -> str:
    """The outline of a country in the words of the attribute `d` of SVG; "" when all of it is too small.

    Neighbours share the points of their border, and every point goes to the nearest whole unit by itself,
    so that simplified neighbours still fit together.
    """
    snapped = (_snapped(ring) for ring in rings)
    return "".join(_course(points) for points in snapped if len(points) > 2)


def _snapped(ring: Ring) -> list[Point]:
    """The corners of a ring in whole units, without those that say nothing."""
    points: list[Point] = []
    for longitude, latitude in ring:
        point = on_map(latitude, longitude)
        if point not in points[-1:]:
            points.append(point)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    followers = [*points[1:], *points[:1]]
    return [
        here
        for before, here, after in zip([*points[-1:], *points[:-1]], points, followers, strict=True)
        if not _is_between(before, here, after)
    ]


def _is_between(before: Point, here: Point, after: Point) -> bool:
    """Whether the way over `here` is no detour or a way there and back."""
    return (here[0] - before[0]) * (after[1] - here[1]) == (here[1] - before[1]) * (after[0] - here[0])


def _course(points: Sequence[Point]) -> str:
    (x, y), *others = points
    steps = []
    here = x, y
    for point in others:
        steps.append(f"{point[0] - here[0]} {point[1] - here[1]}")
        here = point
    return f"M{x} {y}l{' '.join(steps).replace(' -', '-')}z"
