"""Decisions: one for each revision, never on own work, never on something that changed since."""

import uuid
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from cases.actions import reviews, submissions
from cases.actions.moves import move
from cases.actions.publication import rebuild_public
from cases.actions.refusals import (
    AlreadyDecided,
    ChangedSinceSeen,
    Incomplete,
    NotAllowed,
    NotWaiting,
    Outdated,
    OwnWork,
)
from cases.actions.reviews import Seen, seen_now
from cases.domain.content import Part
from cases.domain.vocabulary import Stance
from cases.domain.workflow import Move, State
from cases.models import AuditEvent, Case, ClaimTally, OutboxMessage, Revision, RevisionState, Version
from cases.queries.verification import find_faults
from models_taxonomy.models import Claim
from tests.world import content, illustration, published, submitted


def state(revision: Revision) -> State:
    return State(RevisionState.objects.get(pk=revision.pk).state)


def test_approval_publishes(amina: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    assert (case.slug, case.version, case.parts_written) == ("guifi-net", 1, 2)
    assert ClaimTally.objects.get(claim="3c").supports == 1
    assert '<a aria-label="Source 1"' in case.parts.get(key="in-short").html
    assert list(find_faults()) == []


def test_nothing_is_public_before(amina: User) -> None:
    submitted(content(), by=amina)
    assert not Case.objects.exists()
    assert not Version.objects.exists()


def test_nobody_decides_on_own_work(chiara: User) -> None:
    revision = submitted(content(), by=chiara)
    with pytest.raises(OwnWork):
        reviews.approve(revision=revision, by=chiara, seen=seen_now(revision))


def test_a_move_that_is_refused_is_on_record(amina: User, chiara: User, deniz: User) -> None:
    revision = submitted(content(), by=amina)
    seen = seen_now(revision)
    reviews.approve(revision=revision, by=chiara, seen=seen)
    with pytest.raises(AlreadyDecided):
        reviews.decline(revision=revision, by=deniz, seen=seen, reason="other", note="Late.")
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.actor_id, event.subject_id) == ("refused", deniz.pk, str(revision.pk))
    assert event.data == {"act": "decline", "why": "AlreadyDecided"}


def test_contributors_do_not_decide(amina: User, bruno: User) -> None:
    revision = submitted(content(), by=amina)
    with pytest.raises(NotAllowed):
        reviews.approve(revision=revision, by=bruno, seen=seen_now(revision))


def test_the_second_of_two_moderators_is_told(amina: User, chiara: User, deniz: User) -> None:
    revision = submitted(content(), by=amina)
    seen = seen_now(revision)
    reviews.decline(revision=revision, by=chiara, seen=seen, reason="not-a-case", note="Who made what?")
    with pytest.raises(AlreadyDecided) as told:
        reviews.approve(revision=revision, by=deniz, seen=seen)
    assert told.value.review.by == chiara
    assert not Case.objects.exists()


def test_a_withdrawn_revision_cannot_be_approved(amina: User, chiara: User) -> None:
    revision = submitted(content(), by=amina)
    submissions.withdraw(revision=revision, by=amina)
    with pytest.raises(NotWaiting):
        reviews.approve(revision=revision, by=chiara, seen=seen_now(revision))


def test_a_stale_view_decides_nothing(amina: User, chiara: User) -> None:
    revision = submitted(content(), by=amina)
    with pytest.raises(ChangedSinceSeen):
        reviews.approve(revision=revision, by=chiara, seen=Seen("0" * 64, None))
    assert seen_now(revision) == Seen(revision.content_hash, None)
    assert state(revision) is State.SUBMITTED


def test_a_case_that_changed_since_is_looked_at_again_also_before_declining(
    amina: User, bruno: User, chiara: User
) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    late = submitted(content(summary="Late."), by=bruno, on=case)
    seen = seen_now(late)
    published(content(summary="First."), by=amina, reviewer=chiara, on=case)
    with pytest.raises(ChangedSinceSeen):
        reviews.decline(revision=late, by=chiara, seen=seen, reason="other", note="Too late.")


