"""Writing the summary table of facts, in the publishing transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyroaring import BitMap

from cases.actions.many_rows import put_rows
from cases.actions.one_row import write
from cases.domain.content import CaseContent
from cases.domain.facts import Fact, Kind, change_written, fact, facts_of
from cases.models import BLOCK_BITS, Case, FactBlock, FactChange
from cases.queries.fact_blocks import (
    Place,
    Waiting,
    blocks_of,
    first_waiting_turn,
    stored_sets,
    tag_addresses,
    waiting_changes,
)

TURNS_OF_CHANGES = 128
"""So many turns changes wait until the blocks say them: to fold fewer together would cost each publication
more, and to wait for longer each new process, which reads as many rows besides the blocks."""
FACTS_AT_ONCE = 200


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
    if old == new:
        return
    first = next((first for (first,) in first_waiting_turn()), turn)
    write(FactChange(turn=turn, case=case, facts=change_written(new - old, old - new)))
    if turn - first + 1 >= TURNS_OF_CHANGES:
        fold_changes()


def fold_changes() -> None:
    """Let the blocks say what changed since they were written. Call it in the turn of a publication.

    Nobody who counts sees a difference. A block gets the turn of its last change, so that processes that
    know of the change already do not read it.
    """
    waiting = waiting_changes()
    for block in sorted({block for _fact, block in waiting}):
        facts = sorted(fact for fact, of in waiting if of == block)
        for start in range(0, len(facts), FACTS_AT_ONCE):
            some = facts[start : start + FACTS_AT_ONCE]
            _fold({fact: waiting[fact, block] for fact in some}, block)
    FactChange.objects.all().delete()


def _fold(waiting: Mapping[Fact, Waiting], block: int) -> None:
    stored = stored_sets(block, list(waiting))
    _write(
        ((fact, block), more.said_by(stored.get(fact, BitMap())), more.turn) for fact, more in waiting.items()
    )


def replace_facts(contents: Iterable[tuple[int, CaseContent]], *, turn: int) -> None:
    """Make the table say of these cases, and of no others, what their contents say; equal rows stay."""
    fold_changes()
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
    fold_changes()
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
    _write((place, members, turn) for place, members in sorted(blocks.items()))


def _write(rows: Iterable[tuple[Place, BitMap, int]]) -> None:
    put_rows(
        FactBlock,
        ("fact", "block", "members", "turn"),
        [(fact, block, members.serialize(), turn) for (fact, block), members, turn in rows],
        unique=("fact", "block"),
    )
