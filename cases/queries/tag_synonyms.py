"""Which tags stand for others: what authors write, and what is published of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from taggit.models import Tag

from cases.models import TagSynonym
from cases.queries.asking import Question
from cases.queries.fixed import fixed


@dataclass(frozen=True, slots=True)
class PublishedTag:
    """A tag as cases have it: its number, its name and its address."""

    pk: int
    name: str
    slug: str


def published_as(names: Collection[str]) -> Mapping[str, PublishedTag]:
    """What is published of each of these names that has a tag: the tag that it stands for, or its own.

    One query, none without names.
    """
    rows = _published(*sorted(names)) if names else ()
    return {written: PublishedTag(pk, name, slug) for written, pk, name, slug in rows}


def asked_by_tags(names: Collection[str]) -> list[Question]:
    """What `published_as` asks."""
    return [_published.asked_of(*sorted(names))] if names else []


@fixed
def _published(*names: str) -> "QuerySet[Tag, tuple[str, int, str, str]]":
    rows: QuerySet[Tag, tuple[str, int, str, str]] = Tag.objects.filter(name__in=names).values_list(
        "name",
        Coalesce("stands_for__of_id", "pk"),
        Coalesce("stands_for__of__name", "name"),
        Coalesce("stands_for__of__slug", "slug"),
    )
    return rows


def synonyms_among(names: Collection[str]) -> Mapping[str, str]:
    """The synonyms among these names, each with the name of its tag; one query."""
    return _named(TagSynonym.objects.filter(tag__name__in=names).values_list("tag__name", "of__name"))


def all_synonyms() -> Mapping[str, str]:
    """Every synonym with the name of its tag; one query."""
    return _named(TagSynonym.objects.values_list("tag__name", "of__name"))


def synonym_address(slug: str) -> str:
    """The address of the tag that the tag at this address stands for; "" when it stands for none."""
    return TagSynonym.objects.filter(tag__slug=slug).values_list("of__slug", flat=True).first() or ""


def addresses_now(slugs: Collection[str]) -> tuple[str, ...]:
    """The addresses under which the cases of these tags are found now, so that old links keep their meaning.

    One query, none without tags.
    """
    if not slugs:
        return ()
    moved = dict(TagSynonym.objects.filter(tag__slug__in=slugs).values_list("tag__slug", "of__slug"))
    return tuple(dict.fromkeys(moved.get(slug, slug) for slug in slugs))


def find_tag(slug: str) -> Tag | None:
    """The tag at this address, None when there is none, or it stands for another."""
    return Tag.objects.filter(slug=slug, stands_for__isnull=True).first()


def _named(rows: Collection[tuple[str, str]]) -> Mapping[str, str]:
    return dict(rows)