@pytest.mark.parametrize(("step", "name"), [(Move.APPROVE, "amina"), (Move.WITHDRAW, "chiara")])
def test_the_workflow_itself_says_who_makes_a_move(amina: User, chiara: User, step: Move, name: str) -> None:
    standing = submitted(content(), by=amina).standing
    with pytest.raises(NotAllowed):
        move(standing, step, by={"amina": amina, "chiara": chiara}[name])


def test_an_outdated_revision_is_not_approved_but_may_be_declined(
    amina: User, bruno: User, chiara: User
) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    late = submitted(content(summary="Late."), by=bruno, on=case)
    published(content(summary="First."), by=amina, reviewer=chiara, on=case)
    late = Revision.objects.get(pk=late.pk)
    with pytest.raises(Outdated):
        reviews.approve(revision=late, by=chiara, seen=seen_now(late))
    reviews.decline(revision=late, by=chiara, seen=seen_now(late), reason="other", note="Too late.")
    assert state(late) is State.REJECTED


def overtaken(by: User, reviewer: User, other: User) -> Revision:
    """A change of the tags, which an accepted change of the summary overtook."""
    case = published(content(), by=other, reviewer=reviewer)
    late = submitted(content(tags=("late",)), by=by, on=case)
    published(content(summary="First."), by=other, reviewer=reviewer, on=case)
    return Revision.objects.select_related("record").get(pk=late.pk)


def test_an_outdated_revision_is_accepted_on_top_of_what_is_public(
    amina: User, bruno: User, chiara: User
) -> None:
    late = overtaken(bruno, chiara, amina)
    review = reviews.approve(revision=late, by=chiara, seen=seen_now(late))
    merged = review.revision
    case = Case.objects.get()
    assert (case.summary, [tag.name for tag in case.tags.all()], case.version) == ("First.", ["late"], 3)
    assert (merged.follows, merged.author, merged.prepared_by) == (late, bruno, None)
    assert (state(late), state(merged)) == (State.WITHDRAWN, State.APPROVED)
    assert list(find_faults()) == []


def test_it_is_not_if_the_case_moved_on_since_the_reviewer_looked(
    amina: User, bruno: User, chiara: User
) -> None:
    late = overtaken(bruno, chiara, amina)
    seen = seen_now(late)
    published(
        content(summary="Second."), by=amina, reviewer=chiara, on=Case.objects.select_related("record").get()
    )
    with pytest.raises(ChangedSinceSeen):
        reviews.approve(revision=late, by=chiara, seen=seen)
    assert state(late) is State.SUBMITTED


