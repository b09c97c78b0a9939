"""What a process found the site to be: how long it is believed, and by whom an answer is shared."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import pytest

from benchmarks.clusters import wait_until
from config.page_cache.held import HeldState
from config.page_cache.versions import State

FIRST, SECOND = State("1", 0), State("2", 0)


class Site:
    """A site that is another state each time it is asked, and answers once it may."""

    def __init__(self) -> None:
        self.asked, self.may_answer = 0, Event()

    def __call__(self) -> State:
        self.asked += 1
        found = State(str(self.asked), 0)
        assert self.may_answer.wait(10)
        return found


@pytest.fixture
def site() -> Site:
    """The site."""
    return Site()


def test_what_was_found_is_believed_until_somebody_asks_afresh(site: Site) -> None:
    site.may_answer.set()
    state = HeldState(site, seconds=60)
    assert [state(), state(), state.afresh(), state()] == [FIRST, FIRST, SECOND, SECOND]


def test_without_a_time_everybody_asks(site: Site) -> None:
    site.may_answer.set()
    state = HeldState(site, seconds=0)
    assert [state(), state()] == [FIRST, SECOND]


def test_who_comes_while_somebody_asks_shares_the_next_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, moments, read = HeldState(site, seconds=0), count(), deque[float]()

    def clock() -> float:
        read.append(next(moments))
        return read[-1]

    monkeypatch.setattr("config.page_cache.held.monotonic", clock)
    with ThreadPoolExecutor(4) as readers:
        first = readers.submit(state)
        # One reading of the clock when somebody comes, another when they ask.
        wait_until(lambda: len(read) == 2, "the first one asks")
        others = [readers.submit(state) for _reader in range(3)]
        wait_until(lambda: len(read) == 5, "the others have come")
        site.may_answer.set()
    assert [first.result(), *(reader.result() for reader in others)] == [FIRST, SECOND, SECOND, SECOND]
