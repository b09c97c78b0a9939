"""The list of published cases, narrowed by words and facets."""

import re
from dataclasses import replace
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.domain.facts import OFF_THE_MATRIX, Kind
from cases.domain.vocabulary import MODELS, SECTOR_LABELS, STAGES, WORLDWIDE, Stance
from cases.queries.browse import WORDS, BrowsePage, Cursor, Direction, Search, Sort, load_browse
from cases.queries.facets import FACETS
from cases.queries.tag_synonyms import addresses_now
from cases.views.addresses import Pairs, address
from cases.views.marks import public_page
from cases.views.parameters import one_of, scalar

WORDS_LIMIT = 200
AS_TYPED = "as_typed"
CURSOR = tuple(direction.value for direction in Direction)
"""The parameters that `read_cursor` reads."""

SEARCH = (WORDS, "sort", AS_TYPED, *(facet.value for facet in FACETS), *CURSOR)
"""The parameters that `read_search` reads."""

VALUES_AT_MOST = 20
CONTROLLED: dict[str, frozenset[str]] = {
    "model": frozenset(str(number) for number in MODELS),
    "stage": frozenset({OFF_THE_MATRIX, *(str(number) for number in STAGES)}),
    "stance": frozenset(Stance),
    "sector": frozenset(SECTOR_LABELS),
}
SHAPES = {
    "country": re.compile(rf"[A-Z]{{2}}|{WORLDWIDE}"),
    "decade": re.compile(r"[12][0-9]{2}0"),
    "tag": re.compile(r"[\w-]{1,100}"),
}


@public_page(*SEARCH)
def browse(request: HttpRequest) -> HttpResponse:
    """The list; with htmx only the results, and the sentence for the live region."""
    words = scalar(request, WORDS).strip()
    if len(words) > WORDS_LIMIT:
        context = {"words": words, "limit": WORDS_LIMIT}
        return render(request, "cases/search_too_long.html", context, status=400)
    page = load_browse(read_search(request))
    search = page.search
    context = {
        "page": page,
        "search": search,
        "chips": _chips(page),
        "before_url": _page_url(search, Direction.BEFORE, page.before),
        "after_url": _page_url(search, Direction.AFTER, page.after),
        "removal_name": _removal_name(page),
        "removal_url": _address(search, without=page.removal.name) if page.removal else "",
        "start_url": urlencode({"title": search.words}),
        "as_typed_url": _as_typed_address(page),
        **_file_addresses(search),
    }
    return render(request, "cases/_found.html" if wants_part(request) else "cases/browse.html", context)


def _file_addresses(search: Search) -> dict[str, str]:
    """The addresses of the page and of its files, by what the component of the files calls them."""
    pairs = search_pairs(search)
    routes = {"page_url": "browse", "csv_url": "cases_csv", "json_url": "cases_json", "data_url": "data"}
    return {name: address(route, pairs) for name, route in routes.items()}


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the results only; going back in the history asks for the whole page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def read_search(request: HttpRequest) -> Search:
    """Read the query string. Raises BadRequest that names the field and the fix."""
    words = scalar(request, WORDS).strip()
    if len(words) > WORDS_LIMIT:
        raise BadRequest(f"The search has more than {WORDS_LIMIT} characters. Search for fewer words.")
    asked = one_of(request, "sort", tuple(Sort))
    sort = Sort(asked) if asked else default_sort(words)
    chosen = {facet.value: _values(request, facet.value) for facet in FACETS}
    as_typed = one_of(request, AS_TYPED, ("1",)) != ""
    return Search(words, chosen, sort, read_cursor(request, sort), as_typed)


def default_sort(words: str) -> Sort:
    """The order of a list when none was asked for."""
    return Sort.RELEVANCE if words else Sort.TITLE


def _values(request: HttpRequest, name: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in request.GET.getlist(name) if value))
    if len(values) > VALUES_AT_MOST:
        raise BadRequest(f"The address gives “{name}” more than {VALUES_AT_MOST} values. Give fewer.")
    for value in values:
        if not _is_known(name, value):
            raise BadRequest(
                f"The address gives “{name}” a value that it cannot have. Choose one of the list."
            )
    return addresses_now(values) if name == Kind.TAG else values


def _is_known(name: str, value: str) -> bool:
    known = CONTROLLED.get(name)
    return value in known if known is not None else SHAPES[name].fullmatch(value) is not None


def read_cursor(request: HttpRequest, sort: Sort) -> Cursor | None:
    """The page of a list, None for the first. Raises BadRequest for a place that no list has."""
    given = {direction: scalar(request, direction) for direction in Direction}
    if all(given.values()):
        raise BadRequest("The address says “after” and “before”. Keep one of the two.")
    try:
        return next((Cursor.read(way, text, sort) for way, text in given.items() if text), None)
    except ValueError:
        raise BadRequest(
            "The address says “after” or “before” with a place that no list has. Begin at the first page."
        ) from None


def search_pairs(search: Search) -> Pairs:
    """The parameters of the address of a list, without its page."""
    pairs = [(WORDS, search.words)] if search.words else []
    pairs += [(name, value) for name, values in search.chosen.items() for value in values]
    pairs += [("sort", search.sort.value)] if search.sort is not default_sort(search.words) else []
    return pairs + ([(AS_TYPED, "1")] if search.as_typed else [])


def _address(search: Search, *, without: str, value: str = "") -> str:
    """The address of the list without one filter: a whole facet, or one value of it."""
    words = "" if without == WORDS else search.words
    pairs = search_pairs(replace(search, words=words, as_typed=search.as_typed and words != ""))
    kept = [(name, given) for name, given in pairs if name != without or (value and given != value)]
    return f"?{urlencode(kept)}"


def _as_typed_address(page: BrowsePage) -> str:
    """The address of the list for the words just as they were typed."""
    return f"?{urlencode(search_pairs(replace(page.search, words=page.words.typed, as_typed=True)))}"


def _page_url(search: Search, direction: Direction, cursor: str) -> str:
    return f"?{urlencode([*search_pairs(search), (direction.value, cursor)])}" if cursor else ""


def _chips(page: BrowsePage) -> list[tuple[str, str]]:
    """Pairs of a filter's name and the address of the list without it."""
    words = page.search.words
    chips = [(f"“{words}”", _address(page.search, without=WORDS))] if words else []
    return chips + [
        (option.name, _address(page.search, without=facet.name, value=option.value))
        for facet in page.facets
        for option in facet.chosen
    ]


def _removal_name(page: BrowsePage) -> str:
    """The ticked options of the filter whose removal brings most, as one name."""
    name = page.removal.name if page.removal else ""
    chosen = next((facet.chosen for facet in page.facets if facet.name == name), ())
    return _(" or ").join(option.name for option in chosen)