def test_it_is_not_if_together_they_would_not_be_a_whole_case(amina: User, bruno: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    late = submitted(content(began=2018), by=bruno, on=case)
    published(content(ended=2010), by=amina, reviewer=chiara, on=case)
    late = Revision.objects.select_related("record").get(pk=late.pk)
    with pytest.raises(Outdated):
        reviews.approve(revision=late, by=chiara, seen=seen_now(late))
    assert state(late) is State.SUBMITTED


@pytest.mark.parametrize("refuse", [reviews.ask_for_changes, reviews.decline])
@pytest.mark.parametrize(
    ("reason", "note", "path"), [("", "Why", "reason"), ("other", " ", "note"), ("x", "y", "reason")]
)
def test_a_refusal_says_why(
    amina: User, chiara: User, refuse: Callable[..., object], reason: str, note: str, path: str
) -> None:
    revision = submitted(content(), by=amina)
    with pytest.raises(Incomplete) as refused:
        refuse(revision=revision, by=chiara, seen=seen_now(revision), reason=reason, note=note)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_an_answer_follows_the_revision_it_answers(amina: User, chiara: User, deniz: User) -> None:
    first = submitted(content(), by=amina)
    reviews.ask_for_changes(
        revision=first, by=chiara, seen=seen_now(first), reason="source-missing", note="Where?"
    )
    second = submitted(content(summary="Better."), by=amina, follows=first)
    reviews.approve(revision=second, by=deniz, seen=seen_now(second))
    assert second.record_id == first.record_id
    assert Case.objects.get().summary == "Better."
    with pytest.raises(NotWaiting):
        submitted(content(summary="Again."), by=amina, follows=first)


def test_sending_twice_makes_one_revision(amina: User) -> None:
    key = uuid.uuid4()
    first = submissions.submit(content=content(), by=amina, submission_key=key)
    assert submissions.submit(content=content(), by=amina, submission_key=key) == first
    assert Revision.objects.count() == 1


def test_a_rebase_replaces_and_its_maker_does_not_decide(
    amina: User, bruno: User, chiara: User, deniz: User
) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    late = submitted(content(summary="Late."), by=bruno, on=case)
    case = published(content(title="Guifi"), by=amina, reviewer=chiara, on=case)
    assert case.record.published is not None
    rebased = submissions.rebase(
        revision=late,
        content=content(title="Guifi", summary="Late."),
        by=chiara,
        onto=case.record.published,
        submission_key=uuid.uuid4(),
    )
    rebased = Revision.objects.get(pk=rebased.pk)
    assert (rebased.author, rebased.prepared_by, state(late)) == (bruno, chiara, State.WITHDRAWN)
    with pytest.raises(OwnWork):
        reviews.approve(revision=rebased, by=chiara, seen=seen_now(rebased))
    reviews.approve(revision=rebased, by=deniz, seen=seen_now(rebased))
    assert Case.objects.get().summary == "Late."
    assert list(find_faults()) == []


def test_every_act_leaves_one_audit_event_and_the_author_gets_one_mail(amina: User, chiara: User) -> None:
    published(content(), by=amina, reviewer=chiara)
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["submitted", "approved"]
    assert OutboxMessage.objects.get(kind="decision").recipient == amina


def test_tallies_follow_an_edit(amina: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    changed = content(illustrations=(illustration("3c", Stance.CONTRADICTS), illustration("3f")))
    published(changed, by=amina, reviewer=chiara, on=case)
    tally = ClaimTally.objects.get(claim="3c")
    assert (tally.supports, tally.contradicts, ClaimTally.objects.get(claim="3f").supports) == (0, 1, 1)
    assert list(find_faults()) == []


def test_red_links_turn_blue_when_the_case_is_published(amina: User, chiara: User) -> None:
    linking = content(parts=(Part(key="in-short", text="See [[Sensorica]]."),))
    case = published(linking, by=amina, reviewer=chiara)
    assert "red" in case.parts.get().html
    published(content("Sensorica"), by=amina, reviewer=chiara)
    assert "red" not in case.parts.get().html


def test_rebuilding_changes_nothing(amina: User, bruno: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    published(content(tags=("a", "b")), by=bruno, reviewer=chiara, on=case)
    published(content("Sensorica"), by=amina, reviewer=chiara)
    assert rebuild_public() == 2
    assert list(find_faults()) == []
    assert Case.objects.get(slug="guifi-net").version == 2


@pytest.mark.parametrize(
    "table", ["cases_revision", "cases_review", "cases_auditevent", "models_taxonomy_claimversion"]
)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_the_database_refuses_to_change_what_was_said(
    amina: User, chiara: User, table: str, statement: str
) -> None:
    published(content(), by=amina, reviewer=chiara)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_the_database_refuses_a_move_outside_the_workflow(amina: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    with pytest.raises(IntegrityError), transaction.atomic():
        RevisionState.objects.filter(pk=case.record.published_id).update(state=State.SUBMITTED)


def test_a_claim_that_does_not_exist_is_refused(amina: User) -> None:
    assert not Claim.objects.filter(code="9z").exists()
    with pytest.raises(Incomplete, match="no claim"):
        submitted(content(illustrations=(illustration("9z"),)), by=amina)


def test_a_newer_renderer_makes_the_pages_again(amina: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    case.parts.update(renderer=0, html="<p>old</p>")
    call_command("refresh_public")
    assert "old" not in case.parts.get(key="in-short").html
    assert list(find_faults()) == []
