"""What a comparison says against counts by plain SQL, which rows differ, and what it costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from accounts.models import User
from cases.domain.comparison import Accord
from cases.domain.content import Part, Phase, Place, Stake
from cases.domain.vocabulary import Absence, Speaker, Stance
from cases.queries.comparison import Comparison, NoSuchCases, load_comparison, titles_of
from cases.queries.facts import facts_now
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]
LONG = " ".join(f"word{number}" for number in range(70))


@kept
def three(amina: User, chiara: User) -> None:
    """Guifi.net supports 3c; Linux contradicts it and looked for 3f; SEWA is on 1a alone."""
    own = world.source("own", speaker=Speaker.ORGANISATION)
    rows = [
        world.content(),
        world.content(
            "Linux: who pays",
            places=(Place(name="There", country="FI"), Place(name="Here", country="ES")),
            phases=(Phase(start=1991, end=None, stage=6, model=2),),
            parts=(
                Part(key="in-short", text=f"**{LONG}** [@baig2015]"),
                Part(key="skills", absence=Absence.NOT_FOUND, note="Read three reports."),
                Part(key="state", absence=Absence.DOES_NOT_APPLY),
            ),
            illustrations=(
                world.illustration("3c", Stance.CONTRADICTS, sources=("baig2015", "own")),
                world.illustration("3f", Stance.NOT_FOUND, sources=()),
            ),
            began=1991,
            sector="software",
            tags=("commons", "kernel"),
            sources=(world.source(), own),
            stake=Stake(none=False, which="I work there."),
        ),
        world.content(
            "SEWA",
            phases=(Phase(start=1972, end=1990, stage=None, model=3, no_stage_reason="A union."),),
            parts=(Part(key="state", absence=Absence.NOT_KNOWN),),
            illustrations=(world.illustration("1a", sources=("own",)),),
            places=(),
            began=Absence.NOT_KNOWN,
            ended=1990,
            sector="",
            tags=(),
            sources=(own,),
        ),
    ]
    for row in rows:
        world.published(row, by=amina, reviewer=chiara)


def counted(sql: str, *values: str) -> dict[str, int]:
    """A number for each case, counted without the application."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT c.slug, {sql} FROM cases_case c", list(values))
        return dict(cursor.fetchall())


def by_key(comparison: Comparison) -> dict[str, tuple[object, ...]]:
    """The cells of the rows whose cells say it all."""
    facts: dict[str, tuple[object, ...]] = {row.key: row.cells for row in comparison.facts}
    return facts | {row.key: row.cells for row in comparison.sources}


SLUGS = ("guifi-net", "linux-who-pays", "sewa")


def test_columns_stand_in_the_order_that_was_asked_for(three: None) -> None:
    assert [column.name for column in load_comparison(SLUGS[::-1]).columns] == ["SEWA", "Linux", "Guifi.net"]


def test_sources_are_what_plain_sql_counts(three: None) -> None:
    all_of = "(SELECT COUNT(*) FROM cases_casesource s WHERE s.case_id = c.record_id {})"
    rows = by_key(load_comparison(SLUGS))
    named = counted(all_of.format(""))
    independent = counted(all_of.format("AND s.speaker NOT IN ('organisation', 'contributor')"))
    assert rows["sources"] == tuple(named[slug] for slug in SLUGS) == (1, 2, 1)
    assert rows["independent_sources"] == tuple(independent[slug] for slug in SLUGS) == (1, 1, 0)


def test_claims_are_what_plain_sql_finds(three: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.claim_id, COUNT(DISTINCT CASE WHEN p.stance <> 'not_found' THEN p.case_id END)"
            " FROM cases_placement p GROUP BY p.claim_id"
        )
        touched = dict(cursor.fetchall())
    ground = load_comparison(SLUGS).ground
    assert set(ground.shared) == {claim for claim, cases in touched.items() if cases >= 2} == {"3c"}
    assert set(ground.others) == {claim for claim, cases in touched.items() if cases < 2} == {"1a", "3f"}


def test_where_they_disagree_is_said_with_the_sides(three: None) -> None:
    comparison = load_comparison(SLUGS)
    (found,) = comparison.disagreements
    sides = [(side.stance.value, [column.name for column in side.columns]) for side in found.sides]
    assert (found.claim.code, sides) == ("3c", [("supports", ["Guifi.net"]), ("contradicts", ["Linux"])])
    assert comparison.ground.accord is Accord.OPPOSED
    assert load_comparison(("guifi-net", "sewa")).ground.accord is Accord.APART


