"""What people see of a change that needs two reviewers, and of a dispute."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import disputes, reviews
from cases.actions.reviews import seen_now
from cases.models import Case, Dispute, Revision
from tests.kept import kept
from tests.world import content, published, submitted

Browser = Callable[[User], Client]


@kept
def waiting(amina: User, bruno: User, chiara: User, edda: User) -> Revision:
    """A change of Amina to a case that Edda marked as disputed."""
    case = published(content(), by=bruno, reviewer=chiara)
    disputes.open_on(record=case.record, reason="Two towns disagree.", by=edda)
    return submitted(content(summary="Disputed."), by=amina, on=case)


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def typed(revision: Revision, **more: str) -> dict[str, str]:
    seen = seen_now(Revision.objects.get(pk=revision.pk))
    first = str(seen.first_yes or "")
    shown = {"content_hash": seen.content_hash, "published": str(seen.published_id), "first_yes": first}
    return shown | {"decision": "approved", "note": "Well said."} | more


def test_the_page_says_beforehand_that_two_are_needed_and_why(
    waiting: Revision, chiara: User, signed_in: Browser
) -> None:
    shown = page(signed_in(chiara), f"/review/{waiting.pk}/")
    assert "Two reviewers accept this before it is public:" in shown
    assert "the case is under dispute" in shown
    assert "Two towns disagree." in shown


def test_the_first_and_then_the_second(
    waiting: Revision, amina: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    answer = signed_in(chiara).post(f"/review/{waiting.pk}/", typed(waiting), follow=True)
    assert "You are the first of two" in answer.content.decode()
    for person, address in ((deniz, f"/review/{waiting.pk}/"), (amina, f"/me/changes/{waiting.pk}/")):
        shown = page(signed_in(person), address)
        assert "One of two reviewers accepted this." in shown
        assert "Well said." in shown
    assert "1 of 2 accepted it" in page(signed_in(deniz), "/review/")
    signed_in(deniz).post(f"/review/{waiting.pk}/", typed(waiting))
    assert Case.objects.get().summary == "Disputed."


def test_who_did_not_see_the_first_is_told_and_keeps_the_note(
    waiting: Revision, chiara: User, deniz: User, signed_in: Browser
) -> None:
    stale = typed(waiting, note="My own note.")
    reviews.accept(revision=waiting, by=chiara, seen=seen_now(Revision.objects.get(pk=waiting.pk)))
    answer = signed_in(deniz).post(f"/review/{waiting.pk}/", stale)
    assert answer.status_code == 409
    assert "Chiara accepted this first while you looked" in answer.content.decode()
    assert "My own note." in answer.content.decode()


def test_the_first_is_not_offered_to_accept_again(
    waiting: Revision, chiara: User, deniz: User, signed_in: Browser
) -> None:
    signed_in(chiara).post(f"/review/{waiting.pk}/", typed(waiting))
    address, accept = f"/review/{waiting.pk}/", 'value="approved"'
    shown = page(signed_in(chiara), address)
    assert accept not in shown
    assert "You are the first of the two." in shown
    assert accept in page(signed_in(deniz), address)


def test_the_first_is_told_that_another_one_must_follow(
    waiting: Revision, chiara: User, signed_in: Browser
) -> None:
    signed_in(chiara).post(f"/review/{waiting.pk}/", typed(waiting))
    answer = signed_in(chiara).post(f"/review/{waiting.pk}/", typed(waiting))
    assert answer.status_code == 409
    assert "Another moderator must accept this, too" in answer.content.decode()


def test_a_lone_moderator_is_told_what_to_do(waiting: Revision, edda: User, chiara: User) -> None:
    User.objects.filter(pk=chiara.pk).update(role="contributor")
    client = Client()
    client.force_login(edda, backend="django.contrib.auth.backends.ModelBackend")
    assert "A steward can give another person the role" in page(client, f"/review/{waiting.pk}/")


def test_the_public_reads_of_the_dispute_and_not_its_reason(waiting: Revision, stranger: Client) -> None:
    shown = page(stranger, "/cases/guifi-net/")
    assert "Under dispute since" in shown
    assert "Two towns disagree." not in shown


def test_a_dispute_is_marked_and_ended_on_its_page(
    waiting: Revision, chiara: User, stranger: Client, signed_in: Browser
) -> None:
    client, address = signed_in(chiara), "/cases/guifi-net/dispute/"
    assert "Two towns disagree." in page(client, address)
    client.post(address, {"act": "end", "dispute": Dispute.objects.get().pk})
    assert "Under dispute since" not in page(stranger, "/cases/guifi-net/")
    answer = client.post(address, {"act": "open", "reason": " "})
    assert answer.status_code == 422
    client.post(address, {"act": "open", "reason": "Again."})
    assert "Under dispute since" in page(stranger, "/cases/guifi-net/")


def test_two_who_mark_it_at_once_lose_no_word(waiting: Revision, chiara: User, signed_in: Browser) -> None:
    answer = signed_in(chiara).post("/cases/guifi-net/dispute/", {"act": "open", "reason": "My words."})
    assert answer.status_code == 409
    assert "My words." in answer.content.decode()


@pytest.mark.parametrize(
    "typed", [{}, {"act": "x"}, {"act": "end", "dispute": "²"}, {"act": "open", "x": "y"}]
)
def test_a_form_that_was_tampered_with_is_refused(
    waiting: Revision, chiara: User, signed_in: Browser, typed: dict[str, str]
) -> None:
    assert signed_in(chiara).post("/cases/guifi-net/dispute/", typed).status_code == 400
