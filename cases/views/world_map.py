"""Where cases began: the map of the world with its table."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _

from cases.domain.countries import CONTINENT_LABELS, Continent
from cases.domain.globe import HEIGHT, WIDTH, Point
from cases.domain.map_marks import Mark
from cases.domain.vocabulary import WORLDWIDE
from cases.exchange.outlines import atlas, pictures_of_the_map
from cases.queries.countries import country_name
from cases.queries.world_map import ContinentCounted, WorldMap, load_world_map
from cases.views.addresses import address, file_addresses
from cases.views.browse import wants_part
from cases.views.filters import FILTERS, list_address, narrowing, read_filters, sample_words
from cases.views.marks import public_page

SPRITE = "img/sprite.svg"


@public_page(*FILTERS)
def world_map(request: HttpRequest) -> HttpResponse:
    """The page; with htmx only the results, and the sentence for the live region."""
    page = load_world_map(read_filters(request))
    template = "cases/_world_map_found.html" if wants_part(request) else "cases/world_map.html"
    answer = render(request, template, _context(page))
    # The file of the outlines has the icons, too: with the sprite the page would take one request too many.
    answer.content = answer.content.replace(static(SPRITE).encode(), address("world_map_outlines").encode())
    return answer


@public_page
def outlines(request: HttpRequest) -> HttpResponse:
    """The outlines of countries and the icons, from which the page draws; the same at every time."""
    pictures = pictures_of_the_map((settings.BASE_DIR / "static" / SPRITE).read_text("utf-8"))
    return HttpResponse(pictures, content_type="image/svg+xml; charset=utf-8")


def continent_name(continent: Continent | None) -> str:
    """The name of a continent; of what is in none, that of the one country there is."""
    return _(CONTINENT_LABELS[continent]) if continent else _("Antarctica")


def _context(page: WorldMap) -> dict[str, object]:
    marks = page.marks
    urls = {country.code: list_address(page.chosen, "country", country.code) for country in page.countries}
    return {
        "page": page,
        "width": WIDTH,
        "height": HEIGHT,
        "outlines_url": address("world_map_outlines"),
        "outlined": [country.code for country in page.countries if country.code in atlas().courses],
        "marks": [(mark, urls[mark.code], country_name(mark.code)) for mark in marks.placed],
        "leaders": _leaders(marks.placed),
        "rings": _points(country.home for country in marks.left_out),
        "dots": _points(page.dots),
        "continents": [_continent_shown(continent, urls) for continent in page.continents],
        "worldwide_url": list_address(page.chosen, "country", WORLDWIDE),
        **narrowing("world_map", page.filters, page.chosen, page.removal),
        **sample_words(page.caveat),
        **file_addresses("world_map", page.chosen.items()),
    }


def _points(places: Iterable[Point]) -> str:
    """The course of lines without length, which are drawn as points with round ends."""
    return "".join(f"M{x} {y}h0" for x, y in places)


def _leaders(marks: Iterable[Mark]) -> str:
    """The course of the lines that lead from marks that gave way to their homes."""
    return "".join(f"M{mark.home[0]} {mark.home[1]}L{mark.x} {mark.y}" for mark in marks if mark.is_moved)


def _continent_shown(counted: ContinentCounted, urls: dict[str, str]) -> dict[str, object]:
    return {
        "counted": counted,
        "name": continent_name(counted.continent),
        "countries": [(country, urls[country.code]) for country in counted.countries],
    }
