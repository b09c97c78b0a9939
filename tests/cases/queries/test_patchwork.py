"""The patchwork: what it shows of the claims, and that its cost does not grow."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from accounts.models import User
from cases.domain.content import Illustration, Place
from cases.domain.states import ClaimState
from cases.domain.vocabulary import Absence, Speaker, Stance
from cases.models import Case
from cases.queries.facts import facts_now
from cases.queries.patches import Counted, counted_placements
from cases.queries.patchwork import Block, Patchwork, View, load_patchwork
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]


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
    assert (patchwork.in_view_of_model, patchwork.shown, patchwork.total) == (14, 14, 30)


def ranked(amina: User, chiara: User) -> Counted:
    """Cases on 3c: by sources and years, published in another order."""
    two = (world.source(), world.source("second", title="Another source"))
    both = world.illustration("3c", sources=("baig2015", "second"))
    for title, began, sources, placement in (
        ("Late", 2015, two[:1], world.illustration("3c")),
        ("Undated", Absence.NOT_KNOWN, two[:1], world.illustration("3c")),
        ("Early", 1911, two[:1], world.illustration("3c")),
        ("Well", 2020, two, both),
        ("Earlier this decade", 2012, two[:1], world.illustration("3c")),
    ):
        what = world.content(title, began=began, sources=sources, illustrations=(placement,))
        world.published(what, by=amina, reviewer=chiara)
    return counted_placements(facts_now(), {})


def test_the_best_sourced_come_first_then_the_earlier(amina: User, chiara: User) -> None:
    counted = ranked(amina, chiara)
    titles = dict(Case.objects.values_list("pk", "title"))
    first = [titles[case] for case in counted.first("3c", Stance.SUPPORTS, 9)]
    assert first == ["Well", "Early", "Earlier this decade", "Late", "Undated"]
    assert [titles[case] for case in counted.first("3c", Stance.SUPPORTS, 2)] == ["Well", "Early"]


TALLIES = """
    SELECT p.claim_id, p.stance, COUNT(*) FROM cases_placement p
    JOIN cases_case c ON c.record_id = p.case_id WHERE {where} GROUP BY p.claim_id, p.stance"""
OWN = """EXISTS (SELECT 1 FROM cases_placement_sources l JOIN cases_casesource s ON s.id = l.casesource_id
    WHERE l.placement_id = p.id AND s.speaker NOT IN ('organisation', 'contributor'))"""
IN_SPAIN = "EXISTS (SELECT 1 FROM cases_caseplace r WHERE r.case_id = c.record_id AND r.country = 'ES')"


@pytest.mark.parametrize(
    ("chosen", "where"),
    [
        ({}, "1 = 1"),
        ({"country": "ES"}, IN_SPAIN),
        ({"decade": "1990", "lang": "en"}, "c.began_decade = 1990 AND c.language = 'en'"),
        ({"speaker": "independent"}, OWN),
        ({"speaker": "independent", "country": "ES"}, f"{OWN} AND {IN_SPAIN}"),
        ({"stance": "contradicts"}, "1 = 1"),
    ],
)
def test_every_tally_is_what_plain_sql_counts(
    amina: User, chiara: User, chosen: dict[str, str], where: str
) -> None:
    own = world.source("own", speaker=Speaker.ORGANISATION)
    sew(amina, chiara, 2, world.illustration("3c"), world.illustration("2a", Stance.CONTRADICTS))
    for title, began, country, speaker in (
        ("Linux", 1991, "FI", "own"),
        ("Mondragon", 1995, "ES", "baig2015"),
    ):
        placements = (world.illustration("3c", sources=(speaker,)), world.illustration("1a", Stance.PARTLY))
        places = (Place(name="Somewhere", country=country),)
        what = world.content(
            title, began=began, places=places, sources=(world.source(), own), illustrations=placements
        )
        world.published(what, by=amina, reviewer=chiara)
    counted = counted_placements(facts_now(), chosen)
    with connection.cursor() as cursor:
        cursor.execute(TALLIES.format(where=where))
        expected = {(claim, stance): number for claim, stance, number in cursor.fetchall()}
    codes = Claim.objects.values_list("code", flat=True)
    tallies = {code: counted.tally(code) for code in codes}
    assert expected == {
        (code, stance.value): tally.of(stance)
        for code, tally in tallies.items()
        for stance in Stance
        if tally.of(stance)
    }


def test_a_claim_that_the_filters_empty_is_hidden_and_no_gap(amina: User, chiara: User) -> None:
    sew(amina, chiara, 3, world.illustration("3c"))
    patchwork = load_patchwork(View(chosen={"country": "FI"}))
    found, gap = block(patchwork, "3c"), block(patchwork, "3f")
    assert (found.row.state, found.hidden, found.is_gap) == (ClaimState.FILTERED, 3, False)
    assert (gap.row.state, gap.hidden, gap.is_gap) == (ClaimState.GAP, 0, True)
    assert (patchwork.found, patchwork.in_all, len(patchwork.gaps)) == (0, 3, 29)
    assert patchwork.removal is not None
    assert patchwork.removal.name == "country"


def test_independent_sources_only_leaves_out_placements_and_not_only_cases(amina: User, chiara: User) -> None:
    own = world.source("own", speaker=Speaker.ORGANISATION)
    placements = (world.illustration("3c", sources=("own",)), world.illustration("3f"))
    what = world.content(sources=(world.source(), own), illustrations=placements)
    world.published(what, by=amina, reviewer=chiara)
    patchwork = load_patchwork(View(chosen={"speaker": "independent"}))
    assert patchwork.found == 1
    assert block(patchwork, "3c").row.state is ClaimState.FILTERED
    assert block(patchwork, "3f").row.state is ClaimState.THIN


def test_the_filter_by_stance_chooses_patches_and_leaves_states(amina: User, chiara: User) -> None:
    sew(amina, chiara, 2, world.illustration("3c"), name="For")
    sew(amina, chiara, 1, world.illustration("3c", Stance.CONTRADICTS), name="Against")
    patchwork = load_patchwork(View(chosen={"stance": "supports"}))
    found = block(patchwork, "3c")
    assert [place.patch.stance for place in found.patches] == ["supports"] * 2
    assert (found.row.state, found.more, patchwork.found) == (ClaimState.CONTESTED, 0, 2)


@kept
def many(count: int, amina: User, chiara: User) -> None:
    """As many cases as the test asks for."""
    sew(amina, chiara, count, world.illustration("3c"), world.illustration("2a", Stance.PARTLY))


@pytest.mark.parametrize("count", [3, 30], scope="module")
@pytest.mark.parametrize("chosen", [{}, {"country": "ES", "tag": "commons"}])
def test_seven_queries_at_any_size(
    many: None, chosen: dict[str, str], django_assert_num_queries: Counting
) -> None:
    load_patchwork(View(chosen=chosen))  # The process remembers the names of tags.
    with django_assert_num_queries(7):
        load_patchwork(View(chosen=chosen))
