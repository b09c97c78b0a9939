"""Watching, and what a publication tells those who watch: each person once, and only what they may see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.actions import delete_account
from accounts.models import User
from cases.actions import mail_choices, watching
from cases.actions.notices import mark_new, mark_read, tell
from cases.actions.outbox import deliver_due
from cases.actions.refusals import NothingThere
from cases.domain.content import CaseContent, Part
from cases.domain.notices import NoticeKind, Rhythm, period_at
from cases.domain.vocabulary import Stance
from cases.models import Case, MailChoice, Notice, OutboxMessage, Watch
from cases.queries.notices import new_for, notices_page, unread_count
from tests.kept import kept
from tests.world import content, illustration, published

Later = Callable[[timedelta], None]
A_WEEK = timedelta(days=8)


@kept
def case(amina: User, chiara: User) -> Case:
    """A case of Amina; everybody has been told of it."""
    case = published(content(), by=amina, reviewer=chiara)
    deliver_due()
    mail.outbox.clear()
    return case


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """A clock that only a call moves on, a little ahead of the one by which the tables fill in moments."""
    clock = [timezone.now() + timedelta(minutes=5)]

    def wait(time: timedelta) -> None:
        clock[0] += time

    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])
    return wait


def change(case: Case, what: CaseContent, *, by: User, reviewer: User) -> None:
    published(what, by=by, reviewer=reviewer, on=case)
    deliver_due()


NEW_PART = content(parts=(*content().parts, Part(key="skills", text="They learn it.[@baig2015]")))
TOUCHES = [
    ("case-{pk}", content(summary="Newly summed up."), "case_changed"),
    ("claim-3c", content(illustrations=(illustration("3c", Stance.PARTLY),)), "claim_changed"),
    ("claim-1a", content(illustrations=(illustration(), illustration("1a"))), "claim_changed"),
    ("cell-6-3", content(phases=content().phases[1:]), "cell_changed"),
    ("tag-commons", content(tags=("community network",)), "tag_changed"),
    ("tag-community-network", content(tags=("commons",)), "tag_changed"),
    ("country-ES", content(places=()), "gap_changed"),
    ("part-skills-guifi-net", NEW_PART, "gap_changed"),
]


@pytest.mark.parametrize(("thing", "after", "kind"), TOUCHES, ids=[thing for thing, *_rest in TOUCHES])
def test_who_watches_it_is_told_of_a_change_that_touches_it(
    bruno: User, amina: User, chiara: User, case: Case, thing: str, after: CaseContent, kind: str
) -> None:
    watching.watch(thing=thing.format(pk=case.pk), by=bruno)
    change(case, after, by=amina, reviewer=chiara)
    assert [notice.kind for notice in bruno.notices.all()] == [kind]
    assert [row.title for row in new_for(bruno)] == ["Guifi.net"]


@pytest.mark.parametrize("thing", ["claim-3c", "claim-1a", "cell-7-3", "tag-commons", "country-ES"])
def test_and_not_of_one_that_leaves_it_alone(
    bruno: User, amina: User, chiara: User, case: Case, thing: str
) -> None:
    watching.watch(thing=thing, by=bruno)
    change(case, content(summary="Newly summed up."), by=amina, reviewer=chiara)
    assert not bruno.notices.exists()


def test_who_watches_several_things_that_one_change_touches_is_told_once(
    bruno: User, amina: User, chiara: User, case: Case
) -> None:
    for thing in ("tag-commons", f"case-{case.pk}", "claim-3c"):
        watching.watch(thing=thing, by=bruno)
    change(case, content(tags=(), illustrations=()), by=amina, reviewer=chiara)
    assert [notice.kind for notice in bruno.notices.all()] == ["case_changed"]


def test_a_publication_that_is_announced_twice_tells_nobody_twice(
    bruno: User, amina: User, chiara: User, case: Case
) -> None:
    watching.watch(thing=f"case-{case.pk}", by=bruno)
    change(case, content(summary="New."), by=amina, reviewer=chiara)
    told = Notice.objects.get(person=bruno)
    watching.announce(revision_id=told.about_id)
    assert Notice.objects.get(person=bruno) == told


def test_people_watch_what_they_wrote_and_are_not_told_of_their_own_acts(
    amina: User, bruno: User, chiara: User, case: Case
) -> None:
    assert Watch.objects.get(person=amina).thing == f"case-{case.pk}"
    change(case, content(summary="By Bruno."), by=bruno, reviewer=chiara)
    assert [notice.kind for notice in amina.notices.all()] == ["case_changed", "decision"]
    assert [notice.kind for notice in bruno.notices.all()] == ["decision"]


def test_unless_they_do_not_want_that(bruno: User, chiara: User) -> None:
    mail_choices.choose(by=bruno, rhythm=Rhythm.WEEKLY, watches_own=False)
    published(content(), by=bruno, reviewer=chiara)
    deliver_due()
    assert not bruno.watches.exists()


def test_what_one_gave_up_watching_does_not_come_back(amina: User, chiara: User, case: Case) -> None:
    watching.unwatch(thing=f"case-{case.pk}", by=amina)
    change(case, content(summary="More."), by=amina, reviewer=chiara)
    assert not amina.watches.exists()


@pytest.mark.parametrize("thing", ["case-987654321", "tag-never-was", "claim-9z", "part-skills-never", "x"])
def test_what_is_not_there_is_not_watched(bruno: User, case: Case, thing: str) -> None:
    with pytest.raises(NothingThere):
        watching.watch(thing=thing, by=bruno)


def test_notices_of_a_case_that_is_not_public_any_more_vanish(
    bruno: User, amina: User, chiara: User, case: Case, later: Later
) -> None:
    watching.watch(thing=f"case-{case.pk}", by=bruno)
    change(case, content(summary="New."), by=amina, reviewer=chiara)
    assert unread_count(bruno) == 1
    Case.objects.filter(pk=case.pk).delete()
    assert notices_page(bruno).groups == ()
    assert unread_count(bruno) == 0
    later(A_WEEK)
    mail.outbox.clear()
    deliver_due()
    assert "bruno@example.org" not in [sent.to[0] for sent in mail.outbox]


@pytest.mark.parametrize(
    ("rhythm", "at_once", "after_a_day", "after_a_week"),
    [
        (Rhythm.AT_ONCE, 1, 1, 1),
        (Rhythm.DAILY, 0, 1, 1),
        (Rhythm.WEEKLY, 0, 0, 1),
        (Rhythm.NEVER, 0, 0, 0),
    ],
)
def test_mail_comes_as_often_as_the_person_wants(
    bruno: User, amina: User, chiara: User, case: Case, later: Later,
    rhythm: Rhythm, at_once: int, after_a_day: int, after_a_week: int,
) -> None:  # fmt: skip
    def got() -> int:
        deliver_due()
        return sum(sent.to == ["bruno@example.org"] for sent in mail.outbox)

    monday = timezone.now().replace(hour=9) - timedelta(days=timezone.now().weekday()) + timedelta(days=7)
    later(monday - timezone.now())
    mail_choices.choose(by=bruno, rhythm=rhythm, watches_own=True)
    watching.watch(thing=f"case-{case.pk}", by=bruno)
    change(case, content(summary="New."), by=amina, reviewer=chiara)
    assert got() == at_once
    later(timedelta(days=1))
    assert got() == after_a_day
    later(timedelta(days=7))
    assert got() == after_a_week


def test_a_digest_holds_all_that_is_new_and_there_is_one_for_a_person_and_period(
    bruno: User, amina: User, chiara: User, case: Case, later: Later
) -> None:
    watching.watch(thing=f"case-{case.pk}", by=bruno)
    change(case, content(summary="Second."), by=amina, reviewer=chiara)
    case = Case.objects.select_related("record__published").get(pk=case.pk)
    change(case, content(summary="Third."), by=amina, reviewer=chiara)
    assert OutboxMessage.objects.filter(recipient=bruno, kind="digest").count() == 1
    later(A_WEEK)
    mail.outbox.clear()
    deliver_due()
    (digest,) = [sent for sent in mail.outbox if sent.to == ["bruno@example.org"]]
    assert "Version 2 is public." in digest.body
    assert "Version 3 is public." in digest.body


def test_what_was_read_on_the_site_is_not_mailed(
    bruno: User, amina: User, chiara: User, case: Case, later: Later
) -> None:
    watching.watch(thing=f"case-{case.pk}", by=bruno)
    change(case, content(summary="Second."), by=amina, reviewer=chiara)
    mark_read(by=bruno)
    later(A_WEEK)
    mail.outbox.clear()
    deliver_due()
    assert mail.outbox == []


def test_marking_is_taken_back_for_one_and_for_all_that_were_marked_at_once(
    amina: User, bruno: User, chiara: User, case: Case, later: Later
) -> None:
    change(case, content(summary="By Bruno."), by=bruno, reviewer=chiara)
    first, second = amina.notices.all()
    mark_read(by=amina, notice=first.pk)
    later(timedelta(minutes=1))
    mark_read(by=amina)
    page = notices_page(amina)
    assert (page.unread, page.marked) == (0, 1)
    mark_new(by=amina, read_at=page.marked_at)
    assert [notice.pk for notice in amina.notices.unread()] == [second.pk]
    mark_new(by=bruno, notice=first.pk)
    assert amina.notices.unread().count() == 1


def test_one_cause_makes_one_notice_and_nobody_is_told_of_own_acts(amina: User, bruno: User) -> None:
    for _again in range(2):
        tell(NoticeKind.DECISION, to=amina, about=bruno, by=bruno)
        tell(NoticeKind.DECISION, to=bruno, about=bruno, by=bruno)
    assert Notice.objects.get().person == amina


def test_with_the_account_go_notices_and_watches(amina: User, case: Case) -> None:
    delete_account(user=amina, by=amina)
    assert not Notice.objects.filter(person=amina).exists()
    assert not Watch.objects.filter(person=amina).exists()
    assert not MailChoice.objects.filter(person=amina).exists()


@pytest.mark.parametrize("size", [3, 30])
def test_the_page_of_notices_takes_as_many_queries_at_any_size(
    amina: User, bruno: User, chiara: User, case: Case,
    django_assert_max_num_queries: "Callable[[int], object]", size: int,
) -> None:  # fmt: skip
    change(case, replace(content(), summary="By Bruno."), by=bruno, reviewer=chiara)
    told = amina.notices.get(kind="case_changed")
    for number in range(size):
        told.pk, told.key = None, f"more:{number}"
        told.save()
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        assert notices_page(amina).unread == size + 2


def test_periods_end_in_the_morning() -> None:
    sunday = timezone.now().fromisoformat("2026-11-29T23:30:00+00:00")
    assert period_at(Rhythm.DAILY, sunday).due_at.isoformat() == "2026-11-30T06:00:00+00:00"
    assert period_at(Rhythm.WEEKLY, sunday).due_at.isoformat() == "2026-11-30T06:00:00+00:00"
    assert period_at(Rhythm.WEEKLY, sunday).name == "2026-W48"
