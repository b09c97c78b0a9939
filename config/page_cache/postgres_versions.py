"""Which version the site has, asked of PostgreSQL (see `versions`)."""

from collections.abc import Callable
from select import POLLIN, poll
from threading import Lock
from time import monotonic
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult

from cases.queries import newest_version
from config.page_cache.versions import SAID, Unknown, Version, text_of


class PostgresVersions:
    """Asks PostgreSQL on one connection of the process, by one request at a time.

    While the database is away, the last version known is told for `TRUSTED_FOR` seconds: nobody can hide
    anything meanwhile, unless it is this process alone that is cut off.
    """

    TRUSTED_FOR = 300.0
    ANSWERS_WITHIN = 2
    """Seconds."""

    def __init__(self, parameters: Callable[[], dict[str, Any]]) -> None:
        self._parameters = parameters
        self._lock = Lock()
        self._asking: PostgresAsking | None = None
        self._version: Version | None = None
        self._sure_at = 0.0
        self._is_unsure = False
        self._next_try = 0.0

    def __call__(self) -> Version:
        """The version, by a reading that began after this was called."""
        with self._lock:
            self._read()
            if self._version is None or monotonic() - self._sure_at > self.TRUSTED_FOR:
                raise Unknown
            if self._is_unsure and not _is_newest_here(self._version):
                raise Unknown
            return self._version

    def _read(self) -> None:
        began = monotonic()
        if began < self._next_try:
            return
        self._is_unsure = True
        try:
            self._version = self._ask()
        except (psycopg.Error, OSError):
            # A machine that is gone lets everybody wait; one that refuses at once may be asked at once.
            self._next_try = 2 * monotonic() - began
        else:
            self._sure_at = began
            self._is_unsure = False

    def _ask(self) -> Version:
        if self._asking is not None:
            try:
                return self._asking.version()
            except (psycopg.Error, OSError):
                # The server ended it, perhaps by starting again. That says nothing about now.
                self._asking.close()
                self._asking = None
        self._asking = PostgresAsking(self._parameters(), within=self.ANSWERS_WITHIN)
        return self._asking.version()


class PostgresAsking:
    """A connection that asks one question, by the plain interface of libpq: a third of a cursor's cost."""

    NO_SUCH_STATEMENT = b"26000"

    def __init__(self, parameters: dict[str, Any], *, within: int) -> None:
        self._connection = psycopg.connect(**parameters | {"connect_timeout": within}, autocommit=True)
        self._libpq, self._within = self._connection.pgconn, within
        self._poll = poll()
        self._poll.register(self._libpq.socket, POLLIN)
        self._name = f"patchwork_{uuid4().hex}".encode()
        self._libpq.send_prepare(self._name, SAID.encode())
        self._is_prepared = self._result().status == ExecStatus.COMMAND_OK

    def version(self) -> Version:
        """The version now."""
        if self._is_prepared:
            self._libpq.send_query_prepared(self._name, [])
            found = self._result()
            if found.error_field(DiagnosticField.SQLSTATE) != self.NO_SUCH_STATEMENT:
                return self._text(found)
            # A pooler gave us another session of the server than before.
            self._is_prepared = False
        self._libpq.send_query(SAID.encode())
        return self._text(self._result())

    def close(self) -> None:
        """End the connection, whatever state it is in."""
        self._connection.close()

    def _result(self) -> PGresult:
        self._libpq.flush()
        until = monotonic() + self._within
        found: PGresult | None = None
        while True:
            while self._libpq.is_busy():
                if not self._poll.poll(max(0.0, until - monotonic()) * 1000):
                    raise psycopg.OperationalError("The database does not answer.")
                self._libpq.consume_input()
            following = self._libpq.get_result()
            if following is None:
                break
            found = following
        if found is None:
            raise psycopg.OperationalError("The database ended the connection.")
        return found

    def _text(self, found: PGresult) -> Version:
        if found.status != ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError(self._libpq.error_message.decode(errors="replace"))
        return text_of((found.get_value(0, 0), found.get_value(0, 1)) if found.ntuples else None)


def _is_newest_here(version: Version) -> bool:
    """Whether no process of this machine knows of a newer one; replicas make them note it."""
    if not settings.REPLICAS:
        return True
    newest = newest_version.newest()
    return newest is not None and version == text_of(newest)
