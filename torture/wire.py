"""A wire between a child and PostgreSQL, which breaks in the place of one message.

Both ends are told of it at once by a reset, as when a machine between them dies. That a call on the child's
own socket fails is not enough: libpq keeps a sending that failed to itself until the server hangs up, and a
server that hears nothing never does.
"""

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from selectors import EVENT_READ, DefaultSelector
from threading import Thread

from torture.killing import Ledger, fork, let_end  # isort: skip (it starts Django)

from django.db import connection, connections

from torture.strace import Called

TO_SERVER, FROM_SERVER = "to PostgreSQL", "from PostgreSQL"
AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER with no time to linger: closing sends a reset."""
CHUNK = 1 << 20


class Wire:
    """Carries what both sides say, lists it, and breaks in the place of one message if it is told to."""

    def __init__(self, server: tuple[str, int]) -> None:
        self.server = server
        self.carried: list[Called] = []
        self.breaks_at: Called | None = None
        self._counts = {TO_SERVER: 0, FROM_SERVER: 0}
        self._selector = DefaultSelector()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._selector.register(self._listener, EVENT_READ)
        self.port: int = self._listener.getsockname()[1]
        self._open = True
        self._thread = Thread(target=self._carry_all, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Carry nothing more."""
        self._open = False
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            self._forget(key.fileobj)  # type: ignore[arg-type]

    def _carry_all(self) -> None:
        while self._open:
            for key, _events in self._selector.select(timeout=0.05):
                # One end may have been closed by what was found at the other a moment ago.
                if key.fileobj is self._listener:
                    self._connect()
                elif key.fd in self._selector.get_map():
                    self._carry(*key.data)

    def _connect(self) -> None:
        child, _address = self._listener.accept()
        server = socket.create_connection(self.server)
        self._selector.register(child, EVENT_READ, (TO_SERVER, child, server))
        self._selector.register(server, EVENT_READ, (FROM_SERVER, server, child))

    def _carry(self, way: str, source: socket.socket, target: socket.socket) -> None:
        try:
            said = source.recv(CHUNK)
            if said and not self._breaks(way, said):
                target.sendall(said)
                return
        except OSError:
            pass
        for end in (source, target):
            self._forget(end)

    def _breaks(self, way: str, said: bytes) -> bool:
        self._counts[way] += 1
        message = Called(way, self._counts[way], repr(said[:80]))
        self.carried.append(message)
        breaks = self.breaks_at
        return breaks is not None and (breaks.name, breaks.nth) == (message.name, message.nth)

    def _forget(self, end: socket.socket) -> None:
        self._selector.unregister(end)
        with suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        end.close()


def messages_of(act: Callable[[], object], ledger: Ledger) -> list[Called]:
    """Do the act in a child and list what it and PostgreSQL said to each other."""
    with _wire() as wire:
        _do_over(wire, act, ledger)
        return wire.carried


def cut(act: Callable[[], object], ledger: Ledger, message: Called) -> None:
    """Do the act in a child whose wire breaks in the place of this message."""
    with _wire() as wire:
        wire.breaks_at = message
        _do_over(wire, act, ledger)


@contextmanager
def _wire() -> Iterator[Wire]:
    settings = connection.settings_dict
    wire = Wire((settings["HOST"] or "127.0.0.1", int(settings["PORT"] or 5432)))
    try:
        yield wire
    finally:
        wire.close()


def _do_over(wire: Wire, act: Callable[[], object], ledger: Ledger) -> None:
    def over_the_wire() -> object:
        connections.close_all()
        connection.settings_dict.update(HOST="127.0.0.1", PORT=wire.port)
        return act()

    ledger.ended = let_end(fork(over_the_wire, ledger))
