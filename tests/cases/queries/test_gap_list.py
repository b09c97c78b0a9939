"""The numbers of the list of gaps against counts by plain SQL, its order, its pages and what it costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import User
from cases.actions import looking, wanted
from cases.domain.content import Phase, Place
from cases.domain.countries import CODES_OF, CONTINENT_OF
from cases.domain.gap_order import GapList, GapSort
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind
from cases.domain.vocabulary import PARTS, Stance
from cases.queries.facts import facts_now
from cases.queries.gap_list import PAGE_SIZE, every_row, load_missing
from cases.queries.gaps import suggested_claims
from cases.queries.gaps_page import GapsPage, View, load_gaps
from models_taxonomy.models import Claim
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]


@kept
def three(amina: User, chiara: User) -> None:
    """Guifi and Linux on one claim, a Peruvian case of 1970 that contradicts another."""
    rows = [
        world.content(),
        world.content("Linux", places=(Place(name="There", country="FI"),), began=1991),
        world.content(
            "A farm",
            places=(Place(name="Lima", country="PE"),),
            began=1970,
            phases=(Phase(start=1970, end=None, stage=1, model=1),),
            illustrations=(
                world.illustration("1a", Stance.CONTRADICTS),
                world.illustration("2a"),
                world.illustration("3f", Stance.NOT_FOUND, sources=()),
            ),
            parts=(),
        ),
    ]
    for row in rows:
        world.published(row, by=amina, reviewer=chiara)


def number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


STANCES = """SELECT COUNT(*) FROM models_taxonomy_claim c WHERE NOT c.is_withdrawn AND {} (
    SELECT 1 FROM cases_placement p WHERE p.claim_id = c.code AND p.stance IN ({}))"""


def test_every_count_is_what_plain_sql_counts(three: None) -> None:
    counts = load_missing().counts
    found = "'supports', 'partly', 'contradicts'"
    empty = number(STANCES.format("NOT EXISTS", found))
    uncontested = number(STANCES.format("NOT EXISTS", "'contradicts'"))
    held = number(
        "SELECT COUNT(*) FROM (SELECT claim_id FROM cases_placement WHERE stance = 'supports'"
        " GROUP BY claim_id HAVING COUNT(*) > 1) AS many"
    )
    assert counts[GapList.CLAIM] == empty == 27
    assert counts[GapList.THIN] == uncontested - empty - held == 1
    cells = number(
        "SELECT COUNT(*) FROM (SELECT DISTINCT stage_id, model_id FROM cases_casephase"
        " WHERE stage_id IS NOT NULL) AS filled"
    )
    assert counts[GapList.CELL] == 21 - cells
    countries = number("SELECT COUNT(DISTINCT country) FROM cases_caseplace")
    assert counts[GapList.PLACE] == len(CONTINENT_OF) - countries + len(CODES_OF) - 2
    assert counts[GapList.DECADE] == 6 - number("SELECT COUNT(DISTINCT began_decade) FROM cases_case")
    written = number("SELECT COUNT(*) FROM cases_casepart")
    assert counts[GapList.PART] == 3 * len(PARTS) - written


@pytest.mark.parametrize("kind", [None, *GapList])
def test_the_whole_list_has_as_many_rows_as_are_counted(three: None, kind: GapList | None) -> None:
    missing = load_missing()
    rows = list(every_row(missing, kind))
    assert len(rows) == (missing.counts[kind] if kind else sum(missing.counts.values()))
    assert len({row.gap for row in rows}) == len(rows)


@pytest.mark.parametrize("sort", [GapSort.WANTED, GapSort.GAP, GapSort.GAP_LAST])
@pytest.mark.parametrize("kind", [None, GapList.PART, GapList.PLACE])
def test_the_pages_hold_every_gap_once(three: None, kind: GapList | None, sort: GapSort) -> None:
    first = load_gaps(View(kind, sort))
    pages = [load_gaps(View(kind, sort, page)) for page in range(1, first.pages + 1)]
    shown = [row.gap for page in pages for row in page.rows]
    assert len(shown) == len(set(shown)) == first.found
    assert all(len(page.rows) == PAGE_SIZE for page in pages[:-1])


@pytest.mark.parametrize("kind", [None, GapList.PART])
def test_the_last_order_is_the_first_backwards(three: None, kind: GapList | None) -> None:
    def addresses(sort: GapSort) -> list[str]:
        pages = load_gaps(View(kind, sort)).pages
        return [row.gap.address for n in range(1, pages + 1) for row in load_gaps(View(kind, sort, n)).rows]

    assert addresses(GapSort.GAP_LAST) == addresses(GapSort.GAP)[::-1]


def first_of(page: GapsPage) -> str:
    return page.rows[0].gap.address


def test_people_decide_what_is_wanted_most(three: None, amina: User, chiara: User) -> None:
    claims = View(GapList.CLAIM)
    assert first_of(load_gaps(claims)) == f"claim-{Claim.objects.order_by('order').last()}"
    wanted.write(gap=Gap.read("claim-1b"), text="a bank", by=chiara, seen_number=0)
    assert first_of(load_gaps(claims)) == "claim-1b"
    world.accepted("claim-2b", by=amina, reviewer=chiara)
    assert first_of(load_gaps(claims)) == "claim-2b"
    world.accepted("claim-2b", by=amina, reviewer=chiara, kind=ProposalKind.SEARCH)
    page = load_gaps(View(GapList.CLAIM, page=2))
    assert page.rows[-1].gap.address == "claim-2b"
    assert page.rows[-1].signs.is_searched


def test_a_claim_that_was_looked_for_in_vain_is_suggested_last(amina: User, chiara: User) -> None:
    first = suggested_claims(1)[0].claim.code
    world.accepted(f"claim-{first}", by=amina, reviewer=chiara, kind=ProposalKind.SEARCH)
    assert first not in {row.claim.code for row in suggested_claims(29)}
    assert suggested_claims(30)[-1].claim.code == first


def test_who_looks_is_named_and_sorts_the_list(three: None, amina: User) -> None:
    looking.begin(gap=Gap.read("country-BO"), by=amina)
    page = load_gaps(View(GapList.PLACE, GapSort.LOOKING_MOST))
    assert first_of(page) == "country-BO"
    assert [row.person for row in page.rows[0].signs.looking] == [amina]


def test_a_gap_that_opened_again_is_open_since_then(three: None, amina: User, chiara: User) -> None:
    from cases.models import Case, GapTurn  # noqa: PLC0415 (only this test looks behind the page)

    guifi = Case.objects.select_related("record__published").get(slug="guifi-net")
    world.published(world.content(places=()), by=amina, reviewer=chiara, on=guifi)
    page = load_gaps(View(GapList.PLACE, GapSort.OPEN_SHORT))
    assert first_of(page) == "country-ES"
    assert page.rows[0].open_since == GapTurn.objects.get(gap="country-ES", state="open").at


def test_calls_run_out_and_go_with_their_gap(
    three: None, amina: User, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone  # noqa: PLC0415 (its clock is moved below)

    world.accepted("claim-3f", by=amina, reviewer=chiara, until=timezone.localdate())
    world.accepted("country-BO", by=amina, reviewer=chiara)
    assert [shown.words.title for shown in load_gaps(View()).calls] == ["Bolivia", "Claim 3f"]
    bolivia = world.content("A mine", places=(Place(name="Potosí", country="BO"),))
    world.published(bolivia, by=amina, reviewer=chiara)
    now = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    page = load_gaps(View())
    assert page.calls == ()
    assert [shown.words.title for shown in page.past] == ["Claim 3f"]


def test_an_empty_site_misses_everything_but_parts_and_decades(taxonomy: None) -> None:
    counts = load_missing().counts
    assert counts == {
        GapList.CLAIM: 30, GapList.THIN: 0, GapList.CELL: 21, GapList.DECADE: 0,
        GapList.PLACE: len(CONTINENT_OF) + len(CODES_OF), GapList.PART: 0,
    }  # fmt: skip


@kept
def many(cases: int, amina: User, chiara: User) -> None:
    """As many cases as the test asks for."""
    for each in range(cases):
        world.published(world.content(f"Case {each}"), by=amina, reviewer=chiara)


@pytest.mark.parametrize("cases", [3, 30], scope="module")
@pytest.mark.parametrize(
    ("view", "queries"),
    [
        (View(), 13),
        (View(GapList.PART), 19),
        (View(GapList.PART, GapSort.GAP_LAST, 2), 19),
        (View(page=16), 19),
    ],
)
def test_the_page_costs_the_same_queries_at_any_size(
    many: None, django_assert_num_queries: Counting, view: View, queries: int
) -> None:
    facts_now()
    with django_assert_num_queries(queries):
        load_gaps(view)
