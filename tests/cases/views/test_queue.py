"""The page of the review queue."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.actions import reviews, submissions
from cases.actions.reviews import seen_now
from cases.models import QueueMark, Revision
from cases.queries import queue
from cases.queries.queue import QueueFilter
from tests.kept import kept
from tests.world import content, illustration, published, reported, source, submitted, suspended

Browser = Callable[[User], Client]
Counting = Callable[[int], AbstractContextManager[object]]
HOSTILE = "<script>alert(1)</script>\"'"


def test_moderators_see_what_waits(amina: User, chiara: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=amina)
    page = signed_in(chiara).get("/review/").content.decode()
    assert f'href="/review/{revision.pk}/"' in page
    assert "New case, on 3c" in page
    assert "1 change waits." in page


def test_an_empty_queue_says_so(chiara: User, signed_in: Browser) -> None:
    assert "Nothing waits." in signed_in(chiara).get("/review/").content.decode()


def test_a_queue_with_nothing_but_a_report_is_not_empty(
    amina: User, bruno: User, chiara: User, signed_in: Browser
) -> None:
    reported(published(content(), by=amina, reviewer=chiara), by=bruno)
    page = signed_in(chiara).get("/review/").content.decode()
    assert "No change waits." in page
    assert "Nothing waits." not in page


def test_others_do_not_see_it(amina: User, bruno: User, stranger: Client, signed_in: Browser) -> None:
    submitted(content("Secret title"), by=amina)
    assert stranger.get("/review/").headers["Location"].startswith("/account/login/")
    answer = signed_in(bruno).get("/review/")
    assert answer.status_code == 403
    assert "Secret title" not in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "after=²", "after=٣", "after=1&after=2", "after=" + "9" * 19]
)
def test_a_key_that_is_no_number_is_a_clear_400(chiara: User, signed_in: Browser, query: str) -> None:
    assert signed_in(chiara).get(f"/review/?{query}").status_code == 400


def test_own_outdated_and_late_rows_say_so(
    amina: User, bruno: User, chiara: User, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = published(content(), by=bruno, reviewer=chiara)
    submitted(content(summary="Late."), by=amina, on=case)
    published(content(title="Guifi"), by=bruno, reviewer=chiara, on=case)
    submitted(content("Own"), by=chiara)
    monkeypatch.setattr(queue, "LATE", timedelta(0))
    page = signed_in(chiara).get("/review/").content.decode()
    assert "the case moved on" in page
    assert page.count("yours: somebody else decides") == 1
    assert page.count('class="late"') == 2


def test_a_hostile_title_is_text(amina: User, chiara: User, signed_in: Browser) -> None:
    submitted(content(f"Case {HOSTILE}"), by=amina)
    page = signed_in(chiara).get("/review/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;" in page


# --- narrowing ------------------------------------------------------------------------------------


@kept
def waiting(amina: User, bruno: User, deniz: User) -> dict[str, Revision]:
    """One of each kind; Amina is new, Bruno is not."""
    case = published(content(), by=bruno, reviewer=deniz)
    return {
        "new": submitted(content("New", language="es"), by=amina),
        "text": submitted(content(summary="S."), by=amina, on=case),
        "claims": submitted(content(illustrations=(illustration("3f"),)), by=bruno, on=case),
        "stage": submitted(content(phases=content().phases[:1]), by=bruno, on=case),
        "sources": submitted(content(sources=(source(title="Other"),)), by=bruno, on=case),
        "other": submitted(content(tags=("x",)), by=bruno, on=case),
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "new text claims stage sources other"),
        ("topic=new-case", "new"),
        ("topic=text", "text"),
        ("topic=placements", "claims"),
        ("topic=stage-or-model", "stage"),
        ("topic=sources", "sources"),
        ("topic=other", "other"),
        ("language=es", "new"),
        ("claim=3f", "claims"),
        ("claim=3c", "new claims"),
        ("newcomers=1", "new text"),
        ("newcomers=1&language=en", "text"),
        ("longer=2", ""),
    ],
)
def test_the_queue_is_narrowed_by_its_address(
    waiting: dict[str, Revision], chiara: User, signed_in: Browser, query: str, expected: str
) -> None:
    page = signed_in(chiara).get(f"/review/?{query}").content.decode()
    shown = [name for name, revision in waiting.items() if f'href="/review/{revision.pk}/' in page]
    assert shown == expected.split()
    assert ("Nothing that waits fits these filters." in page) == (not expected)


@pytest.mark.parametrize(
    "query", ["topic=x", "language=xx", "claim=9z", "newcomers=yes", "longer=3", "topic=text&topic=other"]
)
def test_a_filter_that_there_is_not_is_a_clear_400(chiara: User, signed_in: Browser, query: str) -> None:
    assert signed_in(chiara).get(f"/review/?{query}").status_code == 400


def test_the_next_page_remembers_the_filters(
    amina: User, bruno: User, chiara: User, signed_in: Browser
) -> None:
    sent = [submitted(content(f"Case {number}"), by=(amina, bruno)[number % 2]) for number in range(21)]
    page = signed_in(chiara).get("/review/?topic=new-case&newcomers=1").content.decode()
    assert f'href="/review/?topic=new-case&amp;newcomers=1&amp;after={sent[19].pk}"' in page


@pytest.mark.parametrize("rows", [1, 12])
def test_a_narrowed_queue_costs_the_same_however_long_it_is(
    amina: User, chiara: User, django_assert_num_queries: Counting, rows: int
) -> None:
    for number in range(rows):
        submitted(content(f"Case {number}"), by=amina)
    narrowed = QueueFilter(topic="new-case", language="en", claim="3c", newcomers=True)
    with django_assert_num_queries(3):
        page = queue.queue_page(reader=chiara, now=timezone.now(), narrowed=narrowed)
    assert page.total == rows


def test_what_is_decided_leaves_no_marks_behind(amina: User, chiara: User) -> None:
    submissions.withdraw(revision=submitted(content("Back"), by=amina), by=amina)
    published(content(), by=amina, reviewer=chiara)
    assert not QueueMark.objects.exists()


@pytest.mark.parametrize(("days", "overdue"), [(6, 0), (7, 1), (30, 1)])
def test_seven_days_are_too_long(amina: User, chiara: User, days: int, overdue: int) -> None:
    then = submitted(content(), by=amina).created_at + timedelta(days=days)
    assert queue.waiting_numbers(then) == queue.Numbers(1, overdue)
    assert len(queue.queue_page(reader=chiara, now=then).overdue) == overdue


def test_the_overdue_are_a_group_of_their_own(
    amina: User, chiara: User, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = submitted(content("Old"), by=amina)
    monkeypatch.setattr(queue, "_overdue_since", lambda _now: old.created_at)
    submitted(content("Young"), by=amina)
    browser = signed_in(chiara)
    page = browser.get("/review/").content.decode()
    assert page.index("Waiting for over 7 days") < page.index("Old") < page.index("Sent since then")
    assert page.index("Sent since then") < page.index("Young")
    assert "2, 1 overdue" in page
    assert "1 waits for over 7 days" in browser.get("/me/").content.decode()


# --- spam -----------------------------------------------------------------------------------------


def spam_form(revision: Revision, place: str = "queue") -> dict[str, str]:
    return {"content_hash": revision.content_hash, "published": "", "place": place}


def test_rows_of_new_people_can_be_declined_as_spam(
    amina: User, bruno: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    published(content(), by=bruno, reviewer=deniz)
    advert, known = submitted(content("Buy now"), by=amina), submitted(content("Known"), by=bruno)
    page = signed_in(chiara).get("/review/?topic=new-case").content.decode()
    assert f'action="/review/{advert.pk}/spam/?topic=new-case"' in page
    assert f'action="/review/{known.pk}/spam/' not in page


def test_rows_of_known_people_too_once_they_sent_spam_or_are_suspended(
    amina: User, bruno: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    for title, author in (("One", amina), ("Two", bruno)):
        published(content(title), by=author, reviewer=deniz)
    advert, first, second = (submitted(content("Buy now"), by=who) for who in (amina, amina, bruno))
    reviews.decline_as_spam(revision=advert, by=deniz, seen=seen_now(advert))
    suspended(bruno, by=deniz)
    page = signed_in(chiara).get("/review/").content.decode()
    assert all(f'action="/review/{change.pk}/spam/"' in page for change in (first, second))


def test_after_spam_the_queue_is_as_narrowed_and_marks_its_author(
    amina: User, chiara: User, signed_in: Browser
) -> None:
    advert, other = submitted(content("Buy now"), by=amina), submitted(content("Other"), by=amina)
    answer = signed_in(chiara).post(
        f"/review/{advert.pk}/spam/?topic=new-case", spam_form(advert), follow=True
    )
    page = answer.content.decode()
    assert answer.redirect_chain == [("/review/?topic=new-case#main", 302)]
    assert "“Buy now” is declined as spam." in page
    assert f'href="/review/{other.pk}/?topic=new-case"' in page
    assert page.count("author of spam") == 1


def test_on_the_page_of_a_change_spam_leads_to_the_next(
    amina: User, chiara: User, signed_in: Browser
) -> None:
    advert, other = submitted(content("Buy now"), by=amina), submitted(content("Other"), by=amina)
    browser = signed_in(chiara)
    assert f'action="/review/{advert.pk}/spam/"' in browser.get(f"/review/{advert.pk}/").content.decode()
    answer = browser.post(f"/review/{advert.pk}/spam/", spam_form(advert, "review"))
    assert answer.headers["Location"] == f"/review/{other.pk}/#main"


@pytest.mark.parametrize(
    ("name", "changes", "status"),
    [
        ("bruno", {}, 403),
        ("chiara", {"content_hash": ""}, 400),
        ("chiara", {"place": "nowhere"}, 400),
        ("chiara", {"other": "1"}, 400),
        ("chiara", {"content_hash": "0" * 64}, 302),
    ],
)
def test_spam_needs_a_moderator_and_what_was_in_view(
    amina: User,
    bruno: User,
    chiara: User,
    signed_in: Browser,
    name: str,
    changes: dict[str, str],
    status: int,
) -> None:
    advert = submitted(content("Buy now"), by=amina)
    browser = signed_in({"bruno": bruno, "chiara": chiara}[name])
    assert browser.post(f"/review/{advert.pk}/spam/", spam_form(advert) | changes).status_code == status
    assert Revision.objects.waiting().get() == advert


def test_the_second_who_declines_as_spam_is_told(
    amina: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    advert = submitted(content("Buy now"), by=amina)
    reviews.decline_as_spam(revision=advert, by=deniz, seen=seen_now(advert))
    answer = signed_in(chiara).post(f"/review/{advert.pk}/spam/", spam_form(advert))
    assert answer.status_code == 409
    assert "<bdi>Deniz</bdi> decided on" in answer.content.decode()


# --- from one to the next -------------------------------------------------------------------------


def test_each_change_leads_to_its_neighbours_in_the_queue(
    amina: User, chiara: User, signed_in: Browser
) -> None:
    first, second, third = (submitted(content(name), by=amina) for name in ("One", "Two", "Three"))
    browser = signed_in(chiara)
    page = " ".join(browser.get(f"/review/{second.pk}/").content.decode().split())
    assert f'<a href="/review/{first.pk}/#main" rel="prev">' in page
    assert f'<a href="/review/{third.pk}/#main" rel="next">' in page
    assert "Previous in the queue" not in browser.get(f"/review/{first.pk}/").content.decode()


def test_what_the_queue_is_narrowed_to_goes_along(
    amina: User, bruno: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    case = published(content(), by=bruno, reviewer=deniz)
    first = submitted(content(summary="One."), by=amina, on=case)
    new = submitted(content("New"), by=amina)
    last = submitted(content(summary="Two."), by=amina, on=case)
    browser = signed_in(chiara)
    narrowed, kept = "?topic=text&newcomers=1", "?topic=text&amp;newcomers=1"
    assert f'href="/review/{first.pk}/{kept}"' in browser.get(f"/review/{narrowed}").content.decode()
    page = browser.get(f"/review/{first.pk}/{narrowed}").content.decode()
    assert f'href="/review/{last.pk}/{kept}#main"' in page
    assert f'href="/review/{new.pk}/' not in page
    for act in ("", "take/", "spam/", "comments/"):
        assert re.search(rf'action="/review/{first.pk}/{act}{re.escape(kept)}(#change-1)?"', page)
    assert 'href="?show=sides&amp;topic=text&amp;newcomers=1"' in page
    answer = browser.post(
        f"/review/{first.pk}/spam/{narrowed}",
        spam_form(first, "review") | {"published": str(case.record.published_id)},
    )
    assert answer.headers["Location"] == f"/review/{last.pk}/{narrowed}#main"


def test_when_nothing_more_fits_the_filter_the_narrowed_queue_comes_next(
    amina: User, chiara: User, signed_in: Browser
) -> None:
    advert, _other = submitted(content("Buy now"), by=amina), submitted(content("Other"), by=amina)
    browser = signed_in(chiara)
    answer = browser.post(f"/review/{advert.pk}/spam/?topic=text", spam_form(advert, "review"))
    assert answer.headers["Location"] == "/review/?topic=text#main"
    assert browser.get(f"/review/{advert.pk}/?topic=x").status_code == 400
