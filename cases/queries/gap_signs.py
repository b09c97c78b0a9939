"""What people said of gaps: *Wanted* lines, open calls, who is looking, and who looked and found nothing."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone

from cases.models import Looking, OpenCall, SearchNote, WantedLine


@dataclass(frozen=True, slots=True)
class Signs:
    """What people said of one gap. `is_searched`: somebody found nothing and nobody began again since."""

    wanted: str = ""
    looking: tuple[Looking, ...] = ()
    calls: int = 0
    is_searched: bool = False


def signs_of(addresses: Collection[str]) -> Mapping[str, Signs]:
    """The signs of each of these gaps, or of none of them an empty one; four queries."""
    now = timezone.now()
    wanted = dict(WantedLine.objects.filter(gap__in=addresses).values_list("gap", "text"))
    calls = _counted(OpenCall.objects.current(timezone.localdate(now)).filter(gap__in=addresses))
    searched = _counted(SearchNote.objects.filter(gap__in=addresses, ended_at__isnull=True))
    looking = _looking(addresses, now)
    said = {*wanted, *calls, *searched, *looking}
    signs = {
        gap: Signs(wanted.get(gap, ""), tuple(looking.get(gap, ())), calls.get(gap, 0), gap in searched)
        for gap in said
    }
    return defaultdict(Signs, signs)


def searched_claims() -> frozenset[str]:
    """The codes of claims that somebody looked for in vain; one query."""
    rows = SearchNote.objects.filter(gap__startswith="claim-", ended_at__isnull=True)
    return frozenset(gap.removeprefix("claim-") for gap in rows.values_list("gap", flat=True))


def wanted_lines(addresses: Collection[str]) -> Mapping[str, str]:
    """The *Wanted* line of each of these gaps that has one; one query."""
    rows = WantedLine.objects.filter(gap__in=addresses).exclude(text="")
    return dict(rows.values_list("gap", "text"))


def _counted(rows: "models.QuerySet[OpenCall] | models.QuerySet[SearchNote]") -> dict[str, int]:
    return dict(rows.order_by().values_list("gap").annotate(models.Count("pk")))


def _looking(addresses: Collection[str], now: datetime) -> dict[str, list[Looking]]:
    found = defaultdict(list)
    for row in Looking.objects.now(now).filter(gap__in=addresses).select_related("person"):
        found[row.gap].append(row)
    return found
