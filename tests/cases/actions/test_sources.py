"""The documents on each claim are kept in the publishing transaction, each counted once."""

from collections.abc import Callable

import pytest
from django.db import transaction

from accounts.models import User
from cases.actions.publication import rebuild_public
from cases.domain.content import CaseContent, Illustration, Source
from cases.domain.sources import document_of
from cases.domain.vocabulary import Speaker, Stance
from cases.models import Case, SourceTotal, SourceUse
from cases.queries.sources import are_sources_of_older
from cases.queries.verification import find_faults
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim, KindOfChange
from tests import world
from tests.kept import kept


def citing(title: str, *rows: Illustration, sources: tuple[Source, ...] = ()) -> CaseContent:
    return world.content(title, illustrations=rows, sources=sources or (world.source(),))


@kept
def two(amina: User, chiara: User) -> list[Case]:
    """Guifi.net and Linux cite one document, on 3c and 3f, and on 3c and 2b."""
    again = world.source(url="http://www.example.org/guifi/#top")
    rows = [
        citing("Guifi.net", world.illustration("3c"), world.illustration("3f")),
        citing("Linux", world.illustration("3c", Stance.PARTLY), world.illustration("2b"), sources=(again,)),
    ]
    return [world.published(row, by=amina, reviewer=chiara) for row in rows]


def totals() -> dict[str, int]:
    return dict(SourceTotal.objects.values_list("scope", "documents"))


def uses() -> dict[str, int]:
    return dict(SourceUse.objects.values_list("claim", "cases"))


def test_a_document_that_two_cases_cite_counts_once(two: list[Case]) -> None:
    assert uses() == {"3c": 2, "3f": 1, "2b": 1}
    assert totals() == {"claim:3c": 1, "claim:3f": 1, "claim:2b": 1, "model:3": 1, "model:2": 1, "all": 1}


def test_an_edit_takes_away_what_the_case_no_longer_cites(two: list[Case], amina: User, chiara: User) -> None:
    other = world.source(url="https://example.org/other")
    world.published(
        citing("Guifi.net", world.illustration("3c"), sources=(other,)), by=amina, reviewer=chiara, on=two[0]
    )
    assert totals() == {"claim:3c": 2, "claim:2b": 1, "model:3": 2, "model:2": 1, "all": 2}
    assert SourceUse.objects.get(document=document_of(other)).cases == 1


def test_the_last_case_takes_the_document_away(amina: User, chiara: User) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    own = world.content(sources=(world.source(speaker=Speaker.ORGANISATION),))
    world.published(own, by=amina, reviewer=chiara, on=case)
    assert (uses(), totals()) == ({}, {"all": 0})


def test_an_edit_of_other_things_changes_nothing(two: list[Case], amina: User, chiara: User) -> None:
    before = (uses(), totals())
    same = citing("Guifi.net", world.illustration("3c", note="Other."), world.illustration("3f"))
    world.published(same, by=amina, reviewer=chiara, on=two[0])
    assert (uses(), totals()) == before


def test_what_was_rolled_back_is_not_counted(two: list[Case], amina: User, chiara: User) -> None:
    before = totals()
    with transaction.atomic():
        other = citing("X", world.illustration("1a"), sources=(world.source(url="https://example.org/x"),))
        world.published(other, by=amina, reviewer=chiara)
        assert totals()["model:1"] == 1
        transaction.set_rollback(True)
    assert totals() == before


def test_a_withdrawn_claim_adds_to_no_model_until_it_comes_back(two: list[Case], edda: User) -> None:
    before = totals()
    reword("2b", KindOfChange.WITHDRAWN, edda)
    assert totals() == {scope: count for scope, count in before.items() if scope != "model:2"}
    assert list(find_faults()) == []
    reword("2b", KindOfChange.REWORDED, edda)
    assert totals() == before


def reword(code: str, kind: KindOfChange, by: User) -> None:
    claim = Claim.objects.get(code=code)
    publish_wording(
        claim=claim, statement="Other words.", kind=kind, note="Why.", by=by, seen_version=claim.version
    )


def test_making_the_tables_again_changes_nothing(two: list[Case]) -> None:
    before = list(SourceUse.objects.order_by("pk").values_list()), totals()
    rebuild_public()
    assert (list(SourceUse.objects.order_by("pk").values_list()), totals()) == before


TAMPERED: list[tuple[str, Callable[[], object], str]] = [
    ("use up", lambda: SourceUse.objects.filter(claim="3c").update(cases=7), "Claim 3c: 7 cases cite"),
    ("use gone", lambda: SourceUse.objects.filter(claim="3c").delete(), "Claim 3c: the row of document"),
    (
        "use too many",
        lambda: SourceUse.objects.create(claim_id="1a", document="x" * 32, cases=1),
        "Claim 1a: 1 cases cite",
    ),
    ("total up", lambda: SourceTotal.objects.filter(scope="all").update(documents=5), "is 5, not 1"),
    (
        "total gone",
        lambda: SourceTotal.objects.filter(scope="model:3").delete(),
        "Sources of model:3: the total is missing",
    ),
    (
        "total too many",
        lambda: SourceTotal.objects.create(scope="claim:1a", documents=1, rules=1),
        "Sources of claim:1a: the total is 1, not 0",
    ),
]


@pytest.mark.parametrize(("tamper", "said"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED])
def test_what_somebody_changed_is_found_and_mended(
    two: list[Case], tamper: Callable[[], object], said: str
) -> None:
    tamper()
    assert any(said in fault for fault in find_faults())
    rebuild_public()
    assert list(find_faults()) == []


def test_counts_under_older_rules_are_noticed(amina: User, chiara: User) -> None:
    assert not are_sources_of_older()
    world.published(world.content(), by=amina, reviewer=chiara)
    assert not are_sources_of_older()
    SourceTotal.objects.update(rules=0)
    assert are_sources_of_older()


def test_an_unreviewed_source_is_in_no_public_table(amina: User) -> None:
    world.submitted(world.content(), by=amina)
    assert (uses(), totals()) == ({}, {})
