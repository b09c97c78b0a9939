"""People who act in the same instant: one order of their acts decides, everybody is answered, nothing breaks.

Each person acts in a thread with a connection of its own, on the engine that the tests run on.
"""

import re
import uuid
from collections.abc import Callable
from threading import Event

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

from accounts.actions import LastSteward, delete_account, make_steward, set_role
from accounts.models import Role, User
from cases.actions import addresses, drafts, lookups, off_page, proposals, reviews, submissions, wanted
from cases.actions.refusals import (
    AlreadyDecided,
    CaseOffPage,
    ChangedSinceSeen,
    GapNotOpen,
    NotAllowed,
    NotWaiting,
    Outdated,
    ProposalMovedOn,
    Refusal,
)
from cases.actions.reviews import seen_now
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind, ProposalText
from cases.domain.vocabulary import Stance
from cases.domain.workflow import State
from cases.models import (
    Case,
    ClaimTally,
    Draft,
    GapTurn,
    Lookup,
    OpenCall,
    OutboxMessage,
    Proposal,
    ProposalReview,
    Review,
    Revision,
    Version,
)
from cases.models.draft import DraftForm
from cases.queries.verification import find_faults
from models_taxonomy.actions import load_taxonomy
from tests.cases.api.programs import Program, program_of, sending
from tests.cases.forms.test_contribute import GOOD
from tests.project.at_once import WAIT, Act, at_once, until_somebody_waits
from tests.world import PASSWORD, content, illustration, person, proposed, published, submitted, suspended

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = range(3)


@pytest.fixture(autouse=True)
def _texts(transactional_db: None) -> None:
    """Real transactions empty the tables after each test, so that the taxonomy is loaded for each."""
    load_taxonomy()
    cache.clear()


@pytest.fixture
def taxonomy(_texts: None) -> None:
    """The two reference texts, where other connections see them."""


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_form_sent_twice_at_once_is_one_revision(amina: User, _round: int) -> None:
    key = uuid.uuid4()
    send = lambda: submissions.submit(content=content(), by=amina, submission_key=key)  # noqa: E731
    first, second, third = at_once(send, send, send)
    assert first == second == third == Revision.objects.get()


def test_a_page_sent_twice_at_once_answers_both_alike(
    amina: User, signed_in: Callable[[User], Client]
) -> None:
    fields = GOOD | {"form_key": str(uuid.uuid4()), "act": "send"}
    # Two: a third at the same instant could be put off, as its author is new and the process busy.
    browsers = [signed_in(amina) for _tab in range(2)]
    answers = at_once(*(lambda one=one: one.post("/contribute/", fields) for one in browsers))
    assert {answer.headers["Location"] for answer in answers} == {f"/me/changes/{Revision.objects.get().pk}/"}
    assert not Draft.objects.exists()


def test_one_key_sent_twice_at_once_is_one_writing(amina: User) -> None:
    token = program_of(amina).token
    send = lambda: Program(token).post("/revisions", sending(), Idempotency_Key="k")  # noqa: E731
    answers = at_once(send, send, send)
    assert {answer.status for answer in answers} == {201}
    assert {answer.data["number"] for answer in answers} == {Revision.objects.get().pk}


def test_a_draft_begun_twice_at_once_is_one_draft(amina: User) -> None:
    key = uuid.uuid4()
    begin = lambda: drafts.start(by=amina, form=DraftForm.CONTRIBUTE, key=key)  # noqa: E731
    first, second = at_once(begin, begin)
    assert first == second == Draft.objects.get()


