"""Tags: all of them with their cases counted, and one with those that stand beside it."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

from taggit.models import Tag

from cases.domain.facts import Kind
from cases.models import Case
from cases.queries.facts import Cases, Facts, facts_now

PAGE = 100
CASES_SHOWN = 20
RELATED_SHOWN = 12
COMPARED_AT_MOST = 2_000
"""With how many of the most common tags one is compared; beyond, a shared case is a chance."""


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag with the number of its cases; `together` is how many of them have the tag of the page, too."""

    slug: str
    name: str
    cases: int
    together: int = 0


@dataclass(frozen=True, slots=True)
class TagsPage:
    """A page of tags by address; `after` is the key of the next page, or ""."""

    rows: tuple[TagRow, ...]
    total: int
    after: str


@dataclass(frozen=True, slots=True)
class TagPage:
    """One tag: its newest cases and the tags that most often stand beside it."""

    tag: TagRow
    cases: tuple[Case, ...]
    related: tuple[TagRow, ...]


def tags_page(*, after: str = "", size: int = PAGE) -> TagsPage:
    """Read a page of the tags that some case has; two queries."""
    facts = facts_now()
    slugs = facts.values(Kind.TAG)
    start = bisect_right(slugs, after)
    found = slugs[start : start + size]
    is_last = start + size >= len(slugs)
    return TagsPage(_rows(facts, found), len(slugs), "" if is_last or not found else found[-1])


def tag_page(slug: str) -> TagPage | None:
    """Read the page of a tag; None when no case has it. Three queries."""
    facts = facts_now()
    having = facts.having(Kind.TAG, slug)
    if not having:
        return None
    cases = Case.objects.published().filter(pk__in=_newest(having)).select_related("stage", "model")
    related = _related(facts, slug, having)
    rows = {row.slug: row for row in _rows(facts, [slug, *(other for other, _n in related)], related)}
    tag = rows.pop(slug)
    return TagPage(tag, tuple(cases.order_by("-pk")), tuple(rows.values()))


def _newest(having: Cases) -> list[int]:
    return [having[place] for place in range(max(0, len(having) - CASES_SHOWN), len(having))]


def _related(facts: Facts, slug: str, having: Cases) -> list[tuple[str, int]]:
    """The tags that most often stand beside this one, with how often."""
    common = facts.most_common_tags(COMPARED_AT_MOST)
    counted = ((other, facts.count(Kind.TAG, other, within=having)) for other in common if other != slug)
    return nsmallest(RELATED_SHOWN, (row for row in counted if row[1]), key=lambda row: (-row[1], row[0]))


def _rows(facts: Facts, slugs: Iterable[str], together: Iterable[tuple[str, int]] = ()) -> tuple[TagRow, ...]:
    wanted, shared = list(slugs), dict(together)
    names = dict(Tag.objects.filter(slug__in=wanted).values_list("slug", "name"))
    return tuple(
        TagRow(slug, names.get(slug, slug), len(facts.having(Kind.TAG, slug)), shared.get(slug, 0))
        for slug in wanted
    )


def tag_names(at_most: int = 200) -> list[str]:
    """The names of the tags that most cases have, the most used first."""
    facts = facts_now()
    slugs = list(facts.most_common_tags(at_most))
    names = dict(Tag.objects.filter(slug__in=slugs).values_list("slug", "name"))
    return [names[slug] for slug in slugs if slug in names]
