"""Tags: all of them with their cases counted, and one with those that stand beside it."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

from rapidfuzz import fuzz, process
from taggit.models import Tag

from cases.domain.facts import Kind
from cases.models import Case, TagSynonym
from cases.queries.facts import Cases, Facts, facts_now

PAGE = 100
CASES_SHOWN = 20
RELATED_SHOWN = 12
COMPARED_AT_MOST = 2_000
"""With how many of the most common tags one is compared; beyond, a shared case is a chance."""

LOOK_ALIKES_SHOWN = 8
ALIKE = 75
"""From which likeness on, of 100, two names may be meant as one."""


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
    """One tag: what stands for it, its newest cases, and the tags that most often stand beside it."""

    tag: TagRow
    synonyms: tuple[str, ...]
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
    """Read the page of a tag; None when no case has it. Four queries."""
    facts = facts_now()
    having = facts.having(Kind.TAG, slug)
    if not having:
        return None
    cases = Case.objects.published().filter(pk__in=_newest(having)).select_related("stage", "model")
    related = _related(facts, slug, having)
    rows = {row.slug: row for row in _rows(facts, [slug, *(other for other, _n in related)], related)}
    tag = rows.pop(slug)
    return TagPage(tag, _synonyms(slug), tuple(cases.order_by("-pk")), tuple(rows.values()))


def _synonyms(slug: str) -> tuple[str, ...]:
    rows = TagSynonym.objects.filter(of__slug=slug).order_by("tag__name")
    return tuple(rows.values_list("tag__name", flat=True))


def synonyms_of(tag: Tag) -> tuple[TagSynonym, ...]:
    """What stands for a tag, for those who may change it; one query."""
    return tuple(TagSynonym.objects.filter(of=tag).select_related("tag").order_by("tag__name"))


def look_alikes(tag: Tag) -> tuple[TagRow, ...]:
    """Other tags with a name much like this one, the likest first; two queries."""
    facts = facts_now()
    names = dict(Tag.objects.filter(slug__in=facts.values(Kind.TAG)).values_list("slug", "name"))
    names.pop(tag.slug, None)
    found = process.extract(
        tag.name, names, scorer=fuzz.token_sort_ratio, limit=LOOK_ALIKES_SHOWN, score_cutoff=ALIKE
    )
    return tuple(TagRow(slug, name, len(facts.having(Kind.TAG, slug))) for name, _score, slug in found)


def public_tag(slug: str) -> Tag | None:
    """The tag at this address; None when no case has it."""
    return Tag.objects.filter(slug=slug, taggit_taggeditem_items__isnull=False).first()


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
