"""Two reviewers: the first yes publishes nothing, and the second is somebody else who saw the first."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from cases.actions import disputes, reviews, submissions
from cases.actions.refusals import (
    ChangedSinceSeen,
    FirstYesUnseen,
    Incomplete,
    NotAllowed,
    OwnWork,
    Refusal,
    SecondNeeded,
)
from cases.actions.reviews import Seen, seen_now
from cases.domain.content import CaseContent, Part
from cases.domain.second import SecondReason
from cases.domain.workflow import State
from cases.models import AuditEvent, Case, CaseRecord, Dispute, FirstYes, Review, Revision, SiteVersion
from cases.queries.second import earlier_steps, first_yes_of, revision_needs_second
from tests.kept import kept
from tests.world import content, published, submitted

Counting = Callable[[int], AbstractContextManager[object]]


@kept
def record(bruno: User, chiara: User) -> CaseRecord:
    """A public case, marked as disputed by Chiara."""
    case = published(content(), by=bruno, reviewer=chiara)
    disputes.open_on(record=case.record, reason="Two towns disagree.", by=chiara)
    return case.record


@kept
def waiting(record: CaseRecord, amina: User) -> Revision:
    """A small change of it."""
    return fresh(submitted(content(summary="Disputed."), by=amina, on=record.case))


def fresh(revision: Revision) -> Revision:
    return Revision.objects.select_related("record", "standing").get(pk=revision.pk)


def summary() -> str:
    return Case.objects.get().summary


def test_the_first_yes_publishes_nothing_and_is_on_record(waiting: Revision, chiara: User) -> None:
    yes = reviews.accept(revision=waiting, by=chiara, seen=seen_now(waiting), note="Fine.")
    assert isinstance(yes, FirstYes)
    assert (fresh(waiting).state, summary()) == (State.SUBMITTED, content().summary)
    assert AuditEvent.objects.latest("pk").verb == "accepted_first"


def test_the_second_one_publishes(waiting: Revision, chiara: User, deniz: User) -> None:
    reviews.accept(revision=waiting, by=chiara, seen=seen_now(waiting))
    done = reviews.accept(revision=waiting, by=deniz, seen=seen_now(waiting))
    assert isinstance(done, Review)
    assert (summary(), done.by) == ("Disputed.", deniz)


def test_one_moderator_is_never_both(waiting: Revision, chiara: User) -> None:
    reviews.accept(revision=waiting, by=chiara, seen=seen_now(waiting))
    for act in (reviews.accept, reviews.approve):
        with pytest.raises(SecondNeeded):
            act(revision=waiting, by=chiara, seen=seen_now(waiting))
    assert summary() == content().summary


def test_the_first_one_does_not_get_round_it_by_ending_the_dispute(waiting: Revision, chiara: User) -> None:
    reviews.accept(revision=waiting, by=chiara, seen=seen_now(waiting))
    disputes.end(dispute=Dispute.objects.get(), by=chiara)
    with pytest.raises(SecondNeeded):
        reviews.approve(revision=waiting, by=chiara, seen=seen_now(waiting))


def test_nobody_publishes_it_alone(waiting: Revision, chiara: User) -> None:
    with pytest.raises(SecondNeeded):
        reviews.approve(revision=waiting, by=chiara, seen=seen_now(waiting))


def test_a_second_who_did_not_see_the_first_is_told(waiting: Revision, chiara: User, deniz: User) -> None:
    seen = seen_now(waiting)
    first = reviews.accept(revision=waiting, by=chiara, seen=seen)
    with pytest.raises(FirstYesUnseen) as told:
        reviews.accept(revision=waiting, by=deniz, seen=seen)
    assert told.value.first == first
    assert fresh(waiting).state is State.SUBMITTED


def test_a_first_yes_is_void_when_the_case_moved_on(
    waiting: Revision, record: CaseRecord, bruno: User, chiara: User, deniz: User
) -> None:
    reviews.accept(revision=waiting, by=chiara, seen=seen_now(waiting))
    other = submitted(content(tags=("new",)), by=bruno, on=record.case)
    for by in (chiara, deniz):
        reviews.accept(revision=other, by=by, seen=seen_now(fresh(other)))
    assert first_yes_of(fresh(waiting)) is None
    again = reviews.accept(revision=fresh(waiting), by=deniz, seen=seen_now(fresh(waiting)))
    assert isinstance(again, FirstYes)
    reviews.accept(revision=fresh(waiting), by=chiara, seen=seen_now(fresh(waiting)))
    assert (summary(), [tag.name for tag in Case.objects.get().tags.all()]) == ("Disputed.", ["new"])


@pytest.mark.parametrize("refuse", [reviews.decline, reviews.ask_for_changes])
def test_one_is_enough_to_refuse_and_need_not_have_seen_the_first(
    waiting: Revision, chiara: User, deniz: User, refuse: Callable[..., Review]
) -> None:
    seen = seen_now(waiting)
    reviews.accept(revision=waiting, by=chiara, seen=seen)
    refuse(revision=waiting, by=deniz, seen=seen, reason="other", note="No.")
    assert fresh(waiting).state is not State.SUBMITTED


@pytest.mark.parametrize(("name", "refusal"), [("amina", NotAllowed), ("edda", ChangedSinceSeen)])
def test_a_first_yes_is_refused_as_a_decision_is(
    waiting: Revision, amina: User, edda: User, name: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        reviews.accept(revision=waiting, by={"amina": amina, "edda": edda}[name], seen=Seen("0" * 64, 1))


def test_writers_are_not_the_first_either(record: CaseRecord, chiara: User) -> None:
    own = submitted(content(summary="Mine."), by=chiara, on=record.case)
    with pytest.raises(OwnWork):
        reviews.accept(revision=own, by=chiara, seen=seen_now(fresh(own)))


def test_what_was_taken_back_cannot_be_accepted_first(waiting: Revision, amina: User, chiara: User) -> None:
    submissions.withdraw(revision=waiting, by=amina)
    with pytest.raises(Refusal):
        reviews.accept(revision=waiting, by=chiara, seen=seen_now(waiting))
    assert not FirstYes.objects.exists()


def test_the_database_keeps_one_first_yes_as_seen(waiting: Revision, chiara: User, deniz: User) -> None:
    yes = reviews.accept(revision=waiting, by=chiara, seen=seen_now(waiting))
    assert isinstance(yes, FirstYes)
    row = {"revision": waiting, "published": yes.published, "content_hash": yes.content_hash}
    with pytest.raises(IntegrityError), transaction.atomic():
        FirstYes.objects.create(**row, by=deniz, author=waiting.author)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_firstyes")


# --- disputes ---


def test_a_dispute_opens_and_ends_once_and_both_are_on_record(record: CaseRecord, deniz: User) -> None:
    dispute = Dispute.objects.get()
    with pytest.raises(ChangedSinceSeen):
        disputes.open_on(record=record, reason="Again.", by=deniz)
    before = SiteVersion.objects.get().number
    disputes.end(dispute=dispute, by=deniz)
    with pytest.raises(ChangedSinceSeen):
        disputes.end(dispute=dispute, by=deniz)
    assert SiteVersion.objects.get().number == before + 1
    verbs = AuditEvent.objects.filter(verb__startswith="dispute").values_list("verb", flat=True)
    assert list(verbs) == ["dispute_opened", "dispute_ended"]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_a_dispute_says_why(record: CaseRecord, deniz: User, reason: str) -> None:
    disputes.end(dispute=Dispute.objects.get(), by=deniz)
    with pytest.raises(Incomplete):
        disputes.open_on(record=record, reason=reason, by=deniz)


def test_contributors_do_not_mark_disputes(record: CaseRecord, amina: User) -> None:
    with pytest.raises(NotAllowed):
        disputes.end(dispute=Dispute.objects.get(), by=amina)
    with pytest.raises(NotAllowed):
        disputes.open_on(record=record, reason="Why.", by=amina)


# --- a large removal in small pieces ----------------------------------------------------------------


def text(number: int) -> CaseContent:
    return content(parts=(Part(key="state", text=" ".join(f"w{place}" for place in range(number))),))


@kept
def long(bruno: User, deniz: User) -> Case:
    """A public case of 500 words."""
    return published(text(500), by=bruno, reviewer=deniz)


def test_a_large_removal_cut_into_small_ones_needs_two(long: Case, amina: User, chiara: User) -> None:
    long = published(text(440), by=amina, reviewer=chiara, on=long)
    long = published(text(380), by=amina, reviewer=chiara, on=long)
    last = fresh(submitted(text(300), by=amina, on=long))
    assert revision_needs_second(last) == (SecondReason.REMOVED_IN_PIECES,)
    with pytest.raises(SecondNeeded):
        reviews.approve(revision=last, by=chiara, seen=seen_now(last))


def test_what_others_removed_and_what_is_long_ago_does_not_count(
    long: Case, amina: User, bruno: User, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = published(text(400), by=amina, reviewer=chiara, on=long)
    long = published(text(350), by=bruno, reviewer=chiara, on=long)
    assert not revision_needs_second(fresh(submitted(text(251), by=amina, on=long)))
    last = fresh(submitted(text(250), by=amina, on=long))
    assert revision_needs_second(last)
    monkeypatch.setattr("cases.queries.second.REMOVED_TOGETHER_WITHIN", timedelta(0))
    assert not revision_needs_second(last)


def test_what_was_removed_before_is_read_in_two_queries(
    long: Case, amina: User, bruno: User, chiara: User, django_assert_num_queries: Counting
) -> None:
    for number in (495, 490, 480, 470):
        by = bruno if number == 480 else amina
        long = published(text(number), by=by, reviewer=chiara, on=long)
    with django_assert_num_queries(2):
        steps = earlier_steps(long.record, amina)
    assert steps == ((text(500), text(490)), (text(480), text(470)))