def test_absences_are_told_apart_and_long_parts_are_cut(three: None) -> None:
    parts = {row.key: row for row in load_comparison(SLUGS).parts}
    assert [cell.absence for cell in parts["state"].cells] == ["missing", "does_not_apply", "not_known"]
    assert [cell.absence for cell in parts["skills"].cells] == ["missing", "not_found", "missing"]
    short, long, none = parts["in-short"].cells
    assert (short.text, short.is_cut) == ("A network held in common.", False)
    assert (long.text, long.is_cut) == (" ".join(LONG.split()[:60]) + "…", True)
    assert (none.text, none.absence) == ("", "missing")


def test_facts_are_in_words_or_say_why_there_is_none(three: None) -> None:
    rows = by_key(load_comparison(SLUGS))
    said = {key: [getattr(cell, "words", ()) for cell in cells] for key, cells in rows.items()}
    assert said["countries"] == [("Spain",), ("Finland", "Spain"), ()]
    assert said["tags"] == [("commons", "community network"), ("commons", "kernel"), ()]
    assert said["began"] == [("2004",), ("1991",), ()]
    assert said["ended"] == [("Goes on",), ("Goes on",), ("1990",)]
    assert said["stake"] == [("None stated",), ("I work there.",), ("None stated",)]
    assert [getattr(rows[key][2], "absence", "") for key in ("countries", "began")] == [
        "missing",
        "not_known",
    ]


def test_rows_that_are_alike_are_left_out_and_still_counted(three: None) -> None:
    whole = load_comparison(("guifi-net", "linux-who-pays"))
    shown = whole.only_differing()
    kept = {
        row.key
        for rows in (shown.moves, shown.shared, shown.others, shown.parts, shown.facts)
        for row in rows
    }
    assert kept == {
        "phases", "3c", "3f", "in-short", "skills", "value-capture", "state",
        "countries", "sector", "tags", "began", "stake",
    }  # fmt: skip
    assert [row.key for row in shown.sources] == ["sources"]
    assert (shown.rows_in_all, shown.rows_differing) == (whole.rows_in_all, len(kept) + 1)
    assert whole.rows_in_all == 1 + 1 + 1 + 12 + 7 + 2


def test_what_is_placed_alike_in_other_words_does_not_differ(amina: User, chiara: User) -> None:
    for title, note in (("One", "In these words."), ("Two", "In others.")):
        what = world.content(title, illustrations=(world.illustration(note=note),))
        world.published(what, by=amina, reviewer=chiara)
    comparison = load_comparison(("one", "two"))
    assert comparison.rows_differing == 0
    assert comparison.only_differing().shared == ()


def test_both_sides_of_two_torn_cases_are_named_though_the_row_is_alike(amina: User, chiara: User) -> None:
    torn = (world.illustration("3c"), world.illustration("3c", Stance.CONTRADICTS))
    for title in ("One", "Two"):
        world.published(world.content(title, illustrations=torn), by=amina, reviewer=chiara)
    shown = load_comparison(("one", "two")).only_differing()
    assert [len(side.columns) for side in shown.disagreements[0].sides] == [2, 2]


def test_cases_that_are_not_published_are_named(three: None, amina: User) -> None:
    world.submitted(world.content("Waiting"), by=amina)
    for load in (load_comparison, titles_of):
        with pytest.raises(NoSuchCases) as refusal:
            load(("guifi-net", "waiting", "never-was"))
        assert refusal.value.slugs == ("waiting", "never-was")


def test_ribbons_lie_on_one_scale(three: None) -> None:
    comparison = load_comparison(SLUGS)
    assert comparison.scale.first == 1970
    starts = [column.ribbon[0].piece.x for column in comparison.columns]
    assert starts == sorted(starts, reverse=True)


@pytest.mark.parametrize("many", [3, 30])
def test_the_comparison_costs_the_same_queries_whatever_the_cases_hold(
    amina: User, chiara: User, django_assert_num_queries: Counting, many: int
) -> None:
    claims = ("1a", "1b", "1c", "2a", "2b", "3a", "3b", "3c", "3d", "3f")[: min(many, 10)]
    for title in ("One", "Two", "Three", "Four"):
        what = world.content(
            title,
            sources=tuple(world.source(f"s{number}") for number in range(many)),
            illustrations=tuple(world.illustration(claim, sources=("s0",)) for claim in claims),
            places=tuple(Place(name=f"P{number}", country="ES") for number in range(many)),
            parts=(Part(key="in-short", text="Held in common."),),
        )
        world.published(what, by=amina, reviewer=chiara)
    load_comparison(("one", "two"))
    facts_now()
    with django_assert_num_queries(8):
        load_comparison(("one", "two", "three", "four"))
