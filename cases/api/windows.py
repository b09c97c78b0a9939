"""How many requests come within a minute, counted in the memory of this process.

Reading must not write, so these counts are no table: with several processes somebody has as many windows.
What is written is counted besides, once for all processes, as for people (`accounts.limits`).
"""

import time
from collections import Counter
from dataclasses import dataclass
from threading import Lock

from django.conf import settings

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Window:
    """What one caller has in this minute: `limit` requests, of which this one left `remaining`."""

    limit: int
    used: int
    seconds: int

    @property
    def remaining(self) -> int:
        """How many more are answered in this minute."""
        return max(0, self.limit - self.used)

    @property
    def is_over(self) -> bool:
        """Whether this request is one too many."""
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        """The window as the headers that tell of it."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.seconds),
        }


class Windows:
    """The counts of the minute that runs; those of the minute before are forgotten whole."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute = 0
        self._counts: Counter[str] = Counter()

    def count(self, caller: str) -> Window:
        """Count one more request of a caller."""
        minute, second = divmod(int(time.time()), MINUTE)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, Counter()
            self._counts[caller] += 1
            used = self._counts[caller]
        return Window(settings.API_REQUESTS_A_MINUTE, used, MINUTE - second)


REQUESTS = Windows()
