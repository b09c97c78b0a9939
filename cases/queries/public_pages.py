"""Every public page of which there are many, by key: what a copy of the site holds."""

from collections.abc import Callable, Iterator
from itertools import chain, pairwise

from django.db.models import Exists, OuterRef, Q
from taggit.models import Tag, TaggedItem

from accounts.models import User
from cases.domain.gap_order import GapSort
from cases.domain.gaps import Gap
from cases.domain.vocabulary import PARTS
from cases.exchange.site_tables import TABLES
from cases.models import Case, CaseImage, CasePart, GapTurn, Snapshot, Thread, Version
from cases.queries.gap_list import load_missing
from models_taxonomy.models import Claim

AT_ONCE = 500
SNAPSHOT_ROUTES = (
    "snapshot", "snapshot_manifest", "snapshot_cases", "snapshot_taxonomy", "snapshot_zip", "snapshot_bib",
    "snapshot_ris", "snapshot_csl",
)  # fmt: skip
Pieces = tuple[object, ...]
"""What the address of a page is made of, in its order."""


def pages_of(route: str) -> Iterator[Pieces]:
    """What the addresses of all pages of a route are made of, read while they are asked for.

    `route` is a key of `OF_ROUTE`.
    """
    return OF_ROUTE[route]()


def _cases() -> Iterator[Pieces]:
    rows = Case.objects.order_by("pk").values_list("slug")
    return rows.iterator(AT_ONCE)


def _versions() -> Iterator[Pieces]:
    return Version.objects.order_by("pk").values_list("case__slug", "number").iterator(AT_ONCE)


def _changes() -> Iterator[Pieces]:
    """Each version with the one before it, as the history compares them."""
    before: tuple[str, int] | None = None
    rows = Version.objects.order_by("case", "number").values_list("case__slug", "number")
    for slug, number in rows.iterator(AT_ONCE):
        if before is not None and before[0] == slug:
            yield slug, before[1], number
        before = (slug, number)


def _threads() -> Iterator[Pieces]:
    rows = Thread.objects.shown().filter(record__case__isnull=False).order_by("pk")
    return rows.values_list("record__case__slug", "pk").iterator(AT_ONCE)


def _claims() -> Iterator[Pieces]:
    return iter(Claim.objects.order_by("order").values_list("code"))


def _gaps() -> Iterator[Pieces]:
    """The gaps that are open, those that were closed, and every part that nobody wrote."""
    few = (row.gap.address for row in load_missing().of(None, GapSort.WANTED))
    turned = GapTurn.objects.order_by("gap").values_list("gap", flat=True).distinct()
    known = dict.fromkeys(chain(few, turned, (f"claim-{code}" for code in _current_claims())))
    yield from ((address,) for address in known)
    for slug, written in _written_parts():
        parts = (Gap.of_part(part, slug).address for part in PARTS if part not in written)
        yield from ((address,) for address in parts if address not in known)


def _current_claims() -> Iterator[str]:
    return iter(Claim.objects.filter(is_withdrawn=False).values_list("code", flat=True))


def _written_parts() -> Iterator[tuple[str, frozenset[str]]]:
    """Each case with the parts of which it has a text, or says why there is none."""
    last = 0
    while batch := list(Case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "slug")[:AT_ONCE]):
        last = batch[-1][0]
        keys = CasePart.objects.filter(case__in=[pk for pk, _slug in batch]).values_list("case", "key")
        written: dict[int, set[str]] = {}
        for case, key in keys:
            written.setdefault(case, set()).add(key)
        yield from ((slug, frozenset(written.get(pk, ()))) for pk, slug in batch)


def _images() -> Iterator[Pieces]:
    return CaseImage.objects.order_by("key").values_list("key").distinct().iterator(AT_ONCE)


def _tags() -> Iterator[Pieces]:
    used = Tag.objects.filter(Exists(TaggedItem.objects.filter(tag=OuterRef("pk"))))
    pages: Iterator[Pieces] = used.order_by("pk").values_list("slug").iterator(AT_ONCE)
    return pages


def _people() -> Iterator[Pieces]:
    """Those of whom some work was accepted, or who accepted some; nobody else is listed anywhere."""
    did = Version.objects.filter(Q(author=OuterRef("pk")) | Q(reviewer=OuterRef("pk")))
    rows = User.objects.filter(Exists(did), left_at__isnull=True, is_active=True)
    return rows.order_by("pk").values_list("username").iterator(AT_ONCE)


def _tables() -> Iterator[Pieces]:
    return ((table.name,) for table in TABLES)


def _snapshots() -> Iterator[Pieces]:
    return Snapshot.objects.order_by("pk").values_list("pk").iterator(AT_ONCE)


def _snapshot_changes() -> Iterator[Pieces]:
    """Each snapshot with the one before it."""
    return pairwise(Snapshot.objects.order_by("pk").values_list("pk", flat=True))


OF_ROUTE: dict[str, Callable[[], Iterator[Pieces]]] = {
    "case": _cases,
    "case_feed": _cases,
    "case_history": _cases,
    "discussion": _cases,
    "case_sources_bib": _cases,
    "case_sources_ris": _cases,
    "case_sources_csl": _cases,
    "case_json_ld": _cases,
    "case_version": _versions,
    **dict.fromkeys(("cite", "cite_bib", "cite_ris", "cite_csl"), _versions),
    "case_diff": _changes,
    "thread": _threads,
    "claim": _claims,
    "claim_feed": _claims,
    "gap": _gaps,
    "gap_feed": _gaps,
    "image": _images,
    "small_image": _images,
    "tag": _tags,
    "tag_feed": _tags,
    "profile": _people,
    "data_table": _tables,
    **dict.fromkeys(SNAPSHOT_ROUTES, _snapshots),
    **dict.fromkeys(("snapshot_changes", "snapshot_changes_csv", "snapshot_changes_json"), _snapshot_changes),
}
"""The routes with pages of which there are many."""
