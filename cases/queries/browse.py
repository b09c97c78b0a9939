"""Browsing the published cases: words, facets with counts, and pages by key."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from pyroaring import FrozenBitMap

from cases.domain.projection import search_words
from cases.models import Case
from cases.queries.countries import country_name
from cases.queries.facet_options import Option, options_of
from cases.queries.facets import FACETS, Value, facet_values, narrowed_by_facets
from cases.queries.facts import Cases, Facts, facts_now
from cases.queries.filters import Removal, best_removal

PAGE_SIZE = 20
FEW = 2000
"""Up to so many cases are named one by one to the database, which sorts them; of more, the list is walked."""
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
class BrowsePage:
    """Everything that the list shows. `before` and `after` are cursors, empty at the ends.

    `total` counts the cases found, `in_all` all published ones.
    """

    search: Search
    total: int
    in_all: int
    changed_at: datetime | None
    facets: tuple[FacetShown, ...]
    hits: tuple[Hit, ...]
    before: str
    after: str
    removal: Removal | None


def load_browse(search: Search) -> BrowsePage:
    """Read one page of the list; nine queries at any size, ten with words."""
    facts = facts_now()
    with_words = _with_words(search.words, facts)
    found = narrowed_by_facets(facts, search.chosen) & with_words
    rows, before, after = page_by_key(found, search)
    values = {
        kind.value: facet_values(
            facts,
            kind,
            narrowed_by_facets(facts, search.chosen, without=kind) & with_words,
            search.chosen.get(kind, ()),
        )
        for kind in FACETS
    }
    return BrowsePage(
        search=search,
        total=len(found),
        in_all=len(facts.everything),
        changed_at=facts.changed_at,
        facets=_facets(values, search),
        hits=tuple(hit_of(row) for row in rows),
        before=before,
        after=after,
        removal=None if found else _removal(search, facts, with_words),
    )


def cases_found(facts: Facts, search: Search) -> Cases:
    """All cases of a search; one query with words, none without."""
    return narrowed_by_facets(facts, search.chosen) & _with_words(search.words, facts)


def _moment(text: str) -> str:
    """Return a moment in UTC; one without a zone, or outside of the calendar, is a ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        return moment.astimezone(UTC).isoformat()
    except OverflowError:
        raise ValueError(text) from None


def _with_words(text: str, facts: Facts) -> Cases:
    """The cases in whose folded title and summary every word stands, perhaps inside a longer one."""
    words = dict.fromkeys(search_words(text))
    if not words:
        return facts.everything
    rows = Case.objects.published().filter(*(Q(search_text__contains=word) for word in words))
    return FrozenBitMap(rows.order_by().values_list("pk", flat=True)) & facts.everything


def _removal(search: Search, facts: Facts, with_words: Cases) -> Removal | None:
    """The filter without which most cases are found; `name` is a facet, or WORDS."""
    without = {
        name: len(narrowed_by_facets(facts, search.chosen, without=name) & with_words)
        for name, values in search.chosen.items()
        if values
    }
    if search.words:
        without[WORDS] = len(narrowed_by_facets(facts, search.chosen))
    return best_removal(without)


def with_places_and_claims() -> QuerySet[Case]:
    """The cases with what `hit_of` shows of them; three queries more."""
    return Case.objects.select_related("stage", "model").prefetch_related("places", "placements__claim")


def page_by_key(
    found: Cases, search: Search, read: QuerySet[Case] | None = None
) -> tuple[list[Case], str, str]:
    """One page of the cases found with its cursors before and after, "" at the ends.

    Two queries, and those by which `read` brings what the page shows of its cases; without it, what
    `hit_of` shows.
    """
    cursor, is_new = search.cursor, search.sort is Sort.NEW
    key = "first_published_at" if is_new else "title"
    backwards = cursor is not None and cursor.direction is Direction.BEFORE
    descending = is_new != backwards
    listed = Case.objects.published()
    if cursor is not None:
        step = "lt" if descending else "gt"
        listed = listed.filter(
            Q(**{f"{key}__{step}": cursor.key}) | Q(**{key: cursor.key, f"pk__{step}": cursor.pk})
        )
    order = [f"-{key}", "-pk"] if descending else [key, "pk"]
    keys = _first_of(found, listed.order_by(*order), PAGE_SIZE + 1)
    wanted = with_places_and_claims() if read is None else read
    rows = list(wanted.filter(pk__in=keys).order_by(*order))
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


def _first_of(found: Cases, listed: QuerySet[Case], number: int) -> list[int]:
    """The first cases of a list that are among those found; one query that ends as soon as it can."""
    if len(found) <= FEW:
        return list(listed.filter(pk__in=list(found)).values_list("pk", flat=True)[:number])
    with _walk():
        walked = listed.values_list("pk", flat=True).iterator(chunk_size=10 * PAGE_SIZE)
        return list(islice((key for key in walked if key in found), number))


def _walk() -> AbstractContextManager[None]:
    """What lets a query be read piece by piece.

    Outside a transaction PostgreSQL would hold the cursor, which writes down the whole list first; SQLite
    reads piece by piece anyway, and a transaction there would wait for those who write.
    """
    if connection.vendor == "postgresql":
        return transaction.atomic(savepoint=False)
    return nullcontext()


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
