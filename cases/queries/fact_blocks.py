"""What the summary table of facts should say, computed from contents, and what it says."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from pyroaring import BitMap
from taggit.models import Tag

from cases.domain.content import CaseContent
from cases.domain.facts import FACTS_VERSION, Fact, Kind, change_read, change_written, fact, facts_of
from cases.models import BLOCK_BITS, Case, FactBlock, FactChange
from cases.queries.cursors import bytes_cursor
from cases.queries.fixed import fixed

CHUNK = 1000

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
    """What the rows of a block say of these facts, as sets that the caller may change; one query."""
    if not facts:
        return {}
    with bytes_cursor(connection) as cursor:
        cursor.execute(
            'SELECT "fact", "members" FROM "cases_factblock" '  # noqa: S608 (places, no values)
            f'WHERE "block" = %s AND "fact" IN ({", ".join(["%s"] * len(facts))})',
            [block, *facts],
        )
        return {fact: BitMap.deserialize(bytes(members)) for fact, members in cursor.fetchall()}


@dataclass(slots=True)
class Waiting:
    """What a block does not say yet of a fact: whether these cases have it, as of the turn of the last."""

    turn: int = 0
    cases: dict[int, bool] = field(default_factory=dict)

    def said_by(self, members: BitMap) -> BitMap:
        """The cases that have the fact; the set that is given, of those that had it, becomes it."""
        members.update(case for case, has in self.cases.items() if has)
        members.difference_update(BitMap([case for case, has in self.cases.items() if not has]))
        return members


def waiting_changes() -> dict[Place, Waiting]:
    """All that the blocks do not say yet; one query."""
    waiting: defaultdict[Place, Waiting] = defaultdict(Waiting)
    for change in FactChange.objects.order_by("turn"):
        for each, has in change_read(change.facts):
            place = waiting[each, change.case >> BLOCK_BITS]
            place.turn, place.cases[change.case] = change.turn, has
    return dict(waiting)


@fixed
def first_waiting_turn() -> "QuerySet[FactChange, tuple[int]]":
    """Since when changes wait; nothing where none does."""
    return FactChange.objects.order_by("turn").values_list("turn")[:1]


def stored_blocks() -> Iterator[tuple[Place, BitMap]]:
    """What the table says, with the changes that wait; block by block, and the new ones last."""
    waiting = waiting_changes()
    for row in FactBlock.objects.iterator(CHUNK):
        place = (row.fact, row.block)
        yield place, waiting.pop(place, Waiting()).said_by(row.read())
    yield from ((place, more.said_by(BitMap())) for place, more in waiting.items())


def tag_addresses(names: Collection[str]) -> Mapping[str, str]:
    """The address of each of these tags; that of its tag for a synonym."""
    return _addresses(Tag.objects.filter(name__in=names))


def _addresses(tags: "QuerySet[Tag]") -> dict[str, str]:
    return dict(tags.values_list("name", Coalesce("stands_for__of__slug", "slug")))


def are_facts_of_older() -> bool:
    """Whether there are cases, and their facts were written down under other rules than today's."""
    rules = fact(Kind.RULES, FACTS_VERSION)
    today = FactBlock.objects.filter(fact=rules)
    new = FactChange.objects.filter(facts__contains=change_written([rules], []))
    return Case.objects.exists() and not today.exists() and not new.exists()
