"""*I am looking*: thirty days, one reminder, taken back at will; it prevents nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.actions import delete_account
from accounts.models import User
from cases.actions import looking
from cases.actions.outbox import deliver_due
from cases.actions.refusals import GapNotOpen, LooksForTooMuch, NotAllowed
from cases.domain.gaps import Gap
from cases.domain.vocabulary import Stance
from cases.models import AuditEvent, Looking, OutboxMessage
from tests import world

Later = Callable[[timedelta], None]
GAP = Gap.read("claim-3f")
DAY = timedelta(days=1)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """A clock that only a call moves on."""
    clock = [timezone.now()]

    def wait(time: timedelta) -> None:
        clock[0] += time

    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])
    return wait


def test_it_lasts_thirty_days(amina: User, later: Later) -> None:
    looking.begin(gap=GAP, by=amina)
    later(30 * DAY - timedelta(seconds=1))
    assert Looking.objects.now().exists()
    later(timedelta(seconds=1))
    assert not Looking.objects.now().exists()


def test_said_again_it_lasts_thirty_days_from_then(amina: User, later: Later) -> None:
    first = looking.begin(gap=GAP, by=amina)
    later(20 * DAY)
    again = looking.begin(gap=GAP, by=amina)
    assert (again.pk, again.since, again.until) == (first.pk, first.since, first.until + 20 * DAY)


def test_many_may_look_for_one_gap(amina: User, bruno: User) -> None:
    looking.begin(gap=GAP, by=amina)
    looking.begin(gap=GAP, by=bruno)
    assert Looking.objects.now().count() == 2


def test_it_is_taken_back_once_and_twice_alike(amina: User) -> None:
    looking.begin(gap=GAP, by=amina)
    looking.end(gap=GAP, by=amina)
    looking.end(gap=GAP, by=amina)
    assert not Looking.objects.exists()
    verbs = AuditEvent.objects.filter(subject_kind="looking").values_list("verb", flat=True)
    assert list(verbs) == ["looking", "looked"]


def test_one_looks_for_ten_gaps_at_most(amina: User, later: Later) -> None:
    for number in range(10):
        looking.begin(gap=Gap.read(f"cell-{number % 7 + 1}-{number // 7 + 1}"), by=amina)
    with pytest.raises(LooksForTooMuch):
        looking.begin(gap=GAP, by=amina)
    later(31 * DAY)
    looking.begin(gap=GAP, by=amina)


def test_nobody_looks_for_what_is_there(amina: User, chiara: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    with pytest.raises(GapNotOpen):
        looking.begin(gap=Gap.read("cell-7-3"), by=amina)


def test_who_may_not_contribute_may_not_look(amina: User) -> None:
    amina.is_active = False
    with pytest.raises(NotAllowed):
        looking.begin(gap=GAP, by=amina)


def test_one_reminder_comes_before_the_end(amina: User, later: Later) -> None:
    looking.begin(gap=GAP, by=amina)
    later(24 * DAY)
    assert deliver_due() == 0
    later(DAY + timedelta(minutes=1))
    deliver_due()
    later(4 * DAY)
    deliver_due()
    (sent,) = mail.outbox
    assert sent.subject == "Are you still looking?"
    assert "Claim 3f" in sent.body
    assert "/gaps/claim-3f/" in sent.body


def test_who_began_again_is_reminded_of_the_later_end_only(amina: User, later: Later) -> None:
    looking.begin(gap=GAP, by=amina)
    later(20 * DAY)
    looking.begin(gap=GAP, by=amina)
    later(6 * DAY)
    deliver_due()
    assert mail.outbox == []
    later(20 * DAY)
    deliver_due()
    assert len(mail.outbox) == 1


def test_who_took_it_back_is_not_reminded(amina: User, later: Later) -> None:
    looking.begin(gap=GAP, by=amina)
    looking.end(gap=GAP, by=amina)
    later(26 * DAY)
    deliver_due()
    assert mail.outbox == []
    assert OutboxMessage.objects.get().dropped_at is not None


def test_nobody_is_reminded_of_a_closed_gap(amina: User, bruno: User, chiara: User, later: Later) -> None:
    looking.begin(gap=GAP, by=amina)
    row = world.illustration("3f", Stance.CONTRADICTS)
    world.published(world.content(illustrations=(row,)), by=bruno, reviewer=chiara)
    later(26 * DAY)
    deliver_due()
    assert [sent.to for sent in mail.outbox] == [["bruno@example.org"]]


def test_who_leaves_looks_no_more(amina: User) -> None:
    looking.begin(gap=GAP, by=amina)
    delete_account(user=amina, by=amina)
    assert not Looking.objects.exists()
