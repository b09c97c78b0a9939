"""When cases began: the numbers of decades and years that page, picture, CSV and JSON share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from cases.domain.facts import Kind
from cases.domain.sample import SampleCaveat, caveat_of
from cases.domain.timeline import Decade, Pause, YearCounted, decades_of
from cases.domain.vocabulary import MODELS, Absence
from cases.models import Case
from cases.queries.facts import Cases, Facts, facts_now
from cases.queries.filters import Filters, Removal, load_filters, removal_of
from models_taxonomy.models import ValueModel

NAMES_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class End:
    """The earliest or the latest year in which a case began, with the first of its cases by title."""

    year: int
    number: int
    cases: tuple[Case, ...]

    @property
    def more(self) -> int:
        """How many of its cases are not named."""
        return self.number - len(self.cases)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that the page shows.

    `found` of `in_all` published cases fit the filters; of them `dated` say in which year they began.
    `absences` counts the others by why there is no year. `fullest` are the decades in which most began.
    """

    chosen: Mapping[str, str]
    in_all: int
    found: int
    spans: tuple[Decade | Pause, ...]
    absences: tuple[tuple[Absence, int], ...]
    models: tuple[ValueModel, ...]
    earliest: End | None
    latest: End | None
    filters: Filters
    caveat: SampleCaveat
    removal: Removal | None
    changed_at: datetime | None

    @property
    def decades(self) -> tuple[Decade, ...]:
        """The decades in which a case began."""
        return tuple(span for span in self.spans if isinstance(span, Decade))

    @property
    def years(self) -> tuple[YearCounted, ...]:
        """The years in which a case began."""
        return tuple(year for decade in self.decades for year in decade.years)

    @property
    def dated(self) -> int:
        """How many of the cases found say in which year they began."""
        return sum(decade.cases for decade in self.decades)

    @property
    def undated(self) -> int:
        """How many do not."""
        return sum(number for _absence, number in self.absences)

    @property
    def fullest(self) -> tuple[Decade, ...]:
        """The decades in which most cases began."""
        most = max((decade.cases for decade in self.decades), default=0)
        return tuple(decade for decade in self.decades if decade.cases == most)


def load_timeline(chosen: Mapping[str, str]) -> Timeline:
    """Read the page; three queries, for models and the cases at both ends, and those of `load_filters`."""
    facts = facts_now()
    found = facts.found(chosen)
    years = _years(facts, found)
    filters = load_filters(facts, chosen)
    return Timeline(
        chosen=chosen,
        in_all=len(facts.everything),
        found=len(found),
        spans=decades_of(years),
        absences=tuple(
            (absence, facts.count(Kind.BEGAN_ABSENCE, absence, within=found)) for absence in Absence
        ),
        models=tuple(ValueModel.objects.all()),
        earliest=_end(facts, found, years[0]) if years else None,
        latest=_end(facts, found, years[-1]) if years else None,
        filters=filters,
        caveat=caveat_of(filters.by_country, len(facts.everything)),
        removal=None if found else removal_of(facts, chosen),
        changed_at=facts.changed_at,
    )


def _years(facts: Facts, found: Cases) -> list[YearCounted]:
    """The years in which a case found began, in their order."""
    years = []
    for year in sorted(map(int, facts.values(Kind.BEGAN))):
        began = facts.having(Kind.BEGAN, year) & found
        if began:
            by_model = tuple(facts.count(Kind.FIRST_MODEL, model, within=began) for model in MODELS)
            years.append(YearCounted(year, by_model))
    return years


def _end(facts: Facts, found: Cases, year: YearCounted) -> End:
    """The first cases of a year, by title among those published first; one query."""
    began = facts.having(Kind.BEGAN, year.year) & found
    cases = Case.objects.filter(pk__in=list(islice(began, NAMES_AT_MOST))).order_by("title", "pk")
    return End(year.year, len(began), tuple(cases))