def test_sources_looked_up_at_once_are_asked_about_once_and_no_more_than_may_be(
    amina: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OUTBOUND = True
    monkeypatch.setattr(lookups, "LOOKUPS_AT_MOST", 2)
    draft = drafts.start(by=amina, form=DraftForm.CONTRIBUTE, key=uuid.uuid4())
    pasted = (["10.1000/1", "10.1000/2"], ["10.1000/2", "10.1000/1"], ["10.1000/3"])
    ask = [lambda one=one: lookups.ask(draft=draft, by=amina, documents=one) for one in pasted]
    assert at_once(*ask) == [None] * 3
    assert Lookup.objects.count() == OutboxMessage.objects.count() == 2


@pytest.mark.parametrize("_round", ROUNDS)
def test_first_publications_with_one_title_get_an_address_each(
    amina: User, bruno: User, chiara: User, deniz: User, _round: int
) -> None:
    ours, theirs = submitted(content("Debian"), by=amina), submitted(content("Debian"), by=bruno)
    at_once(
        lambda: reviews.approve(revision=ours, by=chiara, seen=seen_now(ours)),
        lambda: reviews.approve(revision=theirs, by=deniz, seen=seen_now(theirs)),
    )
    assert set(Case.objects.values_list("slug", flat=True)) == {"debian", "debian-2"}
    assert ClaimTally.objects.get(claim="3c").supports == 2
    assert list(find_faults()) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_moderators_one_decides_and_the_other_is_told(
    amina: User, chiara: User, deniz: User, _round: int
) -> None:
    revision = submitted(content(), by=amina)
    seen = seen_now(revision)
    told = at_once(
        lambda: reviews.approve(revision=revision, by=chiara, seen=seen),
        lambda: reviews.decline(revision=revision, by=deniz, seen=seen, reason="other", note="No."),
    )
    review = Review.objects.get()
    (refusal,) = [answer for answer in told if isinstance(answer, AlreadyDecided)]
    assert refusal.review == review
    assert Case.objects.exists() == (review.decision == State.APPROVED)
    assert list(find_faults()) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_withdrawal_during_an_approval_comes_before_it_or_is_too_late(
    amina: User, chiara: User, _round: int
) -> None:
    revision = submitted(content(), by=amina)
    seen = seen_now(revision)
    told = at_once(
        lambda: reviews.approve(revision=revision, by=chiara, seen=seen),
        lambda: submissions.withdraw(revision=revision, by=amina),
    )
    state = Revision.objects.get().state
    refused = [answer for answer in told if isinstance(answer, NotWaiting | AlreadyDecided)]
    assert len(refused) == 1
    assert state in {State.APPROVED, State.WITHDRAWN}
    assert Case.objects.exists() == Review.objects.exists() == (state is State.APPROVED)
    assert list(find_faults()) == []


def test_an_approval_and_whatever_happens_to_the_case_or_its_people_come_one_after_the_other(
    amina: User, bruno: User, chiara: User, deniz: User, edda: User
) -> None:
    """Of each pair both are answered, in the order in which they came; whatever that is, nothing breaks."""
    cases = {name: published(content(name), by=bruno, reviewer=deniz) for name in ("Hid", "Kept", "Moved")}
    waiting = {
        name: submitted(content(name, summary="Later."), by=amina, on=case) for name, case in cases.items()
    }

    def approve(name: str) -> Act:
        revision = waiting[name]
        return lambda: reviews.approve(revision=revision, by=chiara, seen=seen_now(revision))

    record = {name: case.record for name, case in cases.items()}
    hid = at_once(approve("Hid"), lambda: off_page.hide_case(record=record["Hid"], by=deniz, reason="abuse"))
    moved = at_once(
        approve("Moved"),
        lambda: addresses.rename(record=record["Moved"], slug="went", seen="moved", by=deniz),
    )
    kept = at_once(approve("Kept"), lambda: suspended(amina, by=deniz), lambda: suspended(chiara, by=edda))
    assert isinstance(hid[0], Review | CaseOffPage)
    assert not Case.objects.filter(pk=record["Hid"].pk).exists()
    assert isinstance(moved[0], Review)
    assert Case.objects.get(slug="went").summary == "Later."
    assert isinstance(kept[0], Review | NotAllowed)
    assert (Case.objects.get(slug="kept").summary == "Later.") == isinstance(kept[0], Review)
    assert not [told for told in (hid[1], moved[1], *kept[1:]) if isinstance(told, Refusal)]
    assert list(find_faults()) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks all of it at once")
@pytest.mark.parametrize("act", ["leaves", "becomes a moderator", "made a steward"])
def test_an_approval_and_a_change_of_its_author_never_wait_for_each_other(
    amina: User, chiara: User, edda: User, act: str
) -> None:
    """An approval has the turn and names its author at its end; the others hold them and want the turn."""
    revision, begun = submitted(content(), by=amina), Event()
    acts: dict[str, Act] = {
        "leaves": lambda: delete_account(user=amina, by=amina),
        "becomes a moderator": lambda: set_role(user=amina, role=Role.MODERATOR, by=edda),
        "made a steward": lambda: make_steward(name="Amina", email=amina.email),
    }

    def approve() -> object:
        with transaction.atomic():
            done = reviews.approve(revision=revision, by=chiara, seen=seen_now(revision))
            begun.set()
            until_somebody_waits()
        return done

    told = at_once(approve, lambda: begun.wait(WAIT) and acts[act]())
    assert not [answer for answer in told if isinstance(answer, Refusal)]
    assert list(find_faults()) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_changes_to_one_version_approved_at_once_neither_is_written_over(
    amina: User, bruno: User, chiara: User, deniz: User, _round: int
) -> None:
    case = published(content(), by=amina, reviewer=deniz)
    ours, theirs = (submitted(content(summary=f"By {by}."), by=by, on=case) for by in (amina, bruno))
    told = at_once(
        lambda: reviews.approve(revision=ours, by=chiara, seen=seen_now(ours)),
        lambda: reviews.approve(revision=theirs, by=deniz, seen=seen_now(theirs)),
    )
    assert len([answer for answer in told if isinstance(answer, ChangedSinceSeen | Outdated)]) == 1
    assert Version.objects.count() == 2
    assert list(find_faults()) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_author_may_send_more_while_a_moderator_approves(
    amina: User, bruno: User, chiara: User, deniz: User, _round: int
) -> None:
    """Sending holds the author and wants the record; approving holds the record and names the author."""
    case = published(content(), by=amina, reviewer=deniz)
    waiting = submitted(content(summary="Second."), by=amina, on=case)
    record, base = case.record, case.record.published
    begun = submissions.submit(
        content=content(summary="By Bruno."), by=bruno, submission_key=uuid.uuid4(), record=record, base=base
    )
    told = at_once(
        lambda: reviews.approve(revision=waiting, by=chiara, seen=seen_now(waiting)),
        lambda: submissions.submit(
            content=content(summary="Third."), by=amina, submission_key=uuid.uuid4(), record=record, base=base
        ),
        lambda: drafts.start(by=amina, form=DraftForm.EDIT, key=uuid.uuid4(), record=record, base=base),
        lambda: submissions.withdraw(revision=begun, by=bruno),
    )
    assert not [answer for answer in told if isinstance(answer, Refusal)]
    assert Version.objects.count() == 2
    assert list(find_faults()) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_answer_sent_twice_at_once_with_two_keys_is_one_answer(
    amina: User, chiara: User, _round: int
) -> None:
    asked = submitted(content(), by=amina)
    reviews.ask_for_changes(revision=asked, by=chiara, seen=seen_now(asked), reason="other", note="More.")
    answer = lambda: submitted(content(summary="Better."), by=amina, follows=asked)  # noqa: E731
    told = at_once(answer, answer)
    assert sorted(type(one).__name__ for one in told) == ["NotWaiting", "Revision"]


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_moderators_one_decides_on_a_proposal(
    amina: User, chiara: User, deniz: User, _round: int
) -> None:
    proposal = proposed(by=amina)
    told = at_once(
        lambda: proposals.accept(proposal=proposal, by=chiara),
        lambda: proposals.decline(proposal=proposal, by=deniz, reason="other", note="No."),
        lambda: proposals.withdraw(proposal=proposal, by=amina),
    )
    assert len([answer for answer in told if isinstance(answer, ProposalMovedOn)]) == 2
    state = Proposal.objects.with_people().get().state
    assert OpenCall.objects.exists() == (state == "approved")
    assert ProposalReview.objects.exists() == (state in {"approved", "rejected"})
    assert list(find_faults()) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_gap_that_closes_while_its_call_is_accepted_has_the_call_or_not_at_all(
    amina: User, bruno: User, chiara: User, deniz: User, _round: int
) -> None:
    proposal, filler = proposed("cell-7-3", by=amina), submitted(content(), by=bruno)
    told = at_once(
        lambda: proposals.accept(proposal=proposal, by=chiara),
        lambda: reviews.approve(revision=filler, by=deniz, seen=seen_now(filler)),
    )
    refused = [answer for answer in told if isinstance(answer, GapNotOpen)]
    assert OpenCall.objects.exists() == (not refused)
    assert GapTurn.objects.filter(gap="cell-7-3", state="closed").count() == 1
    assert list(find_faults()) == []


def test_a_proposal_sent_twice_at_once_is_one(amina: User) -> None:
    said, key = ProposalText(kind=ProposalKind.CALL, text="Who knows?"), uuid.uuid4()
    send = lambda: proposals.propose(  # noqa: E731
        said=said, gap=Gap.read("cell-1-1"), by=amina, submission_key=key
    )
    assert len({proposal.pk for proposal in at_once(send, send, send)}) == Proposal.objects.count() == 1


def test_two_wanted_lines_at_once_are_one_line_and_one_answer(chiara: User, deniz: User) -> None:
    told = at_once(
        *(
            lambda by=by: wanted.write(gap=Gap.read("claim-3f"), text="x", by=by, seen_number=0)
            for by in (chiara, deniz)
        )
    )
    assert sorted(type(answer).__name__ for answer in told) == ["ChangedSinceSeen", "WantedLine"]
    assert list(find_faults()) == []


def test_cases_that_close_a_gap_at_once_are_told_apart_as_a_replay_tells_them(
    amina: User, chiara: User, deniz: User
) -> None:
    waiting = [submitted(content(f"Case {number}"), by=amina) for number in range(4)]
    at_once(
        *(
            lambda one=one, by=by: reviews.approve(revision=one, by=by, seen=seen_now(one))
            for one, by in zip(waiting, [chiara, deniz] * 2, strict=True)
        )
    )
    assert GapTurn.objects.filter(gap="cell-7-3").count() == 1
    assert GapTurn.objects.filter(gap="claim-3c").count() == 2
    assert list(find_faults()) == []


def test_many_publications_at_once_leave_true_counts(amina: User, chiara: User, deniz: User) -> None:
    stances = [Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS] * 2
    waiting = [
        submitted(content(f"Case {number}", illustrations=(illustration("3c", stance),)), by=amina)
        for number, stance in enumerate(stances)
    ]
    at_once(
        *(
            lambda one=one, by=by: reviews.approve(revision=one, by=by, seen=seen_now(one))
            for one, by in zip(waiting, [chiara, deniz] * 3, strict=True)
        )
    )
    tally = ClaimTally.objects.get(claim="3c")
    assert (tally.supports, tally.partly, tally.contradicts) == (2, 2, 2)
    assert list(find_faults()) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_who_take_one_name_at_once_the_second_is_told_in_the_form(_round: int) -> None:
    def sign_up(number: int) -> object:
        form = {"username": "Farida", "email": f"farida{number}@example.org"}
        return Client().post("/account/signup/", form | {"password1": PASSWORD, "password2": PASSWORD})

    answers = at_once(lambda: sign_up(1), lambda: sign_up(2))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (told,) = [answer.content.decode() for answer in answers if answer.status_code == 200]
    # Or that it looks like one: the two questions are asked one after the other, and the first account
    # may be made in between.
    assert re.search(r"This name (is|looks like one that is) taken\. Choose another\.", told)
    assert User.objects.filter(username="Farida").count() == 1


def test_two_stewards_cannot_both_leave(edda: User) -> None:
    fatou = person("Fatou", "steward")

    def leave(user: User) -> object:
        try:
            delete_account(user=user, by=user)
        except LastSteward:
            return "stays"
        return "left"

    assert sorted(at_once(lambda: leave(edda), lambda: leave(fatou))) == ["left", "stays"]
