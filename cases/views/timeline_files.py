"""The timeline to take away: its numbers as CSV and JSON, and its picture."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.domain.timeline import Decade, YearCounted, draw_timeline
from cases.domain.vocabulary import ABSENCE_LABELS, MODELS
from cases.exchange.csv_table import Row as Line
from cases.exchange.figure import Picture
from cases.exchange.timeline_figure import TimelineWords, draw_timeline_figure
from cases.queries.timeline import Timeline, load_timeline
from cases.views.addresses import address
from cases.views.files import Imprint, csv_answer, filters_in_words, json_answer, svg_answer, words_of
from cases.views.filters import FILTERS, read_filters
from cases.views.marks import public_page
from cases.views.timeline import fullest_names, span_name

CSV_HEAD = (
    "decade",
    "year",
    "began_absence",
    "cases",
    *(f"first_phase_in_model_{model}" for model in MODELS),
)


@public_page(*FILTERS)
def timeline_csv(request: HttpRequest) -> HttpResponse:
    """The numbers as CSV: one line a year in which a case began, then one for each of the four absences."""
    page = load_timeline(read_filters(request))
    rows: list[Line] = [
        (decade.first, year.year, None, year.cases, *year.by_model)
        for decade in page.decades
        for year in decade.years
    ]
    rows += [
        (None, None, absence.value, number, *(None for _model in MODELS)) for absence, number in page.absences
    ]
    return csv_answer(_imprint(page), CSV_HEAD, rows)


@public_page(*FILTERS)
def timeline_json(request: HttpRequest) -> HttpResponse:
    """The numbers as JSON, by decade and year."""
    page = load_timeline(read_filters(request))
    body = {
        "cases_in_all": page.in_all,
        "cases_found": page.found,
        "cases_with_a_year": page.dated,
        "cases_without_a_year": page.undated,
        "cases_without_a_year_by_absence": {absence.value: number for absence, number in page.absences},
        "decades": [
            {"decade": decade.first, **_numbers(decade), "years": [_year(year) for year in decade.years]}
            for decade in page.decades
        ],
    }
    return json_answer(_imprint(page), body)


@public_page(*FILTERS)
def timeline_svg(request: HttpRequest) -> HttpResponse:
    """The picture: one bar a decade, and its ten years beside."""
    page = load_timeline(read_filters(request))
    return svg_answer(
        _imprint(page),
        _picture(page),
        shown=filters_in_words(page.filters.shown),
        found=words_of("cases/_timeline_sentence.html", {"page": page, "fullest": fullest_names(page)}),
        notes=_notes(page),
    )


def _imprint(page: Timeline) -> Imprint:
    return Imprint(
        name="timeline",
        title=_("When cases began"),
        page=address("timeline", page.chosen.items()),
        filters=page.chosen,
        changed_at=page.changed_at,
    )


def _numbers(counted: Decade | YearCounted) -> dict[str, object]:
    by_model = dict(zip(map(str, MODELS), counted.by_model, strict=True))
    return {"cases": counted.cases, "by_model_of_the_first_phase": by_model}


def _year(year: YearCounted) -> dict[str, object]:
    return {"year": year.year, **_numbers(year)}


def _picture(page: Timeline) -> Picture:
    drawing = draw_timeline(page.spans)
    words = TimelineWords(
        by_model=_("Cases by the model of their first phase"),
        by_year=_("Cases by year"),
        rows=tuple(span_name(row.span) for row in drawing.rows),
    )
    return draw_timeline_figure(drawing, [(model.number, model.short) for model in page.models], words)


def _notes(page: Timeline) -> list[str]:
    """How to read the picture, and which cases are not on it."""
    found = [words_of(f"cases/_timeline_{part}.html", {"page": page}) for part in ("caption", "undated")]
    absences = [
        _("%(absence)s: %(number)s") % {"absence": _(ABSENCE_LABELS[absence]), "number": number}
        for absence, number in page.absences
        if number
    ]
    return [*(words for words in found if words), *absences]
