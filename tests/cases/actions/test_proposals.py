"""Proposals about gaps: private until a moderator accepts them, decided once, by somebody else."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from cases.actions import proposals
from cases.actions.outbox import deliver_due
from cases.actions.publication import rebuild_public
from cases.actions.refusals import (
    GapNotOpen,
    Incomplete,
    NotAllowed,
    OwnWork,
    ProposalMovedOn,
    TooManyWaiting,
)
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind, ProposalText
from cases.domain.vocabulary import Stance
from cases.models import (
    AuditEvent,
    OpenCall,
    OutboxMessage,
    Proposal,
    ProposalReview,
    ProposalStanding,
    SearchNote,
    SiteVersion,
)
from cases.queries.verification import find_faults
from tests import world

SEARCH = ProposalKind.SEARCH


def fill_3f(by: User, reviewer: User) -> None:
    row = world.illustration("3f", Stance.CONTRADICTS)
    world.published(world.content("A filler", illustrations=(row,)), by=by, reviewer=reviewer)


def test_a_proposal_is_nowhere_public(amina: User) -> None:
    proposal = world.proposed(by=amina)
    assert proposal.state == "submitted"
    assert not OpenCall.objects.exists()


def test_an_accepted_call_is_public_with_its_author_and_day(amina: User, chiara: User) -> None:
    day = timezone.localdate() + timedelta(days=30)
    proposal = world.accepted(by=amina, reviewer=chiara, until=day)
    call = OpenCall.objects.get()
    assert (call.pk, call.gap, call.text, call.by, call.until) == (
        proposal.pk, "claim-3f", proposal.text, amina, day,
    )  # fmt: skip


def test_an_accepted_search_says_where_and_when(amina: User, chiara: User) -> None:
    proposal = world.accepted(by=amina, reviewer=chiara, kind=SEARCH)
    note = SearchNote.objects.get()
    assert (note.sources, note.by, note.looked_at) == ("Three reports of 2019", amina, proposal.created_at)
    assert note.ended_at is None


def test_the_same_form_sent_twice_is_one_proposal(amina: User, bruno: User) -> None:
    key, said = uuid.uuid4(), ProposalText(kind=ProposalKind.CALL, text="Who knows?")
    gap = Gap.read("cell-1-1")
    first = proposals.propose(said=said, gap=gap, by=amina, submission_key=key)
    assert proposals.propose(said=said, gap=gap, by=amina, submission_key=key) == first
    with pytest.raises(NotAllowed):
        proposals.propose(said=said, gap=gap, by=bruno, submission_key=key)


@pytest.mark.parametrize("gap", ["claim-9z", "decade-1990", "part-skills-never-was"])
def test_what_is_no_gap_has_no_proposals(amina: User, gap: str) -> None:
    with pytest.raises(GapNotOpen):
        world.proposed(gap, by=amina)


def test_what_says_too_little_is_not_sent(amina: User) -> None:
    with pytest.raises(Incomplete):
        world.proposed(by=amina, text="")


def test_nobody_decides_on_own_work_and_the_database_knows(chiara: User, deniz: User) -> None:
    proposal = world.proposed(by=chiara)
    with pytest.raises(OwnWork):
        proposals.accept(proposal=proposal, by=chiara)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProposalReview.objects.create(
            proposal=proposal, decision="approved", by=chiara, author=chiara, reason=""
        )
    proposals.accept(proposal=proposal, by=deniz)


def test_a_contributor_decides_nothing(amina: User, bruno: User) -> None:
    proposal = world.proposed(by=amina)
    with pytest.raises(NotAllowed):
        proposals.accept(proposal=proposal, by=bruno)
    with pytest.raises(NotAllowed):
        proposals.withdraw(proposal=proposal, by=bruno)
    with pytest.raises(NotAllowed):
        proposals.end(proposal=proposal, by=bruno)


def test_the_second_decision_learns_who_decided(amina: User, chiara: User, deniz: User) -> None:
    proposal = world.accepted(by=amina, reviewer=chiara)
    with pytest.raises(ProposalMovedOn) as told:
        proposals.decline(proposal=proposal, by=deniz, reason="other", note="No.")
    assert told.value.review is not None
    assert (told.value.review.by, told.value.state) == (chiara, "approved")
    assert ProposalReview.objects.count() == 1


@pytest.mark.parametrize(("reason", "note"), [("", "Why."), ("other", " "), ("no-such", "Why.")])
def test_a_refusal_says_why(amina: User, chiara: User, reason: str, note: str) -> None:
    proposal = world.proposed(by=amina)
    with pytest.raises(Incomplete):
        proposals.decline(proposal=proposal, by=chiara, reason=reason, note=note)
    assert proposal.state == "submitted"


def test_declined_and_withdrawn_texts_stay_private(amina: User, chiara: User) -> None:
    proposals.decline(proposal=world.proposed(by=amina), by=chiara, reason="other", note="No.")
    proposals.withdraw(proposal=world.proposed(by=amina, kind=SEARCH), by=amina)
    assert not OpenCall.objects.exists()
    assert not SearchNote.objects.exists()
    assert list(find_faults()) == []


def test_too_late_to_take_back(amina: User, chiara: User) -> None:
    proposal = world.accepted(by=amina, reviewer=chiara)
    with pytest.raises(ProposalMovedOn):
        proposals.withdraw(proposal=proposal, by=amina)


@pytest.mark.parametrize("who", ["amina", "chiara"])
def test_author_or_moderator_begin_a_search_again(
    amina: User, chiara: User, request: pytest.FixtureRequest, who: str
) -> None:
    proposal = world.accepted(by=amina, reviewer=chiara, kind=SEARCH)
    proposals.end(proposal=proposal, by=request.getfixturevalue(who))
    assert SearchNote.objects.get().ended_at is not None
    with pytest.raises(ProposalMovedOn):
        proposals.end(proposal=proposal, by=amina)


def test_a_gap_that_was_closed_meanwhile_takes_no_proposal(amina: User, bruno: User, chiara: User) -> None:
    proposal = world.proposed(by=amina)
    fill_3f(bruno, chiara)
    with pytest.raises(GapNotOpen):
        proposals.accept(proposal=proposal, by=chiara)
    assert Proposal.objects.with_people().get().state == "submitted"
    assert not ProposalReview.objects.exists()
    with pytest.raises(GapNotOpen):
        world.proposed(by=amina)


def test_each_act_is_one_event_without_the_text(amina: User, chiara: User) -> None:
    proposal = world.accepted(by=amina, reviewer=chiara)
    proposals.end(proposal=proposal, by=amina)
    events = AuditEvent.objects.filter(subject_kind="proposal")
    assert list(events.values_list("verb", "actor_id")) == [
        ("proposed", amina.pk), ("approved", chiara.pk), ("ended", amina.pk),
    ]  # fmt: skip
    assert not [event for event in events if proposal.text in str(event.data)]


def test_a_newcomer_may_have_only_so_many_waiting(amina: User, chiara: User, settings: Settings) -> None:
    settings.NEWCOMERS_WAITING_AT_MOST = 2
    first = world.proposed(by=amina)
    world.proposed(by=amina)
    with pytest.raises(TooManyWaiting):
        world.proposed(by=amina)
    proposals.accept(proposal=first, by=chiara)
    world.proposed(by=amina)


def test_the_author_is_told_by_mail(amina: User, chiara: User) -> None:
    proposal = world.proposed(by=amina)
    proposals.decline(proposal=proposal, by=chiara, reason="advertising", note="It sells.")
    deliver_due()
    (sent,) = mail.outbox
    assert sent.to == ["amina@example.org"]
    assert "It sells." in sent.body
    assert "Claim 3f" in sent.body
    assert f"/me/proposals/{proposal.pk}/" in sent.body


def test_who_left_gets_no_mail(amina: User, chiara: User) -> None:
    world.accepted(by=amina, reviewer=chiara)
    User.objects.filter(pk=amina.pk).update(left_at=timezone.now())
    deliver_due()
    assert mail.outbox == []
    assert OutboxMessage.objects.get(kind="proposal").dropped_at is not None


def test_what_becomes_public_is_a_new_version_of_the_site(amina: User, chiara: User) -> None:
    def number() -> int:
        return SiteVersion.objects.values_list("number", flat=True).first() or 0

    proposal = world.proposed(by=amina)
    before = number()
    proposals.accept(proposal=proposal, by=chiara)
    accepted = number()
    proposals.end(proposal=proposal, by=amina)
    assert before < accepted < number()


def test_rebuilding_makes_the_same_rows(amina: User, chiara: User) -> None:
    world.accepted(by=amina, reviewer=chiara)
    ended = world.accepted(by=amina, reviewer=chiara, kind=SEARCH)
    proposals.end(proposal=ended, by=amina)
    world.proposed(by=amina)
    before = [*OpenCall.objects.values(), *SearchNote.objects.values()]
    rebuild_public()
    assert [*OpenCall.objects.values(), *SearchNote.objects.values()] == before
    assert list(find_faults()) == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("UPDATE cases_opencall SET text = 'x'", "what is public is not what was accepted."),
        ("DELETE FROM cases_opencall", "what is public is not what was accepted."),
    ],
)
def test_a_false_public_row_is_found(amina: User, chiara: User, damage: str, fault: str) -> None:
    proposal = world.accepted(by=amina, reviewer=chiara)
    with connection.cursor() as cursor:
        cursor.execute(damage)
    assert list(find_faults()) == [f"Proposal {proposal.pk}: {fault}"]


def test_unreviewed_text_in_a_public_table_is_found(amina: User) -> None:
    proposal = world.proposed(by=amina)
    OpenCall.objects.create(proposal=proposal, gap=proposal.gap, text="x", by=amina, at=timezone.now())
    assert list(find_faults()) == [f"Proposal {proposal.pk}: it is public and was not accepted."]


@pytest.mark.parametrize("state", ["approved", "ended", "submitted"])
def test_the_database_refuses_a_move_that_is_not_in_the_workflow(amina: User, state: str) -> None:
    proposal = world.proposed(by=amina)
    proposals.withdraw(proposal=proposal, by=amina)
    with pytest.raises(DatabaseError, match="not in the workflow"), transaction.atomic():
        ProposalStanding.objects.filter(pk=proposal.pk).update(state=state)
