"""Pages by key of what published cases hold: placements, sources, versions as changes."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from cases.models import CaseSource, Placement, Version

Row = TypeVar("Row", bound=Model)

PAGE_SIZE = 100
CHANGES_AT_ONCE = 100

Place = tuple[int, int]
"""Where a row stands: the key of its case, and its own place in the case."""


def placements_page(
    after: Place | None, *, claim: str | None = None, stance: str | None = None, case: str | None = None
) -> tuple[list[Placement], Place | None]:
    """A page of placements by case, with their sources, and the place of its last row if more follow.

    Two queries.
    """
    rows = Placement.objects.select_related("case").prefetch_related("sources")
    rows = _narrowed(rows, {"claim": claim, "stance": stance, "case__slug": case})
    if after is not None:
        rows = rows.filter(Q(case__gt=after[0]) | Q(case=after[0], order__gt=after[1]))
    found = list(rows.order_by("case_id", "order")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return shown, (shown[-1].case_id, shown[-1].order) if len(found) > PAGE_SIZE else None


def sources_page(
    after: Place | None, *, kind: str | None = None, speaker: str | None = None, case: str | None = None
) -> tuple[list[CaseSource], Place | None]:
    """A page of sources by case, and the place of its last row if more follow; one query."""
    rows = _narrowed(
        CaseSource.objects.select_related("case"), {"kind": kind, "speaker": speaker, "case__slug": case}
    )
    if after is not None:
        rows = rows.filter(Q(case__gt=after[0]) | Q(case=after[0], number__gt=after[1]))
    found = list(rows.order_by("case_id", "number")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return shown, (shown[-1].case_id, shown[-1].number) if len(found) > PAGE_SIZE else None


def changes_since(after: int) -> tuple[list[Version], bool]:
    """The accepted changes after this key, oldest first, and whether more follow; one query."""
    rows = Version.objects.filter(pk__gt=after).select_related("case", "author").defer("content")
    found = list(rows.order_by("pk")[: CHANGES_AT_ONCE + 1])
    return found[:CHANGES_AT_ONCE], len(found) > CHANGES_AT_ONCE


def _narrowed(rows: "QuerySet[Row]", by: dict[str, str | None]) -> "QuerySet[Row]":
    return rows.filter(**{name: value for name, value in by.items() if value})
