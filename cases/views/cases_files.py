"""The list of cases to take away: a line a case, as CSV and JSON, whatever their number."""

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from cases.queries.browse import Search, cases_found
from cases.queries.cases_table import CaseRow, read_rows
from cases.queries.facts import Facts, facts_now
from cases.views.addresses import address
from cases.views.browse import SEARCH, read_search, search_pairs
from cases.views.files import Imprint, long_csv_answer, long_json_answer
from cases.views.marks import public_unkept

COLUMNS = (
    "case",
    "title",
    "summary",
    "language",
    "sector",
    "began",
    "began_absence",
    "ended",
    "ended_absence",
    "is_going_on",
    "last_stage",
    "last_model",
    "sources",
    "parts_written",
    "version",
    "published_at",
)
LISTS = ("countries", "tags", "phases", "claims", "older_wordings")
BETWEEN = "; "


@public_unkept(*SEARCH)
def cases_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The cases as CSV; several countries, tags, phases or claims of one are parted by semicolons."""
    facts, search = facts_now(), read_search(request)
    rows = (
        (*_values(row), *(BETWEEN.join(values) for values in _lists(row)))
        for row in read_rows(cases_found(facts, search))
    )
    return long_csv_answer(_imprint(facts, search), (*COLUMNS, *LISTS), rows)


@public_unkept(*SEARCH)
def cases_json(request: HttpRequest) -> StreamingHttpResponse:
    """The cases as JSON."""
    facts, search = facts_now(), read_search(request)
    found = cases_found(facts, search)
    rows = (
        dict(zip((*COLUMNS, *LISTS), (*_values(row), *_lists(row)), strict=True)) for row in read_rows(found)
    )
    body = {"cases_in_all": len(facts.everything), "cases_found": len(found)}
    return long_json_answer(_imprint(facts, search), body, "cases", rows)


def _imprint(facts: Facts, search: Search) -> Imprint:
    return Imprint(
        name="cases",
        title=_("Cases"),
        page=address("browse", search_pairs(search)),
        filters={name: ",".join(values) for name, values in search.chosen.items() if values}
        | ({"q": search.words} if search.words else {}),
        changed_at=facts.changed_at,
    )


def _values(row: CaseRow) -> tuple[str | int | None, ...]:
    case = row.case
    return (
        case.slug,
        case.title,
        case.summary,
        case.language,
        case.sector,
        case.began,
        case.began_absence,
        case.ended,
        case.ended_absence,
        int(case.is_going_on),
        case.stage_id,
        case.model_id,
        case.source_count,
        case.parts_written,
        case.version,
        case.published_at.isoformat(),
    )


def _lists(row: CaseRow) -> tuple[tuple[str, ...], ...]:
    return (row.countries, row.tags, row.phases, row.claims, row.older_wordings)
