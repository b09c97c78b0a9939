"""What changed from one snapshot to another: a page, a table and JSON."""

from collections.abc import Callable, Iterator
from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from cases.exchange.csv_table import Row, csv_pieces
from cases.models import Snapshot
from cases.queries.facts import facts_now
from cases.queries.snapshot_changes import (
    CaseChange,
    added_cases,
    changed_cases,
    changed_states,
    changed_wordings,
    load_snapshot_changes,
    removed_cases,
)
from cases.views.downloads import TEXT_AND_DATA, File, Pieces, send
from cases.views.files import CSV, JSON, json_pieces
from cases.views.marks import public_page, public_unkept
from cases.views.snapshots import snapshot_or_404

COLUMNS = ("what", "name", "change", "field", "before", "after")
NOT_PUBLIC = "no longer public"


@public_page
def snapshot_changes(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """The changes, in either direction."""
    changes = load_snapshot_changes(snapshot_or_404(old), snapshot_or_404(new))
    return render(request, "cases/snapshot_changes.html", {"changes": changes})


@public_unkept
def snapshot_changes_csv(request: HttpRequest, old: int, new: int) -> HttpResponseBase:
    """The changes as CSV, one line a field of a case, a wording or a state."""
    one, other = snapshot_or_404(old), snapshot_or_404(new)
    return _file(request, one, other, "csv", lambda: csv_pieces(COLUMNS, _rows(one, other)))


@public_unkept
def snapshot_changes_json(request: HttpRequest, old: int, new: int) -> HttpResponseBase:
    """The changes as JSON."""
    one, other = snapshot_or_404(old), snapshot_or_404(new)

    def pieces() -> Iterator[str]:
        body = {
            "old": {"snapshot": one.number, "title": one.title, "sha256": one.digest},
            "new": {"snapshot": other.number, "title": other.title, "sha256": other.digest},
            "wordings": [_named(COLUMNS, row) for row in _wording_rows(one, other)],
            "states": [_named(COLUMNS, row) for row in _state_rows(one, other)],
        }
        return json_pieces(body, "cases", (_named(COLUMNS, row) for row in _case_rows(one, other)))

    return _file(request, one, other, "json", pieces)


def _rows(old: Snapshot, new: Snapshot) -> Iterator[Row]:
    return chain(_wording_rows(old, new), _state_rows(old, new), _case_rows(old, new))


def _wording_rows(old: Snapshot, new: Snapshot) -> Iterator[Row]:
    for row in changed_wordings(old, new):
        yield "claim", row.code, row.kind, "wording", row.before, row.after


def _state_rows(old: Snapshot, new: Snapshot) -> Iterator[Row]:
    for row in changed_states(old, new):
        yield "claim", row.code, "changed", "state", row.before.value, row.after.value


def _case_rows(old: Snapshot, new: Snapshot) -> Iterator[Row]:
    for cases in (added_cases(old, new), changed_cases(old, new), removed_cases(old, new)):
        for change in cases:
            yield from _rows_of(change)


def _rows_of(change: CaseChange) -> Iterator[Row]:
    """A line for each field that changed, and one for a case that came or went."""
    if change.new_slug not in {"", change.slug}:
        yield "case", change.slug, change.kind, "address", change.slug, change.new_slug
    fields = (NOT_PUBLIC,) if change.fields is None else change.fields
    for field in fields if change.kind == "changed" else ("",):
        yield "case", change.slug, change.kind, field, change.before, change.after


def _named(names: tuple[str, ...], row: Row) -> dict[str, object]:
    return dict(zip(names, row, strict=True))


def _file(
    request: HttpRequest, old: Snapshot, new: Snapshot, ending: str, make: Callable[[], Pieces]
) -> HttpResponseBase:
    content_type = CSV if ending == "csv" else JSON
    file = File(f"patchwork-{old.number}-to-{new.number}", ending, content_type, TEXT_AND_DATA)
    tag = f"{old.digest} {new.digest} {facts_now().stamp}"
    return send(request, file, make, tag=tag, day=None)
