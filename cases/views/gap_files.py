"""The list of gaps to take away, as CSV and JSON."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.domain.gap_order import GapList
from cases.queries.gap_list import GapRow, Missing, every_row, load_missing
from cases.views.addresses import address
from cases.views.files import Imprint, long_csv_answer, long_json_answer
from cases.views.gaps import KIND, kind_pairs, read_kind
from cases.views.marks import public_unkept

FIELDS = (
    "gap",
    "kind",
    "title",
    "missing",
    "wanted",
    "open_calls",
    "looking",
    "searched",
    "open_since",
    "supports",
)
OF_CLAIMS = {GapList.CLAIM, GapList.THIN}


@public_unkept(KIND)
def gaps_csv(request: HttpRequest) -> HttpResponseBase:
    """Every gap of a kind as CSV, one a line."""
    kind = read_kind(request)
    missing = load_missing()
    rows = (tuple(gap_data(row).values()) for row in every_row(missing, kind))
    return long_csv_answer(_imprint(missing, kind), FIELDS, rows)


@public_unkept(KIND)
def gaps_json(request: HttpRequest) -> HttpResponseBase:
    """Every gap of a kind as JSON."""
    kind = read_kind(request)
    missing = load_missing()
    body = {"counts": {each.value: number for each, number in missing.counts.items()}}
    rows = (gap_data(row) for row in every_row(missing, kind))
    return long_json_answer(_imprint(missing, kind), body, "gaps", rows)


def _imprint(missing: Missing, kind: GapList | None) -> Imprint:
    pairs = kind_pairs(kind)
    return Imprint(
        name="gaps",
        title=_("Gaps: what is missing"),
        page=address("gaps", pairs),
        filters=dict(pairs),
        changed_at=missing.facts.changed_at,
    )


def gap_data(row: GapRow) -> dict[str, str | int | None]:
    """The fields of a gap; how many cases support it can be said of claims only."""
    values = (
        row.gap.address,
        row.kind.value,
        row.title,
        row.says,
        row.signs.wanted,
        row.signs.calls,
        len(row.signs.looking),
        int(row.signs.is_searched),
        timezone.localdate(row.open_since).isoformat(),
        row.supports if row.kind in OF_CLAIMS else None,
    )
    return dict(zip(FIELDS, values, strict=True))
