"""Where a case is now, by an address that it has or had."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, QuerySet

from cases.domain.gaps import Gap, GapKind
from cases.models import Case, CaseRecord, MergedAddress, PastAddress
from cases.queries.fixed import fixed


@dataclass(frozen=True, slots=True)
class Found:
    """A published case as a link needs it: the address it has now, and its title."""

    slug: str
    title: str


def cases_at(slugs: Iterable[str]) -> dict[str, Found]:
    """The published cases to which these addresses lead, by the address asked for; one query.

    An address leads to the case that has it, or had it, or into which the one that has it was merged.
    """
    wanted = set(slugs)
    have = Case.objects.published().filter(slug__in=wanted).order_by().annotate(asked=F("slug"))
    had = PastAddress.objects.filter(slug__in=wanted, record__case__isnull=False).order_by()
    merged = MergedAddress.objects.filter(slug__in=wanted, record__case__isnull=False).order_by()
    leading = ("asked", "record__case__slug", "record__case__title")
    rows = have.values_list("asked", "slug", "title").union(
        had.annotate(asked=F("slug")).values_list(*leading),
        merged.annotate(asked=F("slug")).values_list(*leading),
    )
    return {asked: Found(slug, title) for asked, slug, title in rows}


def addresses_of(record: CaseRecord) -> tuple[str, ...]:
    """The address of a case and all that it had before."""
    past = record.past_addresses.values_list("slug", flat=True)
    return (record.slug or "", *past)


def address_now(slug: str) -> str | None:
    """The address of the published case to which this one leads, or None when it leads to none."""
    found = cases_at([slug]).get(slug)
    return found.slug if found else None


def moved_addresses() -> dict[str, str]:
    """Every past address with the address that its record has now; one query."""
    return {
        slug: now for slug, now in PastAddress.objects.values_list("slug", "record__slug") if now is not None
    }


def gap_now(gap: str, moved: Mapping[str, str]) -> str:
    """The address of a gap as it is now: that of a part moves with its case."""
    found = Gap.read(gap)
    if found.kind is not GapKind.PART or found.slug not in moved:
        return gap
    return Gap.of_part(found.part, moved[found.slug]).address


def names_of_gap(gap: str, moved: Mapping[str, str]) -> tuple[str, ...]:
    """The address of a gap with those that it had before, where its case moved."""
    found = Gap.read(gap)
    if found.kind is not GapKind.PART:
        return (gap,)
    before = (slug for slug, now in moved.items() if now == found.slug)
    return (gap, *(Gap.of_part(found.part, slug).address for slug in before))


def is_taken(slug: str, *, besides: CaseRecord | None = None) -> bool:
    """Whether another record has this address or had it. One query."""
    own = besides.pk if besides is not None else None
    return any(record != own for (record,) in records_at(slug))


@fixed
def records_at(slug: str) -> "QuerySet[CaseRecord, tuple[int]]":
    """The records that have this address or had it."""
    records, past = CaseRecord.objects.filter(slug=slug), PastAddress.objects.filter(slug=slug)
    return records.order_by().values_list("pk").union(past.order_by().values_list("record"), all=True)
