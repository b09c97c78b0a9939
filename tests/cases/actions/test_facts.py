"""What changes of facts waits in rows of its own until it is folded; whoever counts sees no difference."""

from collections.abc import Sequence

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from cases.actions import facts
from cases.domain.content import CaseContent, Place
from cases.domain.facts import Fact, Kind, fact
from cases.models import BLOCK_BITS, Case, FactBlock, FactChange
from cases.queries import facts as process
from cases.queries.fact_blocks import stored_blocks
from cases.queries.facts import facts_now
from cases.queries.verification import find_faults
from tests import world

CONTENTS = [
    world.content(),
    world.content(sector="media", places=(Place(name="There", country="FI"),)),
    world.content(sector="media", tags=("radio",)),
]


def counted() -> dict[Fact, set[int]]:
    """What this process counts."""
    sets = facts_now().sets
    return {fact(Kind(kind), value): set(of) for kind, some in sets.items() for value, of in some.items()}


def counted_anew() -> dict[Fact, set[int]]:
    """What a process counts that was just started."""
    process._held = None
    return counted()


def stored() -> dict[Fact, set[int]]:
    """What the tables say, which `find_faults` compares with the contents."""
    found: dict[Fact, set[int]] = {}
    for (each, _block), members in stored_blocks():
        found.setdefault(each, set()).update(members)
    return {each: cases for each, cases in found.items() if cases}


def fold_every(turns: int, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(facts, "TURNS_OF_CHANGES", turns)


def test_a_publication_writes_one_row_and_no_set(amina: User, chiara: User) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    assert (FactChange.objects.count(), FactBlock.objects.count()) == (1, 0)
    world.published(world.content(sector="media"), by=amina, reviewer=chiara, on=case)
    assert FactChange.objects.latest("turn").facts == "+sector:media\n-sector:telecommunications"


def test_a_change_without_other_facts_writes_none(amina: User, chiara: User) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    world.published(world.content(summary="Other words."), by=amina, reviewer=chiara, on=case)
    assert FactChange.objects.count() == 1


def test_every_so_many_turns_the_blocks_say_it(
    amina: User, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    fold_every(3, monkeypatch)
    for number, title in enumerate(("Guifi.net", "Linux", "Stocksy", "Wikipedia"), start=1):
        world.published(world.content(title), by=amina, reviewer=chiara)
        assert FactChange.objects.count() == number % 3
    assert len(FactBlock.objects.get(fact="country:ES").read()) == 3
    assert len(facts_now().everything) == 4


def test_a_block_has_the_turn_of_its_last_change(
    amina: User, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    fold_every(2, monkeypatch)
    case = world.published(CONTENTS[0], by=amina, reviewer=chiara)
    world.published(CONTENTS[1], by=amina, reviewer=chiara, on=case)
    turns = dict(FactBlock.objects.values_list("fact", "turn"))
    assert [turns[each] for each in ("published:", "country:ES", "country:FI")] == [1, 2, 2]


def test_changes_of_several_blocks_are_folded(
    amina: User, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    fold_every(1, monkeypatch)
    far = (1 << BLOCK_BITS) + 7
    FactChange.objects.create(turn=0, case=far, facts="+country:ES\n+country:FI")
    case = world.published(world.content(), by=amina, reviewer=chiara)
    blocks = FactBlock.objects.filter(fact__startswith="country:").order_by("fact", "block")
    assert [set(row.read()) for row in blocks] == [{case.pk}, {far}, {far}]


def test_a_change_that_is_lost_is_found(amina: User, chiara: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    FactChange.objects.all().delete()
    assert "Fact country:ES, block 0: the row is missing." in find_faults()


@settings(max_examples=15)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from(CONTENTS), st.booleans()), min_size=1, max_size=6
    ),
    turns=st.integers(1, 4),
)
def test_who_followed_and_who_begins_anew_count_what_is_so(
    steps: Sequence[tuple[int, CaseContent, bool]], turns: int, amina: User, chiara: User
) -> None:
    cases: dict[int, Case] = {}
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        fold_every(turns, patch)
        for which, content, reads in steps:
            cases[which] = world.published(content, by=amina, reviewer=chiara, on=cases.get(which))
            if reads:
                facts_now()
        assert counted() == stored()
        assert counted_anew() == stored()
        assert list(find_faults()) == []
        transaction.set_rollback(True)
