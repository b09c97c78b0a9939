"""The patchwork: what it shows of the claims, and that its cost does not grow."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from accounts.models import User
from cases.domain.content import Illustration
from cases.domain.states import ClaimState
from cases.domain.vocabulary import Stance
from cases.queries.patches import CANDIDATES, candidate_patches
from cases.queries.patchwork import Block, Patchwork, View, load_patchwork
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim
from tests import world

Counting = Callable[[int], AbstractContextManager[object]]
pytestmark = pytest.mark.django_db


def sew(amina: User, chiara: User, count: int, *placements: Illustration, name: str = "Case") -> None:
    """Publish this many cases with these placements."""
    for number in range(count):
        what = world.content(f"{name} {number:02}", illustrations=placements)
        world.published(what, by=amina, reviewer=chiara)


def block(patchwork: Patchwork, code: str) -> Block:
    """The block of a claim."""
    return next(
        found
        for row in patchwork.rows
        for cell in row.cells
        for found in cell.blocks
        if found.row.claim.code == code
    )


def test_an_empty_site_is_all_gaps_and_silent_cells(taxonomy: None) -> None:
    patchwork = load_patchwork(View())
    silent = [cell for row in patchwork.rows for cell in row.cells if cell.is_silent]
    assert (patchwork.total, len(patchwork.gaps), len(silent)) == (30, 30, 4)
    assert not patchwork.legend


@pytest.mark.parametrize(
    ("supports", "partly", "contradicts", "patches", "more", "invites"),
    [
        (1, 0, 0, 1, 0, True),
        (1, 1, 0, 2, 0, True),
        (2, 0, 0, 2, 0, False),
        (3, 0, 0, 3, 0, True),
        (1, 0, 1, 2, 0, False),
        (5, 0, 0, 5, 0, True),
        (6, 0, 0, 6, 0, False),
        (7, 0, 0, 5, 2, False),
        (8, 1, 1, 5, 5, False),
    ],
)
def test_a_claim_has_at_most_six_slots(
    amina: User,
    chiara: User,
    supports: int,
    partly: int,
    contradicts: int,
    patches: int,
    more: int,
    invites: bool,
) -> None:
    sew(amina, chiara, supports, world.illustration("3c"), name="For")
    sew(amina, chiara, partly, world.illustration("3c", Stance.PARTLY), name="Half")
    sew(amina, chiara, contradicts, world.illustration("3c", Stance.CONTRADICTS), name="Against")
    found = block(load_patchwork(View()), "3c")
    assert (len(found.patches), found.more, found.invites) == (patches, more, invites)


def test_every_stance_that_exists_is_drawn(amina: User, chiara: User) -> None:
    sew(amina, chiara, 9, world.illustration("3c"), name="For")
    sew(amina, chiara, 1, world.illustration("3c", Stance.CONTRADICTS), name="Against")
    drawn = {place.patch.stance for place in block(load_patchwork(View()), "3c").patches}
    assert drawn == {"supports", "contradicts"}


def test_looked_for_and_not_found_is_no_patch_and_leaves_the_gap(amina: User, chiara: User) -> None:
    sew(amina, chiara, 2, world.illustration("3c", Stance.NOT_FOUND))
    found = block(load_patchwork(View()), "3c")
    assert (found.row.state, found.patches, found.row.tally.not_found) == (ClaimState.GAP, (), 2)


def test_a_patch_says_that_it_stands_on_an_older_wording(amina: User, chiara: User, edda: User) -> None:
    sew(amina, chiara, 1, world.illustration("3c"))
    claim = Claim.objects.get(code="3c")
    publish_wording(
        claim=claim, statement="Other words.", kind="reworded", note="Clearer.", by=edda, seen_version=1
    )
    assert [place.older_wording for place in block(load_patchwork(View()), "3c").patches] == [1]


def test_a_withdrawn_claim_is_neither_a_gap_nor_a_silent_cell(taxonomy: None, edda: User) -> None:
    claim = Claim.objects.get(code="3f")
    publish_wording(
        claim=claim, statement=claim.statement, kind="withdrawn", note="Said twice.", by=edda, seen_version=1
    )
    patchwork = load_patchwork(View())
    cells = [cell for row in patchwork.rows for cell in row.cells if cell.withdrawn]
    assert patchwork.total == 29
    assert [(cell.withdrawn[0].code, cell.is_silent) for cell in cells] == [("3f", False)]


def test_a_view_leaves_claims_out_and_counts_them(amina: User, chiara: User) -> None:
    sew(amina, chiara, 1, world.illustration("3j"))
    patchwork = load_patchwork(View(state=ClaimState.THIN))
    cells = [cell for row in patchwork.rows for cell in row.cells]
    assert patchwork.shown == 1
    assert [row.aspect.code for row in patchwork.rows] == ["market"]
    assert [(len(cell.blocks), cell.left_out, cell.is_silent) for cell in cells] == [
        (0, 0, True),
        (0, 1, False),
        (1, 1, False),
    ]


def test_counts_of_states_are_those_of_the_model_in_view(taxonomy: None) -> None:
    patchwork = load_patchwork(View(model=3))
    assert {row.state.value: row.count for row in patchwork.counts} == {
        "gap": 14,
        "thin": 0,
        "contested": 0,
        "held": 0,
    }
    assert (patchwork.in_any_state, patchwork.shown, patchwork.total) == (14, 14, 30)


def test_candidates_are_capped_and_begin_with_the_best_sourced(amina: User, chiara: User) -> None:
    sew(amina, chiara, CANDIDATES + 3, world.illustration("3c"))
    two = (world.source(), world.source("second", title="Another source"))
    well = world.content(
        "Zeta", sources=two, illustrations=(world.illustration("3c", sources=("baig2015", "second")),)
    )
    world.published(well, by=amina, reviewer=chiara)
    found = candidate_patches()["3c"]
    assert len(found) == CANDIDATES
    assert found[0].title == "Zeta"


@pytest.mark.parametrize("count", [3, 30])
def test_six_queries_at_any_size(
    amina: User, chiara: User, count: int, django_assert_num_queries: Counting
) -> None:
    sew(amina, chiara, count, world.illustration("3c"), world.illustration("2a", Stance.PARTLY))
    with django_assert_num_queries(6):
        load_patchwork(View())
