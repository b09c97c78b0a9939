"""Declining as spam: one step without a note, after which only the author and moderators read the text."""

import pytest

from accounts.models import User
from cases import permissions
from cases.actions import reviews
from cases.actions.refusals import AlreadyDecided, ChangedSinceSeen, NotAllowed, OwnWork
from cases.actions.reviews import Seen, seen_now
from cases.domain.workflow import State
from cases.models import AuditEvent, OutboxMessage, Revision
from tests.kept import kept
from tests.world import content, submitted


@kept
def advert(amina: User) -> Revision:
    return submitted(content("Buy now"), by=amina)


def test_one_step_declines_with_the_one_reason(advert: Revision, chiara: User) -> None:
    review = reviews.decline_as_spam(revision=advert, by=chiara, seen=seen_now(advert))
    assert (review.decision, review.reason, review.note) == (State.REJECTED, "spam", "")
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.data) == ("rejected", {"reason": "spam", "record": advert.record_id})
    assert OutboxMessage.objects.filter(kind="decision", recipient=advert.author).count() == 1


def test_only_the_author_and_moderators_read_it(
    advert: Revision, amina: User, bruno: User, chiara: User, deniz: User
) -> None:
    reviews.decline_as_spam(revision=advert, by=chiara, seen=seen_now(advert))
    readers = [person for person in (amina, bruno, deniz) if permissions.may_see_revision(person, advert)]
    assert readers == [amina, deniz]


def test_nobody_declines_what_they_may_not_or_did_not_see(
    advert: Revision, bruno: User, chiara: User
) -> None:
    with pytest.raises(NotAllowed):
        reviews.decline_as_spam(revision=advert, by=bruno, seen=seen_now(advert))
    with pytest.raises(ChangedSinceSeen):
        reviews.decline_as_spam(revision=advert, by=chiara, seen=Seen("0" * 64, None))
    own = submitted(content("Mine"), by=chiara)
    with pytest.raises(OwnWork):
        reviews.decline_as_spam(revision=own, by=chiara, seen=seen_now(own))


def test_what_was_decided_is_not_spam_any_more(advert: Revision, chiara: User, deniz: User) -> None:
    seen = seen_now(advert)
    reviews.approve(revision=advert, by=deniz, seen=seen)
    with pytest.raises(AlreadyDecided):
        reviews.decline_as_spam(revision=advert, by=chiara, seen=seen)
