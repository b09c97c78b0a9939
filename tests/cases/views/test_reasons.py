"""The pages of the catalogue of reasons."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import outbox, reasons, reviews
from cases.actions.reasons import ReasonText
from cases.actions.reviews import seen_now
from cases.models import OutboxMessage, Review
from tests.world import content, published, submitted

Browser = Callable[[User], Client]
WORDS = {
    "name": "Needs a date",
    "guidance": "Say when it was.",
    "link": "/about/method/#claims",
    "example": "",
    "order": "15",
    "seen_number": "0",
}


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_a_reason_is_added_edited_retired_and_taken_back(chiara: User, signed_in: Browser) -> None:
    client = signed_in(chiara)
    client.post("/review/reasons/add/", WORDS)
    assert "Needs a date" in page(client, "/review/reasons/")
    address = "/review/reasons/needs-a-date/"
    client.post(address, WORDS | {"name": "Needs a year", "seen_number": "1"})
    assert "Needs a year" in page(client, "/about/reasons/")
    for number, is_public in (("2", False), ("3", True)):
        client.post(f"{address}retirement/", {"seen_number": number})
        assert ("Needs a year" in page(client, "/about/reasons/")) is is_public


def test_what_is_missing_is_said_and_nothing_typed_is_lost(chiara: User, signed_in: Browser) -> None:
    answer = signed_in(chiara).post("/review/reasons/add/", WORDS | {"guidance": "", "order": "x"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "The place is not a number." in shown
    assert "Needs a date" in shown


def test_who_was_slower_keeps_their_words(chiara: User, deniz: User, signed_in: Browser) -> None:
    address = "/review/reasons/advertising/"
    signed_in(chiara).post(address, WORDS | {"name": "First"})
    answer = signed_in(deniz).post(address, WORDS | {"name": "Second"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "First" in shown
    assert 'value="Second"' in shown
    assert 'name="seen_number" value="1"' in shown
    told = signed_in(deniz).post(f"{address}retirement/", {"seen_number": "0"}, follow=True)
    assert "Somebody else changed this reason meanwhile" in told.content.decode()


@pytest.mark.parametrize("typed", [{"x": "y"}, {"seen_number": "-1"}, {}])
def test_a_form_that_was_tampered_with_is_refused(
    chiara: User, signed_in: Browser, typed: dict[str, str]
) -> None:
    for place in ("add/", "advertising/", "advertising/retirement/"):
        assert signed_in(chiara).post(f"/review/reasons/{place}", typed).status_code == 400


def test_there_is_no_such_reason(chiara: User, signed_in: Browser) -> None:
    assert signed_in(chiara).get("/review/reasons/never-was/").status_code == 404


def test_the_public_list_counts_and_the_author_reads_the_example(
    amina: User, bruno: User, chiara: User, stranger: Client, signed_in: Browser, mailoutbox: list[object]
) -> None:
    published(content(), by=bruno, reviewer=chiara)
    words = ReasonText(
        name="Needs a date", guidance="Say when.", link="/about/method/", example="/cases/guifi-net/", order=1
    )
    reasons.add(said=words, by=chiara)
    OutboxMessage.objects.all().delete()
    revision = submitted(content("Other"), by=amina)
    reviews.decline(
        revision=revision, by=chiara, seen=seen_now(revision), reason="needs-a-date", note="When?"
    )
    assert Review.objects.filter(reason="needs-a-date").count() == 1
    shown = page(stranger, "/about/reasons/")
    assert "Say when. Given 1 time." in shown
    assert "/about/reasons/" in page(stranger, "/about/review/")
    own = page(signed_in(amina), f"/me/changes/{revision.pk}/")
    assert 'A good example: <a href="/cases/guifi-net/"' in own
    outbox.deliver_due()
    assert "/cases/guifi-net/" in str(mailoutbox[0].body)  # type: ignore[attr-defined]
