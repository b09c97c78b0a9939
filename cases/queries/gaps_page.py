"""The page of the list of gaps: one page of it, and the open calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from cases.domain.gap_order import GapList, GapSort
from cases.models import OpenCall
from cases.queries.gap_list import PAGE_SIZE, GapRow, Missing, load_missing, rows_of_parts
from cases.queries.gap_words import Words, titles_of, words_of

CALLS_AT_MOST = 10
PAST_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class View:
    """What is asked for: a kind or all of them, an order, and the number of a page, from 1."""

    kind: GapList | None = None
    sort: GapSort = GapSort.WANTED
    page: int = 1


@dataclass(frozen=True, slots=True)
class CallShown:
    """An open call with the name of its gap."""

    call: OpenCall
    words: Words


@dataclass(frozen=True, slots=True)
class GapsPage:
    """Everything that the page shows; `found` gaps are of the kind asked for."""

    view: View
    counts: Mapping[GapList, int]
    found: int
    rows: tuple[GapRow, ...]
    calls: tuple[CallShown, ...]
    past: tuple[CallShown, ...]
    changed_at: datetime | None

    @property
    def in_all(self) -> int:
        """How many gaps of all kinds there are."""
        return sum(self.counts.values())

    @property
    def pages(self) -> int:
        """How many pages the list has, at least one."""
        return max(1, -(-self.found // PAGE_SIZE))


def load_gaps(view: View) -> GapsPage:
    """Read the page; thirteen queries at any size, six more for missing parts and two for calls."""
    missing = load_missing()
    counts = missing.counts
    today = timezone.localdate()
    return GapsPage(
        view=view,
        counts=counts,
        found=counts[view.kind] if view.kind else sum(counts.values()),
        rows=tuple(_rows(missing, view)),
        calls=_shown(
            missing, OpenCall.objects.current(today).of_open_gaps().select_related("by")[:CALLS_AT_MOST]
        ),
        past=_shown(missing, OpenCall.objects.past(today).of_open_gaps().select_related("by")[:PAST_AT_MOST]),
        changed_at=missing.facts.changed_at,
    )


def _rows(missing: Missing, view: View) -> list[GapRow]:
    """One page of the few gaps and then of the missing parts; the other way round in the last order."""
    few = missing.of(view.kind, view.sort)
    backwards = view.sort is GapSort.GAP_LAST
    parts = missing.counts[GapList.PART] if view.kind in {None, GapList.PART} else 0
    start, stop = (view.page - 1) * PAGE_SIZE, view.page * PAGE_SIZE
    before = parts if backwards else 0
    from_few = few[max(0, start - before) : max(0, stop - before)]
    begins = start if backwards else max(0, start - len(few))
    room = PAGE_SIZE - len(from_few)
    some = missing.some_parts(begins, min(room, max(0, parts - begins)), backwards=backwards)
    from_parts = rows_of_parts(missing, some)
    return [*from_parts, *from_few] if backwards else [*from_few, *from_parts]


def _shown(missing: Missing, calls: QuerySet[OpenCall]) -> tuple[CallShown, ...]:
    rows = list(calls)
    titles = titles_of(row.of_gap for row in rows)
    return tuple(CallShown(row, words_of(row.of_gap, missing.taxonomy, titles)) for row in rows)
