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
    versions = _versions(before)
    if case is not None:
        versions = versions.filter(case=case)
    return _page(versions, size)


def recent_on_claim(code: str, *, before: int | None = None) -> RecentPage:
    """A page of the changes of the cases that are on a claim now; one query."""
    placed = Placement.objects.filter(claim=code).exclude(stance=Stance.NOT_FOUND)
    return _page(_versions(before).filter(case__in=placed.values("case")), PAGE)


def recent_with_tag(slug: str, *, before: int | None = None) -> RecentPage:
    """A page of the changes of the cases that have a tag now; one query."""
    tagged = Case.objects.filter(tags__slug=slug).values("pk")
    return _page(_versions(before).filter(case__in=tagged), PAGE)


def _versions(before: int | None) -> "QuerySet[Version]":
    versions = Version.objects.select_related("case", "author", "reviewer").defer("content").order_by("-pk")
    return versions if before is None else versions.filter(pk__lt=before)


def _page(versions: "QuerySet[Version]", size: int) -> RecentPage:
    found = list(versions[: size + 1])
    return RecentPage(tuple(found[:size]), found[size - 1].pk if len(found) > size else None)
