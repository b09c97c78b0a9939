"""The guess of 2013, tested, as a page."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.domain.bars import Segment, length, stack
from cases.domain.guess import Heaviest, Reading
from cases.domain.states import ClaimState
from cases.queries.countries import country_name
from cases.queries.guess import ClaimCounted, Guess, ReadingShown, Weight, load_guess
from cases.queries.overview import ModelStanding
from cases.views.addresses import address
from cases.views.marks import public_page

STATES = (ClaimState.HELD, ClaimState.CONTESTED, ClaimState.THIN, ClaimState.GAP)
"""The states in the order in which bars and tables show them."""
EACH, ROW, LONGEST = 24, 52, 100
"""In the drawings: how long a claim is, how high a model, how long the longest bar of a claim."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A model as it is drawn: `y` is where it begins."""

    standing: ModelStanding
    counts: tuple[tuple[ClaimState, int], ...]
    segments: tuple[Segment, ...]
    y: int


@public_page
def guess(request: HttpRequest) -> HttpResponse:
    """The answer, what it rests on, what would change it, and what it cannot show."""
    return render(request, "cases/guess.html", _context(load_guess()))


def _context(found: Guess) -> dict[str, object]:
    bars = _bars(found.now)
    return {
        "guess": found,
        "states": STATES,
        "bars": bars,
        "chart_width": EACH * max((len(bar.standing.claims) for bar in bars), default=1),
        "chart_height": ROW * len(bars),
        "readings": [(reading, _reading_name(reading)) for reading in found.readings],
        "weights": [_weight_shown(weight) for weight in (*found.weights, found.overall)],
        "by_model": [
            (bar.standing, [_claim_shown(row, found.most) for row in found.claims_of(bar.standing)])
            for bar in bars
        ],
        "changed_at": found.changed_at,
        "page_url": address("guess"),
        "csv_url": address("guess_csv"),
        "json_url": address("guess_json"),
        "svg_url": address("guess_svg"),
    }


def _bars(now: ReadingShown) -> list[Bar]:
    return [_bar(place, standing) for place, standing in enumerate(now.models)]


def counts_of(standing: ModelStanding) -> tuple[tuple[ClaimState, int], ...]:
    """How many claims of a model are in each state, zeros too."""
    return tuple((state, standing.states.count(state)) for state in STATES)


def _bar(place: int, standing: ModelStanding) -> Bar:
    counts = counts_of(standing)
    return Bar(standing, counts, stack(counts, EACH), place * ROW)


def _claim_shown(row: ClaimCounted, most: int) -> tuple[ClaimCounted, int, int]:
    """A claim with the lengths of its two bars."""
    return row, length(row.cases, most, LONGEST), length(row.documents, most, LONGEST)


def _weight_shown(weight: Weight) -> tuple[Weight, str, str]:
    """A weight with the names of its country and its decade."""
    return weight, _country(weight.country), _decade(weight.decade.value)


def _country(heaviest: Heaviest) -> str:
    return country_name(heaviest.value) if heaviest.value else ""


def _decade(value: str) -> str:
    return _("the %(decade)ss") % {"decade": value} if value else ""


def _reading_name(shown: ReadingShown) -> str:
    if shown.reading is Reading.WITHOUT_COUNTRY:
        return _("Left out: %(country)s") % {"country": country_name(shown.left_out)}
    if shown.reading is Reading.WITHOUT_DECADE:
        return _("Left out: cases begun in %(decade)s") % {"decade": _decade(shown.left_out)}
    if shown.reading is Reading.INDEPENDENT:
        return _("Independent sources only")
    return _("Everything counts")
