"""The map to take away: its numbers as CSV and JSON, and its picture."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.domain.vocabulary import WORLDWIDE
from cases.exchange.figure import Picture
from cases.exchange.outlines import atlas
from cases.exchange.world_map_figure import MapWords, draw_world_map
from cases.queries.countries import country_name
from cases.queries.world_map import ContinentCounted, WorldMap, load_world_map
from cases.views.addresses import address
from cases.views.files import Imprint, csv_answer, filters_in_words, json_answer, svg_answer, words_of
from cases.views.filters import FILTERS, read_filters
from cases.views.marks import public_page

CSV_HEAD = ("country", "country_name", "continent", "cases", "cases_in_all")
NOTES = ("caption", "worldwide", "unstated", "dots")


@public_page(*FILTERS)
def world_map_csv(request: HttpRequest) -> HttpResponse:
    """The numbers as CSV: one line a country, then *worldwide* and, with an empty code, no country stated."""
    page = load_world_map(read_filters(request))
    rows: list[tuple[str | int | None, ...]] = [
        (country.code, country.name, counted.continent, country.cases, country.in_all)
        for counted in page.continents
        for country in counted.countries
    ]
    rows.append((WORLDWIDE, country_name(WORLDWIDE), None, page.worldwide, None))
    rows.append((None, _("No country stated"), None, page.unstated, None))
    return csv_answer(_imprint(page), CSV_HEAD, rows)


@public_page(*FILTERS)
def world_map_json(request: HttpRequest) -> HttpResponse:
    """The numbers as JSON, by continent and country."""
    page = load_world_map(read_filters(request))
    body = {
        "cases_in_all": page.in_all,
        "cases_found": page.found,
        "cases_in_a_country": page.placed,
        "cases_worldwide": page.worldwide,
        "cases_without_a_country": page.unstated,
        "cases_with_coordinates": page.plotted,
        "continents": [_continent(counted) for counted in page.continents],
    }
    return json_answer(_imprint(page), body)


@public_page(*FILTERS)
def world_map_svg(request: HttpRequest) -> HttpResponse:
    """The picture: the world with one mark a country."""
    page = load_world_map(read_filters(request))
    return svg_answer(
        _imprint(page),
        _picture(page),
        shown=filters_in_words(page.filters.shown),
        found=words_of("cases/_world_map_sentence.html", {"page": page}),
        notes=_notes(page),
    )


def _imprint(page: WorldMap) -> Imprint:
    return Imprint(
        name="map",
        title=_("Where cases began"),
        page=address("world_map", page.chosen.items()),
        filters=page.chosen,
        changed_at=page.changed_at,
    )


def _continent(counted: ContinentCounted) -> dict[str, object]:
    return {
        "continent": counted.continent,
        "cases": counted.cases,
        "countries": [
            {
                "country": country.code,
                "country_name": country.name,
                "cases": country.cases,
                "cases_in_all": country.in_all,
            }
            for country in counted.countries
        ],
    }


def _picture(page: WorldMap) -> Picture:
    words = {
        name: words_of(f"cases/_world_map_key_{name}.html", {}) for name in ("mark", "land", "dot", "no_room")
    }
    return draw_world_map(atlas().courses, page.marks, page.dots, MapWords(**words))


def _notes(page: WorldMap) -> list[str]:
    """How to read the picture, and which cases are not on it."""
    found = [words_of(f"cases/_world_map_{part}.html", {"page": page}) for part in NOTES]
    return [words for words in found if words]
