"""Watching, notices, settings and the outbox, as people use them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.actions import watching
from cases.actions.outbox import deliver_due
from cases.models import Case, MailChoice, Notice, OutboxMessage, Watch
from cases.queries.mail import unsubscribe_token
from tests.kept import kept
from tests.world import content, published

Browser = Callable[[User], Client]


@kept
def case(amina: User, chiara: User) -> Case:
    """A case of Amina."""
    return published(content(), by=amina, reviewer=chiara)


@kept
def told(bruno: User, amina: User, chiara: User, case: Case) -> Notice:
    """Bruno watches the case and was told of a change."""
    watching.watch(thing=f"case-{case.pk}", by=bruno)
    published(content(summary="New."), by=amina, reviewer=chiara, on=case)
    deliver_due()
    return Notice.objects.get(person=bruno)


@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("/cases/guifi-net/", "case-{pk}"),
        ("/claims/3c/", "claim-3c"),
        ("/tags/commons/", "tag-commons"),
        ("/gaps/cell-7-3/", "cell-7-3"),
        ("/matrix/?cell=7-3", "cell-7-3"),
        ("/gaps/country-PE/", "country-PE"),
    ],
)
def test_a_button_watches_and_then_watches_no_longer(
    bruno: User, signed_in: Browser, stranger: Client, case: Case, path: str, thing: str
) -> None:
    browser, address = signed_in(bruno), f"/watch/{thing.format(pk=case.pk)}/"
    assert f'action="{address}"' in browser.get(path).content.decode()
    assert 'value="watch"' not in stranger.get(path).content.decode()
    browser.post(address, {"act": "watch"})
    assert 'value="unwatch"' in browser.get(path).content.decode()
    browser.post(address, {"act": "unwatch"})
    assert not Watch.objects.filter(person=bruno).exists()


def test_the_list_of_what_one_watches_has_a_way_out_of_each(
    bruno: User, signed_in: Browser, told: Notice, case: Case
) -> None:
    browser = signed_in(bruno)
    assert "Guifi.net" in browser.get("/me/watching/").content.decode()
    answer = browser.post(f"/watch/case-{case.pk}/", {"act": "unwatch", "from": "list"})
    assert answer.headers["Location"] == "/me/watching/"
    assert "Nothing yet." in browser.get("/me/watching/").content.decode()


def test_what_is_new_is_counted_beside_the_name_and_on_the_first_page(
    bruno: User, signed_in: Browser, told: Notice
) -> None:
    page = signed_in(bruno).get("/").content.decode()
    assert re.search(r"New for you:\s*</span>1</a>", page)
    assert "1 new for you" in page


def test_an_unread_notice_is_a_square_and_a_word(bruno: User, signed_in: Browser, told: Notice) -> None:
    browser = signed_in(bruno)
    page = browser.get("/me/notices/").content.decode()
    assert '<span class="new"' in page
    assert '<span class="vh">New:</span>' in page
    browser.post("/me/notices/", {"act": "read", "notice": told.pk})
    assert '<span class="vh">New:</span>' not in browser.get("/me/notices/").content.decode()


def test_all_are_marked_and_that_is_undone(bruno: User, signed_in: Browser, told: Notice) -> None:
    browser = signed_in(bruno)
    page = browser.post("/me/notices/", {"act": "read_all"}, follow=True).content.decode()
    moment = re.search(r'name="at" value="([^"]+)"', page)
    assert moment is not None
    browser.post("/me/notices/", {"act": "undo", "at": moment[1]})
    assert Notice.objects.unread().filter(person=bruno).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"act": "read"},
        {"act": "read", "notice": "x"},
        {"act": "undo", "at": "2026-13-01T00:00:00+00:00"},
        {"act": "undo", "at": "x"},
        {"act": "read_all", "more": "1"},
    ],
)
def test_a_form_that_says_nothing_that_can_be_done_is_a_400(
    bruno: User, signed_in: Browser, fields: dict[str, str]
) -> None:
    assert signed_in(bruno).post("/me/notices/", fields).status_code == 400


def test_nobody_marks_the_notices_of_others(amina: User, signed_in: Browser, told: Notice) -> None:
    signed_in(amina).post("/me/notices/", {"act": "read", "notice": told.pk})
    told.refresh_from_db()
    assert told.read_at is None


def test_settings_are_kept_and_wrong_ones_are_shown_again(bruno: User, signed_in: Browser) -> None:
    browser = signed_in(bruno)
    assert re.search(r'value="weekly"[^>]*checked', browser.get("/me/settings/").content.decode())
    assert browser.post("/me/settings/", {"rhythm": "hourly"}).status_code == 422
    browser.post("/me/settings/", {"rhythm": "daily"})
    choice = MailChoice.objects.get(person=bruno)
    assert (choice.rhythm, choice.watches_own) == ("daily", False)


def test_looking_at_the_way_out_changes_nothing_and_a_post_needs_no_session(
    bruno: User, stranger: Client
) -> None:
    address = f"/unsubscribe/{unsubscribe_token(bruno)}/"
    assert "No more mail?" in stranger.get(address).content.decode()
    assert not MailChoice.objects.exists()
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert "You get no more mail" in answer.content.decode()
    assert MailChoice.objects.get(person=bruno).rhythm == "never"


@pytest.mark.parametrize("token", ["1", "1:x", "x:y", "1:AAAA"])
def test_a_token_that_was_not_signed_here_leads_nowhere(stranger: Client, token: str, bruno: User) -> None:
    assert stranger.post(f"/unsubscribe/{token}/").status_code == 404
    assert not MailChoice.objects.exists()


def test_who_gets_no_mail_because_the_address_is_refused_reads_so(bruno: User, signed_in: Browser) -> None:
    MailChoice.objects.create(person=bruno, refused_at=timezone.now())
    for page in ("/me/", "/me/settings/"):
        assert "Mail to your address is refused since" in signed_in(bruno).get(page).content.decode()


def test_a_steward_sees_dead_messages_and_sends_one_again(edda: User, signed_in: Browser, case: Case) -> None:
    OutboxMessage.objects.filter(kind="decision").update(
        dropped_at=timezone.now(), last_error="no mail server", attempts=8
    )
    browser, dead = signed_in(edda), OutboxMessage.objects.get(kind="decision")
    assert "no mail server" in browser.get("/review/outbox/").content.decode()
    browser.post("/review/outbox/", {"act": "retry", "message": dead.pk})
    assert deliver_due() == 2
    assert browser.post("/review/outbox/", {"act": "burn", "message": dead.pk}).status_code == 400


@pytest.mark.parametrize("address", ["/claims/3c/feed/", "/tags/commons/feed/"])
def test_claims_and_tags_have_feeds(stranger: Client, case: Case, address: str) -> None:
    answer = stranger.get(address)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert "Guifi.net, version 1" in answer.content.decode()
    page = address.removesuffix("feed/")
    assert f'href="{address}"' in stranger.get(page).content.decode()


@pytest.mark.parametrize("address", ["/claims/9z/feed/", "/tags/never-was/feed/"])
def test_what_is_not_there_has_none(stranger: Client, case: Case, address: str) -> None:
    assert stranger.get(address).status_code == 404
