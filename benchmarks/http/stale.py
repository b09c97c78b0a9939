"""Readers beside a writer: whether anybody is shown less than what was committed before they asked."""

import http.client
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.http.servers import Server, inside

READERS = 4
WRITES = 200
PAGE = "/people/Bruno/"
NUMBER = re.compile(rb"Number (\d+)\.")


@dataclass
class Seen:
    """What the readers saw."""

    reads: int = 0
    stale: int = 0
    committed: int = 0


def race(server: Server, environment: Mapping[str, str]) -> Seen:
    """Let everybody read until the writer is done."""
    seen, over = Seen(), threading.Event()
    with inside(environment, "write", "1") as first:
        first.wait(timeout=60)
    with inside(environment, "write", str(WRITES)) as writer:
        threads = [threading.Thread(target=_read, args=(server.port, seen, over)) for _ in range(READERS)]
        committed = iter(writer.stdout or ())
        seen.committed = int(next(committed))
        for thread in threads:
            thread.start()
        _follow(committed, seen)
        over.set()
        for thread in threads:
            thread.join(timeout=30)
    return seen


def _follow(committed: Iterable[str], seen: Seen) -> None:
    for line in committed:
        seen.committed = int(line)


def _read(port: int, seen: Seen, over: threading.Event) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while not over.is_set():
        at_least = seen.committed
        connection.request("GET", PAGE)
        body = connection.getresponse().read()
        found = NUMBER.search(body)
        if found is None:
            raise SystemExit(f"{PAGE} does not say its number")
        seen.reads += 1
        seen.stale += int(found[1]) < at_least
