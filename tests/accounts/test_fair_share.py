"""A fair share of a busy process: who is put off, for how long, and who never is."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.test import Client

from accounts import fair_share
from accounts.fair_share import BURST, BUSY_FROM, PAUSE, FairShare
from accounts.models import User
from cases.models import Proposal
from tests.world import content, published

Browser = Callable[[User], Client]
CALL = "/gaps/country-PE/call/"


@pytest.fixture
def share(monkeypatch: pytest.MonkeyPatch) -> FairShare:
    """A process that has counted nothing yet."""
    fresh = FairShare()
    for module in ("cases.views.marks", "config.middleware"):
        monkeypatch.setattr(f"{module}.share", fresh)
    return fresh


@pytest.fixture
def busy(share: FairShare) -> Iterator[FairShare]:
    """The same, with so much to answer that it has no time left."""
    with ExitStack() as requests:
        for other in range(BUSY_FROM):
            requests.enter_context(share.answering(f"session {other}"))
        yield share


class Clock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def wait(self) -> None:
        """Let one pause go by."""
        self.now += PAUSE


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock by which the process counts."""
    clock = Clock()
    monkeypatch.setattr("accounts.fair_share.monotonic", clock)
    return clock


def sent(browser: Client, number: int) -> list[int]:
    """Send so many calls, and return the statuses."""
    return [
        browser.post(
            CALL, {"text": f"Who knows chain {each}?", "until": "", "form_key": f"{each:032x}"}
        ).status_code
        for each in range(number)
    ]


def test_an_idle_process_puts_nobody_off(share: FairShare, clock: Clock) -> None:
    assert not any(share.is_over("amina") for _each in range(100))


def test_a_busy_one_takes_a_burst_and_then_one_form_a_pause(busy: FairShare, clock: Clock) -> None:
    assert [busy.is_over("amina") for _each in range(BURST + 1)] == [False] * BURST + [True]
    clock.wait()
    assert [busy.is_over("amina") for _each in range(2)] == [False, True]


def test_one_alone_is_no_crowd(share: FairShare, clock: Clock) -> None:
    with ExitStack() as requests:
        for _each in range(2 * BUSY_FROM):
            requests.enter_context(share.answering("amina"))
        assert not any(share.is_over("amina") for _each in range(BURST + 3))


def test_writers_are_counted_apart(busy: FairShare, clock: Clock) -> None:
    for _each in range(BURST + 1):
        busy.is_over("amina")
    assert not busy.is_over("bruno")


def test_what_was_sent_in_idle_times_costs_at_most_the_burst(share: FairShare, clock: Clock) -> None:
    for _each in range(50):
        share.is_over("amina")
    clock.wait()
    with ExitStack() as requests:
        for other in range(BUSY_FROM):
            requests.enter_context(share.answering(f"session {other}"))
        assert [share.is_over("amina") for _each in range(2)] == [False, True]


def test_who_is_put_off_is_answered_again_after_the_pause(share: FairShare, clock: Clock) -> None:
    share.put_off("a session")
    assert share.is_put_off("a session")
    clock.wait()
    assert not share.is_put_off("a session")


def test_the_memory_of_a_process_is_bounded(share: FairShare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fair_share, "REMEMBERED", 2)
    for session in ("first", "second", "third"):
        share.put_off(session)
    assert [share.is_put_off(session) for session in ("first", "second", "third")] == [False, True, True]


def test_a_newcomer_over_the_share_keeps_the_text_and_is_told_when_to_send_it(
    amina: User, signed_in: Browser, busy: FairShare
) -> None:
    browser = signed_in(amina)
    sent(browser, BURST)
    answer = browser.post(CALL, {"text": "Who knows the third chain?", "until": ""})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(int(PAUSE)))
    assert "Who knows the third chain?" in answer.content.decode()
    assert Proposal.objects.count() == BURST


def test_the_next_answers_ask_no_database(
    amina: User,
    signed_in: Browser,
    busy: FairShare,
    django_assert_num_queries: Callable[[int], ExitStack],
) -> None:
    browser = signed_in(amina)
    sent(browser, BURST + 1)
    with django_assert_num_queries(0):
        answer = browser.post(CALL, {"text": "Once more.", "until": ""})
    assert (answer.status_code, "Once more." in answer.content.decode()) == (429, True)
    assert "frame-ancestors" in answer.headers["Content-Security-Policy"]


def test_reading_goes_on(amina: User, signed_in: Browser, busy: FairShare) -> None:
    browser = signed_in(amina)
    sent(browser, BURST + 1)
    assert browser.get(CALL).status_code == 200


def test_whose_work_was_accepted_is_never_put_off(
    amina: User, chiara: User, signed_in: Browser, busy: FairShare
) -> None:
    published(content(), by=amina, reviewer=chiara)
    assert 429 not in sent(signed_in(amina), BURST + 3)


def test_what_a_page_sends_by_itself_takes_nothing_of_the_share(
    amina: User, signed_in: Browser, busy: FairShare
) -> None:
    browser = signed_in(amina)
    for _each in range(BURST + 3):
        assert (
            browser.post("/contribute/preview/", {"preview": "part_text", "part_text": "A"}).status_code
            == 200
        )
    assert sent(browser, 1) == [302]
