"""When cases began: by decade, by year within, and by the model of the first phase."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.domain.timeline import (
    BAR,
    BASE,
    THICK,
    WIDTH,
    YEAR_WIDTH,
    YEARS_FROM,
    Decade,
    Pause,
    draw_timeline,
)
from cases.queries.timeline import Timeline, load_timeline
from cases.views.addresses import file_addresses
from cases.views.browse import wants_part
from cases.views.filters import FILTERS, list_address, narrowing, read_filters, sample_words
from cases.views.marks import public_page


@public_page(*FILTERS)
def timeline(request: HttpRequest) -> HttpResponse:
    """The page; with htmx only the results, and the sentence for the live region."""
    page = load_timeline(read_filters(request))
    template = "cases/_timeline_found.html" if wants_part(request) else "cases/timeline.html"
    return render(request, template, _context(page))


def span_name(span: Decade | Pause) -> str:
    """What a row is called: *1990s*; *1930s to 1960s: no case*."""
    first = _("%(decade)ss") % {"decade": span.first}
    if isinstance(span, Decade):
        return first
    if span.first == span.last:
        return _("%(decade)s: no case") % {"decade": first}
    last = _("%(decade)ss") % {"decade": span.last}
    return _("%(first)s to %(last)s: no case") % {"first": first, "last": last}


def fullest_names(page: Timeline) -> list[str]:
    """The decades in which most cases began, in words."""
    return [span_name(decade) for decade in page.fullest]


def _context(page: Timeline) -> dict[str, object]:
    drawing = draw_timeline(page.spans)
    return {
        "page": page,
        "drawing": drawing,
        "width": WIDTH,
        "bar": BAR,
        "bar_top": BASE - THICK,
        "base": BASE,
        "thick": THICK,
        "years_from": YEARS_FROM,
        "year_width": YEAR_WIDTH,
        "rows": [(row, span_name(row.span)) for row in drawing.rows],
        "spans": [(span, span_name(span), _list(page, span)) for span in page.spans],
        "fullest": fullest_names(page),
        **narrowing("timeline", page.filters, page.chosen, page.removal),
        **sample_words(page.caveat),
        **file_addresses("timeline", page.chosen.items()),
    }


def _list(page: Timeline, span: Decade | Pause) -> str:
    return list_address(page.chosen, "decade", str(span.first)) if isinstance(span, Decade) else ""
