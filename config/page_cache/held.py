"""What the site was found to be, asked for no oftener than must be (decision 0080)."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from config.page_cache.versions import State


class HeldState:
    """The state of the site, None when nobody knows; what was found is believed for `seconds`.

    One request asks at a time. Who waits for it meanwhile shares its answer, if it was asked for late enough.
    """

    def __init__(self, state_now: Callable[[], State | None], *, seconds: float) -> None:
        self._state_now, self._seconds = state_now, seconds
        self._asking = Lock()
        self._found: tuple[float, State | None] = (float("-inf"), None)

    def __call__(self) -> State | None:
        """A state that was asked for at most `seconds` before this call."""
        return self._asked_since(monotonic() - self._seconds)

    def afresh(self) -> State | None:
        """A state that was asked for after this call."""
        return self._asked_since(monotonic())

    def _asked_since(self, moment: float) -> State | None:
        asked_at, state = self._found
        if asked_at > moment:
            return state
        with self._asking:
            asked_at, state = self._found
            if asked_at <= moment:
                # From when it was asked: until it was answered another one may have come.
                asked_at = monotonic()
                state = self._state_now()
                self._found = (asked_at, state)
            return state
