"""Browsing the published cases: words, facets with counts, and pages by key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from django.db.models import QuerySet

from cases.models import Case
from cases.queries.facet_options import Option, options_of
from cases.queries.facets import FACETS, facet_values, narrowed_by_facets
from cases.queries.facts import Cases, Facts, facts_now
from cases.queries.filters import Removal, best_removal
from cases.queries.fixed import fixed
from cases.queries.hits import Hit, hits_of
from cases.queries.long_lists import ListedCases, first_of
from cases.queries.names import names_of
from cases.queries.search.claims import claims_found
from cases.queries.search.found import Found, find, find_all
from cases.queries.search.order import Order, by_relevance
from cases.queries.search.shown import marked_cases
from cases.queries.search.suggestions import meant_by

PAGE_SIZE = 20
WORDS = "q"


class Sort(StrEnum):
    """The orders of the list."""

    RELEVANCE = "relevance"
    TITLE = "title"
    NEW = "new"


class Direction(StrEnum):
    """On which side of its cursor a page lies."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two pages: the key of a case, `<number>.<title or moment>` in the address.

    In the order of relevance the number alone says it, and nothing stands behind the dot.
    """

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
    """What a reader asks for. `chosen` maps the name of a facet to its values.

    `as_typed`: no other words are tried where these find nothing.
    """

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.TITLE
    cursor: Cursor | None = None
    as_typed: bool = False

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
class Words:
    """What the words of a search brought.

    `typed`: what the reader wrote, where the page shows cases for other words; else "". `notes` say what was
    read in another way than it was written. `newest`: only so many of the newest cases were looked through;
    None: all. `ranked`: only so many of the cases were put in order; None: all, or none. `claims` are the
    codes of the claims whose code or wording fits.
    """

    typed: str = ""
    notes: tuple[str, ...] = ()
    newest: int | None = None
    ranked: int | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """Everything that the list shows. `before` and `after` are cursors, empty at the ends.

    `search` is what the page answers. `total` counts the cases found, `in_all` all published ones.
    """

    search: Search
    words: Words
    total: int
    in_all: int
    changed_at: datetime | None
    facets: tuple[FacetShown, ...]
    hits: tuple[Hit, ...]
    before: str
    after: str
    removal: Removal | None


def load_browse(search: Search) -> BrowsePage:
    """Read one page of the list: five queries at any size, eight with words.

    Two more where very many cases are found, seven at most where other words are meant, and four when the
    site has changed (`names_of`).
    """
    facts = facts_now()
    names = names_of(facts)
    search, with_words, typed = _found_or_meant(search, facts)
    found = narrowed_by_facets(facts, search.chosen) & with_words.cases
    rows, before, after, ranked = _page(found, search, with_words, facts)
    values = {
        kind.value: facet_values(
            facts,
            kind,
            narrowed_by_facets(facts, search.chosen, without=kind) & with_words.cases,
            search.chosen.get(kind, ()),
        )
        for kind in FACETS
    }
    return BrowsePage(
        search=search,
        words=Words(
            typed=typed,
            notes=with_words.query.notes,
            newest=with_words.newest,
            ranked=ranked,
            claims=tuple(claims_found(with_words, names)),
        ),
        total=len(found),
        in_all=len(facts.everything),
        changed_at=facts.changed_at,
        facets=_facets(options_of(values, search.chosen, names)),
        hits=_hits(rows, with_words),
        before=before,
        after=after,
        removal=None if found else _removal(search, facts, with_words.cases),
    )


def cases_found(facts: Facts, search: Search) -> Cases:
    """All cases of a search for the words as they are written; two queries with words, none without."""
    return narrowed_by_facets(facts, search.chosen) & find_all(search.words, facts)


def _found_or_meant(search: Search, facts: Facts) -> tuple[Search, Found, str]:
    """The cases of the words, or of the words that were meant where these find nothing.

    Returns the search that is answered, its cases, and what was typed where it is another.
    """
    among = narrowed_by_facets(facts, search.chosen)
    found = find(search.words, facts, among=among)
    if found.cases or search.as_typed:
        return search, found, ""
    meant = meant_by(found.query)
    other = find(meant, facts, among=among) if meant else found
    if not other.cases:
        return search, found, ""
    return replace(search, words=meant), other, search.words


def _page(
    found: Cases, search: Search, with_words: Found, facts: Facts
) -> tuple[list[Case], str, str, int | None]:
    """The cases of the page, the cursors before and after, and how many were ranked, if not all."""
    if search.sort is not Sort.RELEVANCE or not with_words.query.sought:
        return *page_by_key(found, search), None
    order = by_relevance(with_words, found, facts)
    keys, before, after = page_of_order(order, search.cursor)
    rows = {row.pk: row for row in _shown_of(*keys)} if keys else {}
    return (
        [rows[key] for key in keys if key in rows],
        before,
        after,
        len(order.ranked) if order.others else None,
    )


def page_of_order(order: Order, cursor: Cursor | None) -> tuple[list[int], str, str]:
    """The cases of one page in an order, with its cursors before and after, "" at the ends; no query."""
    first = 0
    if cursor is not None:
        place = order.position(cursor.pk)
        if place is None:
            return [], "", ""
        first = place + 1 if cursor.direction is Direction.AFTER else max(0, place - PAGE_SIZE)
    last = first + PAGE_SIZE
    if cursor is not None and cursor.direction is Direction.BEFORE:
        last = min(last, order.position(cursor.pk) or 0)
    keys = order.between(first, last)
    if not keys:
        return [], "", ""
    return keys, f"{keys[0]}." if first else "", f"{keys[-1]}." if last < len(order) else ""


def _hits(rows: Sequence[Case], with_words: Found) -> tuple[Hit, ...]:
    return hits_of(rows, marked_cases(with_words, rows) if with_words.query.sought and rows else {})


def _moment(text: str) -> str:
    """Return a moment in UTC; one without a zone, or outside of the calendar, is a ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        return moment.astimezone(UTC).isoformat()
    except OverflowError:
        raise ValueError(text) from None


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


def shown_of_cases() -> QuerySet[Case]:
    """The cases with the columns that `hits_of` and the lists show of them."""
    return Case.objects.select_related("stage", "model").only(
        "slug",
        "title",
        "summary",
        "language",
        "sector",
        "began",
        "first_published_at",
        "stage__name",
        "model__short",
    )


def page_by_key(
    found: Cases, search: Search, read: QuerySet[Case] | None = None
) -> tuple[list[Case], str, str]:
    """One page of the cases found with its cursors before and after, "" at the ends.

    Two queries, and more if `read` brings more of its cases than a row; without it, what lists show. A few
    more where few of a very long list are found.
    """
    cursor, is_new = search.cursor, search.sort is Sort.NEW
    key = "first_published_at" if is_new else "title"
    backwards = cursor is not None and cursor.direction is Direction.BEFORE
    listed = ListedCases(key, is_descending=is_new != backwards)
    places = first_of(found, listed, (cursor.key, cursor.pk) if cursor else None, PAGE_SIZE + 1)
    wanted = shown_of_cases() if read is None else read
    rows = list(wanted.filter(pk__in=[pk for _value, pk in places]).order_by(*listed.order))
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


def _facets(options: Mapping[str, tuple[Option, ...]]) -> tuple[FacetShown, ...]:
    return tuple(FacetShown(name, found) for name, found in options.items())


@fixed
def _shown_of(*cases: int) -> QuerySet[Case]:
    return shown_of_cases().filter(pk__in=cases)
