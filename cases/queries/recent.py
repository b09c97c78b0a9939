"""The accepted changes of all cases, newest first."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cases.domain.vocabulary import Stance
from cases.models import Case, Placement, Version

PAGE = 30


@dataclass(frozen=True, slots=True)
class RecentPage:
    """A page of accepted changes; `before` is the key of the next page, or None."""

    versions: tuple[Version, ...]
    before: int | None


def recent_page(*, before: int | None = None, case: Case | None = None, size: int = PAGE) -> RecentPage:
    """Read a page of changes, of all cases or of one, with case, author and reviewer; one query."""
    versions = _versions()
    if case is not None:
        versions = versions.filter(case=case)
    if before is not None:
        versions = versions.filter(pk__lt=before)
    return _page(versions, size)


def recent_on_claim(code: str) -> RecentPage:
    """The newest changes of the cases that are on a claim now; one query."""
    placed = Placement.objects.filter(claim=code).exclude(stance=Stance.NOT_FOUND)
    return _page(_versions().filter(case__in=placed.values("case")), PAGE)


def recent_with_tag(slug: str) -> RecentPage:
    """The newest changes of the cases that have a tag now; one query."""
    return _page(_versions().filter(case__in=Case.objects.filter(tags__slug=slug).values("pk")), PAGE)


def _versions() -> "QuerySet[Version]":
    return Version.objects.select_related("case", "author", "reviewer").defer("content").order_by("-pk")


def _page(versions: "QuerySet[Version]", size: int) -> RecentPage:
    found = list(versions[: size + 1])
    return RecentPage(tuple(found[:size]), found[size - 1].pk if len(found) > size else None)
