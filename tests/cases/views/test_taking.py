"""Taking a change to read it: others see it, may take it over, and may decide all the same."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.actions import reviews, taking
from cases.actions.refusals import NotAllowed, NotWaiting, OwnWork
from cases.actions.reviews import seen_now
from cases.models import Revision, Taking
from cases.queries.queue import next_waiting
from tests.kept import kept
from tests.world import content, submitted

Browser = Callable[[User], Client]


@kept
def waiting(amina: User) -> Revision:
    return submitted(content(), by=amina)


def test_others_see_who_reads_it_and_may_take_it_over(
    waiting: Revision, chiara: User, deniz: User, signed_in: Browser
) -> None:
    signed_in(chiara).post(f"/review/{waiting.pk}/take/", {"act": "take"})
    client = signed_in(deniz)
    assert "<bdi>Chiara</bdi> reads it" in client.get("/review/").content.decode()
    page = client.post(f"/review/{waiting.pk}/take/", {"act": "take"}, follow=True).content.decode()
    assert re.search(r"You read this one, until \d\d:\d\d UTC\.", page)
    assert Taking.objects.get().by == deniz


def test_taking_it_leaves_what_was_typed_on_the_page(
    waiting: Revision, chiara: User, signed_in: Browser
) -> None:
    typed = {"act": "take", "note": "Name one.", "comment.summary": "Half a"}
    page = signed_in(chiara).post(f"/review/{waiting.pk}/take/", typed).content.decode()
    assert "You read this one, until" in page
    assert "Name one.</textarea>" in page
    assert "Half a</textarea>" in page


def test_what_was_in_view_stays_what_the_decision_is_on(
    waiting: Revision, chiara: User, signed_in: Browser
) -> None:
    typed = {"act": "take", "note": "Name one.", "content_hash": "of what was in view"}
    answer = signed_in(chiara).post(f"/review/{waiting.pk}/take/", typed)
    assert answer.context["form"]["content_hash"].value() == "of what was in view"


def test_it_runs_out_by_itself(waiting: Revision, chiara: User, deniz: User, signed_in: Browser) -> None:
    taking.take(revision=waiting, by=chiara)
    Taking.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "reads it" not in signed_in(deniz).get("/review/").content.decode()


def test_it_is_given_back_by_who_has_it(waiting: Revision, chiara: User, deniz: User) -> None:
    taking.take(revision=waiting, by=chiara)
    taking.give_back(revision=waiting, by=deniz)
    assert Taking.objects.get().by == chiara
    taking.give_back(revision=waiting, by=chiara)
    assert not Taking.objects.exists()


def test_the_next_one_to_decide_on_is_one_that_nobody_else_reads(
    waiting: Revision, amina: User, chiara: User, deniz: User
) -> None:
    second = submitted(content("Second"), by=amina)
    taking.take(revision=waiting, by=chiara)
    now = timezone.now()
    assert next_waiting(deniz, besides=0, now=now) == second
    assert next_waiting(chiara, besides=0, now=now) == waiting


def test_somebody_else_may_decide_and_then_nobody_reads_it(
    waiting: Revision, chiara: User, deniz: User
) -> None:
    taking.take(revision=waiting, by=chiara)
    reviews.approve(revision=waiting, by=deniz, seen=seen_now(waiting))
    assert not Taking.objects.exists()
    with pytest.raises(NotWaiting):
        taking.take(revision=waiting, by=chiara)


def test_contributors_and_authors_take_nothing(waiting: Revision, bruno: User, chiara: User) -> None:
    with pytest.raises(NotAllowed):
        taking.take(revision=waiting, by=bruno)
    with pytest.raises(OwnWork):
        taking.take(revision=submitted(content("Own"), by=chiara), by=chiara)


@pytest.mark.parametrize(("fields", "status"), [({"act": "x"}, 400), ({"act": "take", "x": "y"}, 400)])
def test_a_form_that_says_something_else_is_refused(
    waiting: Revision, chiara: User, signed_in: Browser, fields: dict[str, str], status: int
) -> None:
    assert signed_in(chiara).post(f"/review/{waiting.pk}/take/", fields).status_code == status
    assert not Taking.objects.exists()
