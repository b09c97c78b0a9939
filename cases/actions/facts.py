"""Writing the summary table of facts, in the publishing transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyroaring import BitMap

from cases.actions.many_rows import put_rows
from cases.domain.content import CaseContent
from cases.domain.facts import Kind, fact, facts_of
from cases.models import BLOCK_BITS, Case, FactBlock
from cases.queries.fact_blocks import Place, blocks_of, stored_sets, tag_addresses


def change_facts(
    case: int,
    before: CaseContent | None,
    after: CaseContent | None,
    *,
    turn: int,
    addresses: Mapping[str, str] | None = None,
) -> None:
    """Take the facts that a case no longer has from it and give it the new ones, as of this turn.

    A content of None is that of a case that is not on the page.

    The tags of both contents must have their rows already. `addresses` are those of the tags, where the
    caller knows them.
    """
    if addresses is None:
        addresses = tag_addresses([tag for content in (before, after) if content for tag in content.tags])
    old = facts_of(before, addresses) if before else frozenset()
    new = facts_of(after, addresses) if after else frozenset()
    block = case >> BLOCK_BITS
    differing = old ^ new
    stored = stored_sets(block, sorted(differing))
    changed: dict[Place, BitMap] = {}
    for each in differing:
        members = stored.get(each, BitMap())
        if each in new:
            members.add(case)
        else:
            members.discard(case)
        changed[each, block] = members
    write_blocks(changed, turn=turn)


def replace_facts(contents: Iterable[tuple[int, CaseContent]], *, turn: int) -> None:
    """Make the table say of these cases, and of no others, what their contents say; equal rows stay."""
    wanted = blocks_of(contents)
    for row in FactBlock.objects.iterator(1000):
        place = (row.fact, row.block)
        if row.read() == wanted.get(place, BitMap()):
            wanted.pop(place, None)
        else:
            wanted.setdefault(place, BitMap())
    write_blocks(wanted, turn=turn)


def replace_tag_facts(slugs: Iterable[str], *, turn: int) -> None:
    """Make the table say of these tags, by their addresses, that the cases have them which do."""
    for slug in slugs:
        name = fact(Kind.TAG, slug)
        wanted: defaultdict[int, BitMap] = defaultdict(BitMap)
        for case in Case.objects.filter(tags__slug=slug).values_list("pk", flat=True):
            wanted[case >> BLOCK_BITS].add(case)
        stored = {row.block: row.read() for row in FactBlock.objects.filter(fact=name)}
        blocks = {*wanted, *stored}
        changed = {block for block in blocks if wanted[block] != stored.get(block, BitMap())}
        write_blocks({(name, block): wanted[block] for block in changed}, turn=turn)


def write_blocks(blocks: Mapping[Place, BitMap], *, turn: int) -> None:
    """Write these rows. A block that no case is in stays as an empty row, so that readers learn of it."""
    put_rows(
        FactBlock,
        ("fact", "block", "members", "turn"),
        [(fact, block, members.serialize(), turn) for (fact, block), members in sorted(blocks.items())],
        unique=("fact", "block"),
    )
