"""A fair share of a server that has no time left: whoever is new and writes much waits for those who do not.

Two hundred programs with an account each stay within every limit that counts one account, and together
take all the time of the server. So each process counts what it has at hand. While it is idle, nobody
notices. While it is busy, somebody whose work was never accepted may send `BURST` forms at once and one
more every `PAUSE` seconds; a person does not type faster. Who sends more is *put off*: told to send it
again in `PAUSE` seconds, with everything typed kept. Until then the process answers from memory, which
costs next to nothing.

A *writer* is a session, named by its cookie. The counts are of one process and are lost with it: they shape
the load, and decide nothing else.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

BUSY_FROM = 2
"""So many requests at a time, and each makes the other slower: a process computes one thing at a time."""

BURST = 2
PAUSE = 20.0
"""Seconds."""

REMEMBERED = 20_000
"""Sessions of which a process keeps a count; of more, those that wrote last."""


class FairShare:
    """The counts of one process. Every method may be called by several threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Requests that are being answered now, by the session that sent them; "" for all strangers.
        self._in_progress: Counter[str] = Counter()
        # When the next form would be due, had the forms come PAUSE seconds after each other.
        self._next_due: OrderedDict[str, float] = OrderedDict()
        self._put_off: OrderedDict[str, float] = OrderedDict()

    @contextmanager
    def answering(self, writer: str) -> Iterator[None]:
        """While a request of this writer is being answered."""
        with self._lock:
            self._in_progress[writer] += 1
        try:
            yield
        finally:
            with self._lock:
                self._in_progress[writer] -= 1
                if not self._in_progress[writer]:
                    del self._in_progress[writer]

    def is_put_off(self, writer: str) -> bool:
        """Whether this writer was asked to wait, and the time is not over."""
        with self._lock:
            return self._put_off.get(writer, 0.0) > monotonic()

    def is_over(self, writer: str) -> bool:
        """Whether one more form is over this writer's share of a busy process; it is counted if not."""
        with self._lock:
            now = monotonic()
            next_due = max(self._next_due.get(writer, now), now)
            if next_due - now > PAUSE * (BURST - 1) and self._is_busy_beside(writer):
                return True
            _keep(self._next_due, writer, min(next_due, now + PAUSE * (BURST - 1)) + PAUSE)
            return False

    def _is_busy_beside(self, writer: str) -> bool:
        """Whether others keep the process busy; three clicks on one button are no crowd."""
        return self._in_progress.total() - self._in_progress[writer] >= BUSY_FROM - 1

    def put_off(self, writer: str) -> None:
        """Answer this writer from memory for a while."""
        with self._lock:
            _keep(self._put_off, writer, monotonic() + PAUSE)


def _keep(counts: OrderedDict[str, float], writer: str, until: float) -> None:
    counts[writer] = until
    counts.move_to_end(writer)
    if len(counts) > REMEMBERED:
        counts.popitem(last=False)


share = FairShare()
"""That of this process."""
