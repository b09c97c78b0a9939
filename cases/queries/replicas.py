"""Where a request is read: on the primary, or on a replica that has everything public that the primary has.

A replica follows the primary by a moment, or by hours when it was paused. What is public changes only with
the version of the site, so a replica at the version of the primary shows nobody anything old. While the
primary is away, a replica serves that has been at the newest version known here (decision 0062).
"""

import random
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from time import sleep
from typing import TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections

from cases.queries import newest_version
from cases.queries.reading_place import PRIMARY
from cases.queries.site_version import Version, version_at

Answer = TypeVar("Answer")

PAUSE = 1.0  # seconds

# A replica that was stopped on purpose, or follows late on purpose, may lack what another machine hid.
FOLLOWS_AT_ONCE = """
    SELECT CASE WHEN pg_is_in_recovery()
        THEN NOT pg_is_wal_replay_paused() AND current_setting('recovery_min_apply_delay') = '0'
        ELSE true END
"""


class Reach:
    """Whether a database answers. One that did not is asked again in the background, once a second.

    So of all requests only those wait that asked when it went away.
    """

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self._lock = Lock()
        self._is_lost = False

    def ask(self, question: Callable[[str], Answer]) -> Answer | None:
        """The answer of the database with this alias, or None while it is away."""
        if self._is_lost:
            return None
        try:
            return question(self.alias)
        except (OperationalError, InterfaceError):
            connections[self.alias].close()
            self._lose()
            return None

    def _lose(self) -> None:
        with self._lock:
            if not self._is_lost:
                self._is_lost = True
                Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        while self._is_lost:
            sleep(PAUSE)
            with suppress(OperationalError, InterfaceError):
                version_at(self.alias)
                self._is_lost = False
            connections[self.alias].close()


_primary = Reach(PRIMARY)
_replicas = [Reach(alias) for alias in settings.REPLICAS]


def version_now() -> Version | None:
    """The version of the site as of now, or None while the primary is away. One query."""
    version = _primary.ask(version_at)
    if version is not None:
        newest_version.note(version)
    return version


def place_for_stranger() -> str | None:
    """Where a public page is read for somebody of whom nothing is known; None where nothing may be shown."""
    version = version_now()
    if version is None:
        return place_without_primary()
    replica = random.choice(_replicas)  # noqa: S311 (spreads the load)
    return replica.alias if replica.ask(version_at) == version else PRIMARY


def place_without_primary() -> str | None:
    """A replica that has everything that is known here to be public or hidden; None when no one has it."""
    version = newest_version.newest()
    if version is None:
        return None
    for replica in random.sample(_replicas, len(_replicas)):
        if replica.ask(lambda alias: _has(alias, version)):
            return replica.alias
    return None


def seconds_behind() -> dict[str, float | None]:
    """By how many seconds each replica follows in what is public, None where one does not answer."""
    now = version_now()
    return {
        replica.alias: 0.0 if replica.ask(version_at) == now is not None else replica.ask(_since_last_replay)
        for replica in _replicas
    }


def _since_last_replay(alias: str) -> float:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())")
        (seconds,) = cursor.fetchone()
    return float(seconds or 0)


def _has(alias: str, version: Version) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute(FOLLOWS_AT_ONCE)
        (follows,) = cursor.fetchone()
    return bool(follows) and newest_version.is_part_of(alias, version)
