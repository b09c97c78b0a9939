"""The rows that the summary table of facts should have, computed from contents, and those that it has."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from pyroaring import BitMap
from taggit.models import Tag

from cases.domain.content import CaseContent
from cases.domain.facts import FACTS_VERSION, Fact, Kind, fact, facts_of
from cases.models import BLOCK_BITS, Case, FactBlock
from cases.queries.bytes_cursor import bytes_cursor

Place = tuple[Fact, int]
"""A fact and a block."""


def blocks_of(contents: Iterable[tuple[int, CaseContent]]) -> dict[Place, BitMap]:
    """The rows that these cases should have, computed from their contents."""
    blocks: dict[Place, BitMap] = {}
    addresses = _addresses(Tag.objects.all())
    for case, content in contents:
        for each in facts_of(content, addresses):
            blocks.setdefault((each, case >> BLOCK_BITS), BitMap()).add(case)
    return blocks


def stored_sets(block: int, facts: Sequence[Fact]) -> dict[Fact, BitMap]:
    """Of these facts the cases of a block that have them, as sets that the caller may change; one query."""
    if not facts:
        return {}
    with bytes_cursor(connection) as cursor:
        cursor.execute(
            'SELECT "fact", "members" FROM "cases_factblock" '  # noqa: S608 (places, no values)
            f'WHERE "block" = %s AND "fact" IN ({", ".join(["%s"] * len(facts))})',
            [block, *facts],
        )
        return {fact: BitMap.deserialize(bytes(members)) for fact, members in cursor.fetchall()}


def tag_addresses(names: Collection[str]) -> Mapping[str, str]:
    """The address of each of these tags; that of its tag for a synonym."""
    return _addresses(Tag.objects.filter(name__in=names))


def _addresses(tags: "QuerySet[Tag]") -> dict[str, str]:
    return dict(tags.values_list("name", Coalesce("stands_for__of__slug", "slug")))


def are_facts_of_older() -> bool:
    """Whether there are cases, and their facts were written down under other rules than today's."""
    today = FactBlock.objects.filter(fact=fact(Kind.RULES, FACTS_VERSION))
    return Case.objects.exists() and not today.exists()
