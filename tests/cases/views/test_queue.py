"""The page of the review queue."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from cases.queries import queue
from tests.world import content, published, submitted

Browser = Callable[[User], Client]
HOSTILE = "<script>alert(1)</script>\"'"


def test_moderators_see_what_waits(amina: User, chiara: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=amina)
    page = signed_in(chiara).get("/review/").content.decode()
    assert f'href="/review/{revision.pk}/"' in page
    assert "New case, on 3c" in page
    assert "1 change waits." in page


def test_an_empty_queue_says_so(chiara: User, signed_in: Browser) -> None:
    assert "Nothing waits." in signed_in(chiara).get("/review/").content.decode()


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
