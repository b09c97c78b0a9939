"""A person's own page: what still asks for something first, and as many queries with 30 rows as with 3."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from cases.actions import drafts, reviews
from cases.actions.reviews import seen_now
from cases.queries import me
from cases.queries.me import own_page
from tests.world import content, published, submitted


def three_of_each(user: User, reviewer: User, rows: int = 3) -> None:
    for number in range(rows):
        drafts.start(by=user, form="contribute", key=uuid.uuid4(), title=f"Draft {number}")
        submitted(content(f"Waiting {number}"), by=user)
        asked = submitted(content(f"Asked {number}"), by=user)
        reviews.ask_for_changes(
            revision=asked, by=reviewer, seen=seen_now(asked), reason="other", note="Why?"
        )


@pytest.mark.parametrize("rows", [3, 15])
def test_the_page_takes_three_queries(
    amina: User, chiara: User, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    three_of_each(amina, chiara, rows)
    with django_assert_num_queries(3):
        page = own_page(amina)
    assert (len(page.drafts), len(page.waiting), len(page.to_answer)) == (rows, rows, rows)


@pytest.mark.parametrize("rows", [3, 15])
def test_drawing_the_page_asks_nothing_more(
    amina: User,
    chiara: User,
    signed_in: Callable[[User], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    three_of_each(amina, chiara, rows)
    client = signed_in(amina)
    # Session, person, drafts, changes, proposals, looking, notices and what they are about, watches, mail,
    # the usual wait, the number beside the name, reasons, reports, and comments that were read first.
    with django_assert_num_queries(16):
        client.get("/me/")


def test_what_waits_is_shown_however_much_was_decided_since(
    amina: User, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = submitted(content("The old one"), by=amina)
    for number in range(3):
        published(content(f"Case {number}"), by=amina, reviewer=chiara)
    monkeypatch.setattr(me, "SHOWN_AT_MOST", 2)
    assert [change.revision for change in own_page(amina).waiting] == [waiting]


def test_the_page_sums_up_in_words(amina: User, chiara: User, signed_in: Callable[[User], Client]) -> None:
    three_of_each(amina, chiara, 1)
    page = signed_in(amina).get("/me/").content.decode()
    for sentence in (
        "A reviewer asks you about 1 change.",
        "1 decision in the last seven days.",
        "1 change waits for review.",
        "You have 1 draft.",
    ):
        assert sentence in page
