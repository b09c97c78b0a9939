"""When cases began, by decade and year, placed for drawing: one row a decade, time runs down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from cases.domain.bars import length
from cases.domain.vocabulary import MODELS

YEARS = 10

ROW, PAUSE = 54, 26
"""How high a row is, with cases and without."""
BASE, THICK = 33, 26
"""The line on which bars and columns of a row stand, and how thick a bar is."""
BAR, LONGEST = 64, 220
"""Where the bar of a decade begins, and how long the longest is."""
NUMBER_ROOM = 76
YEARS_FROM, YEAR_STEP, YEAR_WIDTH, TALLEST = BAR + LONGEST + NUMBER_ROOM, 33, 20, 22
"""Where the ten years of a decade begin, how far they stand apart, how wide and tall their columns are."""
WIDTH = YEARS_FROM + YEARS * YEAR_STEP


@dataclass(frozen=True, slots=True)
class YearCounted:
    """How many cases began in a year, by the model of their first phase."""

    year: int
    by_model: tuple[int, ...]

    @property
    def cases(self) -> int:
        """All that began in it."""
        return sum(self.by_model)


@dataclass(frozen=True, slots=True)
class Decade:
    """The years of a decade in which a case began; `first` is its first year, such as 1990."""

    first: int
    years: tuple[YearCounted, ...]

    @property
    def by_model(self) -> tuple[int, ...]:
        """How many cases began in it by the model of their first phase."""
        return tuple(sum(numbers) for numbers in zip(*(year.by_model for year in self.years), strict=True))

    @property
    def cases(self) -> int:
        """All that began in it."""
        return sum(year.cases for year in self.years)


@dataclass(frozen=True, slots=True)
class Pause:
    """Decades one after the other in which no case began; `first` and `last` are their first years."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the bar of a decade: the cases whose first phase is in one model."""

    model: int
    cases: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Column:
    """A year of a decade, also one in which no case began; `x` and `y` are its upper corner in the row."""

    year: int
    cases: int
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        """Where its number is written."""
        return self.x + YEAR_WIDTH // 2

    @property
    def short(self) -> str:
        """The year in two digits, below its column."""
        return f"{self.year % 100:02}"


@dataclass(frozen=True, slots=True)
class Row:
    """A decade or a pause as it is drawn; `y` is where it begins. A pause has no bar and no columns."""

    y: int
    span: Decade | Pause
    bar: tuple[Stretch, ...] = ()
    columns: tuple[Column, ...] = ()

    @property
    def cases(self) -> int:
        """The number of the bar."""
        return sum(stretch.cases for stretch in self.bar)

    @property
    def end(self) -> int:
        """Where the bar ends and its number stands."""
        return self.bar[-1].x + self.bar[-1].width if self.bar else BAR


@dataclass(frozen=True, slots=True)
class Drawing:
    """The rows below each other, and how high they are together."""

    rows: tuple[Row, ...]
    height: int


def decades_of(years: Iterable[YearCounted]) -> tuple[Decade | Pause, ...]:
    """Return the decades from the earliest to the latest; those without a case are joined into pauses."""
    found: list[Decade | Pause] = []
    ordered = sorted(years, key=lambda counted: counted.year)
    for first, of_decade in groupby(ordered, key=lambda counted: counted.year // YEARS * YEARS):
        if found and isinstance(found[-1], Decade) and found[-1].first + YEARS < first:
            found.append(Pause(found[-1].first + YEARS, first - YEARS))
        found.append(Decade(first, tuple(of_decade)))
    return tuple(found)


def draw_timeline(spans: Sequence[Decade | Pause]) -> Drawing:
    """Place the decades; all bars are on one scale, and all columns on another."""
    decades = [span for span in spans if isinstance(span, Decade)]
    most = max((decade.cases for decade in decades), default=0)
    most_a_year = max((year.cases for decade in decades for year in decade.years), default=0)
    rows = []
    y = 0
    for span in spans:
        if isinstance(span, Pause):
            rows.append(Row(y, span))
            y += PAUSE
        else:
            rows.append(Row(y, span, _bar(span, most), _columns(span, most_a_year)))
            y += ROW
    return Drawing(tuple(rows), y)


def _bar(decade: Decade, most: int) -> tuple[Stretch, ...]:
    stretches = []
    x = BAR
    for model, cases in zip(MODELS, decade.by_model, strict=True):
        if cases:
            width = length(cases, most, LONGEST)
            stretches.append(Stretch(model, cases, x, width))
            x += width
    return tuple(stretches)


def _columns(decade: Decade, most: int) -> tuple[Column, ...]:
    counts: Mapping[int, int] = {year.year: year.cases for year in decade.years}
    return tuple(
        _column(decade.first + place, counts.get(decade.first + place, 0), most, place)
        for place in range(YEARS)
    )


def _column(year: int, cases: int, most: int, place: int) -> Column:
    height = length(cases, most, TALLEST)
    return Column(year, cases, YEARS_FROM + place * YEAR_STEP, BASE - height, height)
