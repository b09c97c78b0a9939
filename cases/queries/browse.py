"""Browsing the published cases: words, facets with counts, and pages by key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from cases.domain.projection import search_words
from cases.models import Case
from cases.queries.countries import country_name
from cases.queries.facet_options import Option, options_of
from cases.queries.facets import FACETS, Value

PAGE_SIZE = 20
WORDS = "q"


class Sort(StrEnum):
    """The orders of the list."""

    TITLE = "title"
    NEW = "new"


class Direction(StrEnum):
    """On which side of its cursor a page lies."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two pages: the key of a case, `<number>.<title or moment>` in the address."""

    direction: Direction
    pk: int
    key: str

    @classmethod
    def read(cls, direction: Direction, text: str, sort: Sort) -> "Cursor":
        """Read a cursor from the address. Raises ValueError for anything else."""
        number, dot, key = text.partition(".")
        if not dot or not (number.isascii() and number.isdigit()) or len(number) > 18:
            raise ValueError(text)
        return cls(direction, int(number), _moment(key) if sort is Sort.NEW else key)


@dataclass(frozen=True, slots=True)
class Search:
    """What a reader asks for. `chosen` maps the name of a facet to its values."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.TITLE
    cursor: Cursor | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or any(self.chosen.values()))


@dataclass(frozen=True, slots=True)
class FacetShown:
    """A facet with its options, counted after the *other* filters."""

    name: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> tuple[Option, ...]:
        """The options that are ticked."""
        return tuple(option for option in self.options if option.is_chosen)


@dataclass(frozen=True, slots=True)
class Hit:
    """A case of the list, with the names of its countries and the claims that it is on."""

    case: Case
    countries: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """What taking one filter away would bring; `name` is a facet, or WORDS."""

    name: str
    cases: int


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """Everything that the list shows. `before` and `after` are cursors, empty at the ends.

    `total` counts the cases found, `in_all` all published ones.
    """

    search: Search
    total: int
    in_all: int
    facets: tuple[FacetShown, ...]
    hits: tuple[Hit, ...]
    before: str
    after: str
    removal: Removal | None


def load_browse(search: Search) -> BrowsePage:
    """Read one page of the list; sixteen queries at any size."""
    conditions = _conditions(search)
    found = Case.objects.published().filter(*conditions.values())
    total = found.count()
    rows, before, after = page_by_key(found, search)
    values = {facet.name: facet.values(_without(facet.name, conditions)) for facet in FACETS}
    return BrowsePage(
        search=search,
        total=total,
        in_all=Case.objects.published().count(),
        facets=_facets(values, search),
        hits=tuple(hit_of(row) for row in rows),
        before=before,
        after=after,
        removal=best_removal(conditions) if not total and search.is_narrowed else None,
    )


def _moment(text: str) -> str:
    """Return a moment in UTC; one without a zone, or outside of the calendar, is a ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        return moment.astimezone(UTC).isoformat()
    except OverflowError:
        raise ValueError(text) from None


def _conditions(search: Search) -> dict[str, Q]:
    conditions = {WORDS: words} if (words := _has_words(search.words)) else {}
    for facet in FACETS:
        if values := search.chosen.get(facet.name):
            conditions[facet.name] = facet.condition(values)
    return conditions


def _has_words(text: str) -> Q:
    """Every word must stand in the folded title and summary, perhaps inside a longer one."""
    return Q(*(Q(search_text__contains=word) for word in dict.fromkeys(search_words(text))))


def _without(name: str, conditions: Mapping[str, Q]) -> QuerySet[Case]:
    others = (condition for key, condition in conditions.items() if key != name)
    return Case.objects.published().filter(*others)


def page_by_key(found: QuerySet[Case], search: Search) -> tuple[list[Case], str, str]:
    """One page of the cases found with its cursors before and after, "" at the ends; four queries."""
    cursor, is_new = search.cursor, search.sort is Sort.NEW
    key = "first_published_at" if is_new else "title"
    backwards = cursor is not None and cursor.direction is Direction.BEFORE
    descending = is_new != backwards
    if cursor is not None:
        step = "lt" if descending else "gt"
        later = Q(**{f"{key}__{step}": cursor.key}) | Q(**{key: cursor.key, f"pk__{step}": cursor.pk})
        found = found.filter(later)
    order = [f"-{key}", "-pk"] if descending else [key, "pk"]
    rows = list(
        found.select_related("stage", "model")
        .prefetch_related("places", "placements__claim")
        .order_by(*order)[: PAGE_SIZE + 1]
    )
    is_more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    if not rows:
        return rows, "", ""
    has_before = is_more if backwards else cursor is not None
    has_after = True if backwards else is_more
    first, last = _key_of(rows[0], search.sort), _key_of(rows[-1], search.sort)
    return rows, first if has_before else "", last if has_after else ""


def _key_of(case: Case, sort: Sort) -> str:
    return f"{case.pk}.{case.first_published_at.isoformat() if sort is Sort.NEW else case.title}"


def _facets(values: Mapping[str, Sequence[Value]], search: Search) -> tuple[FacetShown, ...]:
    return tuple(FacetShown(name, options) for name, options in options_of(values, search.chosen).items())


def hit_of(case: Case) -> Hit:
    """A case of `page_by_key` as the lists show it; no query."""
    countries = dict.fromkeys(place.country for place in case.places.all() if place.country)
    on = {row.claim for row in case.placements.all() if row.stance != "not_found"}
    return Hit(
        case,
        tuple(country_name(code) for code in countries),
        tuple(claim.code for claim in sorted(on, key=lambda claim: claim.order)),
    )


def best_removal(conditions: Mapping[str, Q]) -> Removal | None:
    """Return the filter without which most cases are found, counted in one query."""
    totals = Case.objects.published().aggregate(
        **{name: Count("pk", filter=_all_but(name, conditions)) for name in conditions}
    )
    name = max(conditions, key=lambda key: totals[key])
    return Removal(name, totals[name]) if totals[name] else None


def _all_but(name: str, conditions: Mapping[str, Q]) -> Q:
    others: Sequence[Q] = [condition for key, condition in conditions.items() if key != name]
    return Q(*others)
