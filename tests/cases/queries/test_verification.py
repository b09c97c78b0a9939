"""`verify` finds whatever was changed behind the back of the actions, in the truth or in what is public."""

import uuid
from collections.abc import Callable
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from cases.actions import submissions
from cases.actions.publication import rebuild_public
from cases.domain.workflow import State
from cases.models import (
    Case,
    CaseLink,
    CasePart,
    CasePhase,
    CasePlace,
    CaseRecord,
    CaseSource,
    CellTally,
    ClaimTally,
    Placement,
    Review,
    Revision,
    RevisionState,
    SearchRow,
    SearchWord,
    Version,
)
from cases.queries.verification import find_faults
from models_taxonomy.append_only import trigger_name
from tests.kept import kept
from tests.world import content, published, submitted

TRIGGERS = (
    ("cases_revision", trigger_name("cases_revision", "UPDATE")),
    ("cases_review", trigger_name("cases_review", "UPDATE")),
    ("cases_review", trigger_name("cases_review", "DELETE")),
    ("cases_revisionstate", trigger_name("cases_revisionstate", "DELETE")),
    ("cases_revisionstate", "cases_revisionstate_follows_workflow"),
)


@kept
def case(amina: User, chiara: User) -> Case:
    """One published case, the second version of it public."""
    first = published(content(), by=amina, reviewer=chiara)
    return published(content(summary="More is known."), by=amina, reviewer=chiara, on=first)


@pytest.fixture
def without_triggers(case: Case) -> None:
    """The database as somebody leaves it who can drop triggers; the test's transaction brings them back."""
    del case
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Triggers cannot be dropped while foreign keys of this transaction wait to be checked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name in TRIGGERS:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def test_nothing_is_wrong_at_first(case: Case) -> None:
    out = StringIO()
    call_command("verify", stdout=out)
    assert (case.version, out.getvalue().splitlines()[-1]) == (2, "All is well.")


