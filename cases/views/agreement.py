"""How far people agree on placements, as a page and to take away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.queries.agreement import AgreementRow, load_agreement
from cases.queries.facts import facts_now
from cases.views.addresses import address
from cases.views.files import Imprint, csv_answer, json_answer
from cases.views.marks import public_page

COLUMNS = ("about", "cases_compared", "second_opinions", "alpha", "why_none")


@public_page
def agreement(request: HttpRequest) -> HttpResponse:
    """What alpha means, and its value for the stage, the model and every claim."""
    context = {"rows": load_agreement(), "changed_at": facts_now().changed_at}
    return render(request, "cases/about/agreement.html", context)


@public_page
def agreement_csv(request: HttpRequest) -> HttpResponse:
    """The numbers as CSV, one line for the stage, the model and each claim."""
    return csv_answer(_imprint(), COLUMNS, map(_values, load_agreement()))


@public_page
def agreement_json(request: HttpRequest) -> HttpResponse:
    """The numbers as JSON."""
    rows = [dict(zip(COLUMNS, _values(row), strict=True)) for row in load_agreement()]
    return json_answer(_imprint(), {"agreement": rows})


def _imprint() -> Imprint:
    return Imprint(
        name="agreement",
        title=_("Agreement on placements"),
        page=address("about_agreement", ()),
        filters={},
        changed_at=facts_now().changed_at,
    )


def _values(row: AgreementRow) -> tuple[str | int | float | None, ...]:
    found = row.reliability
    return (row.about, found.units, row.opinions, row.alpha, found.why.value if found.why else None)
