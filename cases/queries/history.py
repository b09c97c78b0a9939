"""Published versions of a case. Nothing that was not accepted is ever among them."""

from dataclasses import dataclass

from cases.models import Case, Version

PAGE = 30


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of versions, newest first; `before` is the key of the next page, or None."""

    case: Case
    versions: tuple[Version, ...]
    before: int | None


def published_case(slug: str) -> Case | None:
    """The published case at this address, or None."""
    return Case.objects.published().select_related("stage", "model").filter(slug=slug).first()


def history_page(case: Case, *, before: int | None = None, size: int = PAGE) -> HistoryPage:
    """Read a page of the history in one query."""
    rows = Version.objects.filter(case=case).select_related("author", "reviewer").defer("content")
    rows = rows.order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows[: size + 1])
    return HistoryPage(case, tuple(found[:size]), found[size - 1].number if len(found) > size else None)


def version_of(case: Case, number: int) -> Version | None:
    """One version of a case, or None."""
    return Version.objects.select_related("author", "reviewer").filter(case=case, number=number).first()
