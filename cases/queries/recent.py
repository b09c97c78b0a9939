"""The accepted changes of all cases, newest first."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cases.domain.facts import Kind
from cases.domain.vocabulary import Stance
from cases.models import Case, Version
from cases.queries.facts import Cases, facts_now
from cases.queries.long_lists import NewestVersions, first_of

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
    """A page of the changes of the cases that are on a claim now; see `_recent_of`."""
    spoken = [f"{code}:{stance}" for stance in Stance if stance is not Stance.NOT_FOUND]
    return _recent_of(facts_now().any_of(Kind.CLAIM, spoken), before)


def recent_with_tag(slug: str, *, before: int | None = None) -> RecentPage:
    """A page of the changes of the cases that have a tag now; see `_recent_of`."""
    return _recent_of(facts_now().having(Kind.TAG, slug), before)


def _recent_of(cases: Cases, before: int | None) -> RecentPage:
    """A page of the changes of these cases: two queries, and a few more where few of very many are theirs."""
    place = None if before is None else (before,)
    places = first_of(cases, NewestVersions(), place, PAGE + 1)
    return _page(_versions(None).filter(pk__in=[pk for pk, _case in places]), PAGE)


def _versions(before: int | None) -> "QuerySet[Version]":
    versions = Version.objects.select_related("case", "author", "reviewer").defer("content").order_by("-pk")
    return versions if before is None else versions.filter(pk__lt=before)


def _page(versions: "QuerySet[Version]", size: int) -> RecentPage:
    found = list(versions[: size + 1])
    return RecentPage(tuple(found[:size]), found[size - 1].pk if len(found) > size else None)
