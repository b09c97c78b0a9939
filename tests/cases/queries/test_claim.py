"""The page of a claim: its cases by stance, page after page."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from accounts.models import User
from cases.domain.vocabulary import Stance
from cases.queries.claim import PAGE_SIZE, Cursor, find_claim, load_claim_page, placements_on
from cases.queries.facts import facts_now
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim
from tests import world

Counting = Callable[[int], AbstractContextManager[object]]
STANCES = (Stance.NOT_FOUND, Stance.CONTRADICTS, Stance.PARTLY, Stance.SUPPORTS)


@pytest.fixture
def claim(taxonomy: None) -> Claim:
    found = find_claim("3c")
    assert found is not None
    return found


def sew(amina: User, chiara: User, count: int, stances: tuple[Stance, ...] = STANCES) -> None:
    """Publish cases on claim 3c, the stances in turn."""
    for number in range(count):
        placement = world.illustration("3c", stances[number % len(stances)])
        what = world.content(f"Case {number:02}", illustrations=(placement,))
        world.published(what, by=amina, reviewer=chiara)


@pytest.mark.parametrize("text", ["supports", "supports.", ".x", "likes.guifi-net", "guifi-net"])
def test_a_cursor_that_no_list_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Cursor.read(text)


def test_a_cursor_reads_what_it_writes() -> None:
    cursor = Cursor(Stance.PARTLY, "guifi-net")
    assert Cursor.read(str(cursor)) == cursor


def test_groups_stand_in_the_order_of_stances_and_count_all_pages(
    claim: Claim, amina: User, chiara: User
) -> None:
    sew(amina, chiara, 8)
    groups = load_claim_page(claim, None).groups
    assert [(group.stance.value, group.total) for group in groups] == [
        ("supports", 2),
        ("partly", 2),
        ("contradicts", 2),
        ("not_found", 2),
    ]


def test_pages_join_to_the_whole_list_without_a_double(claim: Claim, amina: User, chiara: User) -> None:
    sew(amina, chiara, PAGE_SIZE * 2 + 3)
    seen: list[str] = []
    cursor: Cursor | None = None
    for _page in range(3):
        page = load_claim_page(claim, cursor)
        seen += [placed.placement.case.slug for group in page.groups for placed in group.cases]
        cursor = page.next
    assert cursor is None
    assert len(seen) == len(set(seen)) == PAGE_SIZE * 2 + 3


@pytest.mark.parametrize("after", ["", "partly.case-05", "not_found.case-03"])
def test_a_claim_with_very_many_cases_lists_them_in_the_same_order(
    claim: Claim, amina: User, chiara: User, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    sew(amina, chiara, 30)
    cursor = Cursor.read(after) if after else None
    few = load_claim_page(claim, cursor)
    for name, value in {"claim.FEW": 0, "long_lists.FEW": 0, "long_lists.AT_FIRST": 1}.items():
        monkeypatch.setattr(f"cases.queries.{name}", value)
    assert load_claim_page(claim, cursor) == few


def test_a_placement_on_an_older_wording_carries_that_wording(
    claim: Claim, amina: User, chiara: User, edda: User
) -> None:
    sew(amina, chiara, 1)
    old = claim.statement
    publish_wording(claim=claim, statement="New.", kind="narrowed", note="Why.", by=edda, seen_version=1)
    claim.refresh_from_db()
    older = load_claim_page(claim, None).groups[0].cases[0].older
    assert older is not None
    assert (older.number, older.statement) == (1, old)


def test_placements_are_counted_on_every_wording(claim: Claim, amina: User, chiara: User) -> None:
    sew(amina, chiara, 5)
    assert placements_on(claim) == 5


@pytest.mark.parametrize("count", [3, 30])
def test_eleven_queries_at_any_size(
    claim: Claim, amina: User, chiara: User, count: int, django_assert_num_queries: Counting
) -> None:
    sew(amina, chiara, count)
    facts_now()
    with django_assert_num_queries(11):
        page = load_claim_page(claim, None)
        for group in page.groups:
            for placed in group.cases:
                list(placed.placement.sources.all())
