"""What publishing writes: what changed, and nothing else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import Model

from accounts.models import User
from cases.actions import case_rows, reviews
from cases.actions.publication import published_content
from cases.actions.refusals import ChangedSinceSeen
from cases.actions.reviews import seen_now
from cases.domain.content import Part, Phase
from cases.domain.vocabulary import Stance
from cases.models import Case, CasePart, CasePhase, CasePlace, CaseSource, Placement
from cases.queries.verification import find_faults
from tests.world import content, illustration, published, source, submitted

Counting = Callable[[int], AbstractContextManager[object]]

TABLES: tuple[type[Model], ...] = (CasePhase, CasePlace, CasePart, CaseSource, Placement)
BEFORE = content(tags=("mesh", "rural"))


def rows() -> dict[type[Model], list[int]]:
    """The numbers of all rows of each table of a case."""
    return {table: sorted(table._default_manager.values_list("pk", flat=True)) for table in TABLES}


def test_a_change_of_the_summary_leaves_all_other_rows(amina: User, chiara: User) -> None:
    case = published(BEFORE, by=amina, reviewer=chiara)
    before = rows()
    published(replace(BEFORE, summary="A network that grew."), by=amina, reviewer=chiara, on=case)
    assert rows() == before
    assert list(find_faults()) == []


@pytest.mark.parametrize(
    ("changes", "tables"),
    [
        ({"phases": (Phase(start=2004, end=None, stage=5, model=3, reason="So."),)}, {CasePhase}),
        ({"parts": (Part(key="in-short", text="Other words. [@baig2015]"),)}, {CasePart}),
        ({"illustrations": (illustration("3c", Stance.PARTLY),)}, {CaseSource, Placement}),
        ({"sources": (source(title="Another title"),)}, {CaseSource, Placement, CasePart}),
        ({"places": ()}, {CasePlace}),
        ({"tags": ("mesh", "new")}, set()),
    ],
)
def test_each_change_writes_its_own_tables(
    amina: User, chiara: User, changes: dict[str, object], tables: set[type[Model]]
) -> None:
    case = published(BEFORE, by=amina, reviewer=chiara)
    before = rows()
    published(replace(BEFORE, **changes), by=amina, reviewer=chiara, on=case)  # type: ignore[arg-type]
    after = rows()
    assert {table for table in TABLES if after[table] != before[table]} == tables
    assert list(find_faults()) == []


CITED = content(
    sources=tuple(source(key) for key in ("a", "b", "c", "baig2015")),
    illustrations=(illustration("3c", sources=("b", "a")), illustration("3f", sources=("c", "baig2015"))),
)


def cited(case: Case) -> dict[str, list[str]]:
    """The keys of the sources behind the placement on each claim."""
    return {row.claim_id: [source.key for source in row.sources.all()] for row in case.placements.all()}


@pytest.mark.parametrize("at_once", [1, 3, 400])
def test_each_placement_stands_on_the_sources_that_it_cites(
    amina: User, bruno: User, chiara: User, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(case_rows, "CITATIONS_AT_ONCE", at_once)
    other = published(CITED, by=bruno, reviewer=chiara)
    case = published(replace(CITED, title="Another"), by=amina, reviewer=chiara)
    assert cited(other) == cited(case) == {"3c": ["a", "b"], "3f": ["c", "baig2015"]}
    for each, key in ((case, "c"), (other, "baig2015")):
        change = replace(published_content(each.record), illustrations=(illustration("3c", sources=(key,)),))
        published(change, by=amina, reviewer=chiara, on=each)
        assert cited(Case.objects.get(pk=each.pk)) == {"3c": [key]}
    assert cited(Case.objects.get(pk=case.pk)) == {"3c": ["c"]}


def test_a_refused_approval_leaves_the_revision_of_the_caller_as_it_was(amina: User, chiara: User) -> None:
    revision = submitted(BEFORE, by=amina)
    with pytest.raises(ChangedSinceSeen):
        reviews.approve(revision=revision, by=chiara, seen=replace(seen_now(revision), content_hash=""))
    assert (revision.record.slug, revision.record.published) == (None, None)


def test_accepting_asks_few_queries(
    amina: User, chiara: User, django_assert_max_num_queries: Counting
) -> None:
    case = published(BEFORE, by=amina, reviewer=chiara)
    change = submitted(replace(BEFORE, summary="A network that grew."), by=amina, on=case)
    seen = seen_now(change)
    with django_assert_max_num_queries(37):
        reviews.accept(revision=change, by=chiara, seen=seen)
    assert Case.objects.get().version == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is asked one by one")
@pytest.mark.parametrize(("is_new", "turns"), [(True, 10), (False, 12)])
def test_postgresql_is_asked_in_few_turns(
    amina: User, chiara: User, django_assert_num_queries: Counting, *, is_new: bool, turns: int
) -> None:
    case = published(BEFORE, by=amina, reviewer=chiara)
    sent = replace(BEFORE, title="Another") if is_new else replace(BEFORE, summary="A network that grew.")
    revision = submitted(sent, by=amina, on=None if is_new else case)
    seen = seen_now(revision)
    with django_assert_num_queries(turns):
        reviews.accept(revision=revision, by=chiara, seen=seen)
