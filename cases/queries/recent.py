"""The accepted changes of all cases, newest first."""

from dataclasses import dataclass

from cases.models import Case, Version

PAGE = 30


@dataclass(frozen=True, slots=True)
class RecentPage:
    """A page of accepted changes; `before` is the key of the next page, or None."""

    versions: tuple[Version, ...]
    before: int | None


def recent_page(*, before: int | None = None, case: Case | None = None, size: int = PAGE) -> RecentPage:
    """Read a page of changes, of all cases or of one, with case, author and reviewer; one query."""
    versions = Version.objects.select_related("case", "author", "reviewer").defer("content").order_by("-pk")
    if case is not None:
        versions = versions.filter(case=case)
    if before is not None:
        versions = versions.filter(pk__lt=before)
    found = list(versions[: size + 1])
    return RecentPage(tuple(found[:size]), found[size - 1].pk if len(found) > size else None)