def test_the_command_says_each_fault_and_fails(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(title="Another")
    errors = StringIO()
    with pytest.raises(CommandError, match=r"1 faults\. If only public rows are wrong, rebuild_public"):
        call_command("verify", stdout=StringIO(), stderr=errors)
    assert errors.getvalue().startswith("Case guifi-net: the public case are not")


PUBLIC: list[tuple[str, Callable[[], object], str]] = [
    ("title", lambda: Case.objects.update(title="Another"), "the public case"),
    ("search text", lambda: SearchRow.objects.update(rest="secret"), "the search does not know its text"),
    ("search row", lambda: SearchRow.objects.all().delete(), "the search does not know its text"),
    ("word", lambda: SearchWord.objects.filter(word="network").update(cases=9), "Word network"),
    ("missing word", lambda: SearchWord.objects.filter(word="network").delete(), "the row is missing"),
    ("hash", lambda: Case.objects.update(content_hash="0" * 64), "its hash or address"),
    ("address", lambda: Case.objects.update(slug="elsewhere"), "its hash or address"),
    ("html", lambda: CasePart.objects.filter(key="in-short").update(html="<p>Other</p>"), "the public parts"),
    ("part gone", lambda: CasePart.objects.filter(key="in-short").delete(), "the public parts"),
    ("phase", lambda: CasePhase.objects.filter(order=1).update(start=1990), "the public phases"),
    ("place", lambda: CasePlace.objects.update(country="FR"), "the public places"),
    ("source", lambda: CaseSource.objects.update(url="https://example.com"), "the public sources"),
    ("stance", lambda: Placement.objects.update(stance="contradicts"), "the public placements"),
    ("standing on", lambda: Placement.sources.through.objects.all().delete(), "the public placements"),
    ("tags", lambda: [case.tags.clear() for case in Case.objects.all()], "the public tags"),
    (
        "link",
        lambda: CaseLink.objects.create(case=Case.objects.get(), target="nowhere"),
        "the public links",
    ),
    ("version gone", lambda: Version.objects.filter(number=1).delete(), "its versions are [2]"),
    (
        "version's content",
        lambda: Version.objects.filter(number=1).update(content={"title": "Other"}),
        "version 1 is not what was approved",
    ),
    ("version's note", lambda: Version.objects.filter(number=2).update(note="Mine"), "version 2 is not what"),
    (
        "tally up",
        lambda: ClaimTally.objects.filter(claim="3c").update(supports=7),
        "tally of supports is not 1",
    ),
    (
        "tally gone",
        lambda: ClaimTally.objects.filter(claim="3c").delete(),
        "the tally of supports is missing",
    ),
    ("cell up", lambda: CellTally.objects.filter(stage=6).update(cases=3), "Cell 6-3: the tally is 3, not 1"),
    ("cell gone", lambda: CellTally.objects.filter(stage=7).delete(), "Cell 7-3: the tally is missing"),
]


@pytest.mark.parametrize(("tamper", "said"), [row[1:] for row in PUBLIC], ids=[row[0] for row in PUBLIC])
def test_a_change_of_what_is_public_is_found_and_rebuilding_mends_it(
    case: Case, tamper: Callable[[], object], said: str
) -> None:
    tamper()
    assert any(said in fault for fault in find_faults())
    rebuild_public()
    assert list(find_faults()) == []


TRUTH: list[tuple[str, Callable[[], object], str]] = [
    ("content", lambda: Revision.objects.update(content={}), "the content does not match its hash"),
    (
        "part of the content",
        lambda: [
            Revision.objects.filter(pk=one.pk).update(content={**one.content, "summary": "Forged."})
            for one in Revision.objects.all()
        ],
        "the content does not match its hash",
    ),
    ("title", lambda: Revision.objects.update(title="Other"), "its title is not that of its content"),
    ("stands nowhere", lambda: RevisionState.objects.all().delete(), "it stands nowhere"),
    ("review gone", lambda: Review.objects.all().delete(), "it is approved without a review"),
    (
        "state without its review",
        lambda: RevisionState.objects.update(state=State.REJECTED),
        "it is rejected and its review says approved",
    ),
    ("review of other content", lambda: Review.objects.update(content_hash="0" * 64), "of another content"),
    (
        "rebased and decided by one person",
        lambda: Revision.objects.update(prepared_by=User.objects.get(username="Chiara")),
        "somebody who wrote it decided on it",
    ),
]


@pytest.mark.parametrize(("tamper", "said"), [row[1:] for row in TRUTH], ids=[row[0] for row in TRUTH])
def test_a_change_of_the_truth_is_found_though_the_triggers_were_dropped(
    without_triggers: None, tamper: Callable[[], object], said: str
) -> None:
    tamper()
    assert any(said in fault for fault in find_faults())


def test_a_waiting_revision_made_public_is_found(case: Case, amina: User) -> None:
    waiting = submitted(content(summary="Not reviewed."), by=amina, on=case)
    CaseRecord.objects.update(published=waiting)
    assert any(f"revision {waiting.pk} is public, not" in fault for fault in find_faults())


def test_a_public_case_that_is_gone_is_found(case: Case) -> None:
    case.delete()
    assert any("disagree on whether there is one" in fault for fault in find_faults())


def test_a_place_in_the_queue_that_is_not_its_own_is_found_and_the_migration_gives_it(
    without_triggers: None, case: Case, amina: User
) -> None:
    waits = submitted(content(summary="Not reviewed."), by=amina, on=case)
    for _time in range(2):
        onto = case.record.published
        assert onto is not None
        waits = submissions.rebase(
            revision=waits, content=content(), by=amina, onto=onto, submission_key=uuid.uuid4()
        )
    assert list(find_faults()) == []
    RevisionState.objects.update(place=None)
    assert [fault for fault in find_faults() if "its place in the queue is that of None" in fault] != []
    import_module("cases.migrations.0020_place_in_the_queue").give_places(apps, None)
    assert list(find_faults()) == []
