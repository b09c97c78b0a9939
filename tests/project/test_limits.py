"""What is too long, too much or too odd is refused by the real server, which goes on answering others."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.http.servers import Server
from scripts.ports import free_port
from scripts.serve import HEADERS_AT_MOST, command

ROOT = Path(__file__).parents[2]
JSON = "POST /api/v1/revisions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
GET = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
# The server looks at the length between two readings, each of which may take as much as it allows.
TOO_LONG = 3 * HEADERS_AT_MOST


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server as `make serve` starts it, on a port of this machine."""
    free = free_port()
    folder = str(tmp_path_factory.mktemp("served"))
    server = subprocess.Popen(
        command(host="127.0.0.1", port=free, workers=1, application="config.wsgi:application"),
        cwd=ROOT,
        env={**os.environ, "PATCHWORK_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 120
    while not lives(free):
        assert server.poll() is None
        assert time.monotonic() < until
        time.sleep(0.1)
    yield Server(server.pid, free)
    server.terminate()
    server.wait(timeout=60)


@pytest.fixture
def port(served: Server) -> int:
    """The port of this server."""
    return served.port


def said(port: int, *pieces: str) -> int:
    """The status of what the server answers to these bytes, 0 when it only hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        # A server that has heard enough hangs up in the middle.
        with suppress(OSError):
            for piece in pieces:
                line.sendall(piece.encode())
        with suppress(OSError):
            first = line.recv(100)
            return int(first.split()[1]) if first else 0
    return 0


def lives(port: int) -> bool:
    with suppress(OSError):
        return said(port, GET, "\r\n") == 200
    return False


@pytest.mark.parametrize(
    ("pieces", "statuses"),
    [
        ((GET, "X-Long: " + "a" * TOO_LONG + "\r\n\r\n"), {431}),
        ((GET, "".join(f"X-{number}: a\r\n" for number in range(200)), "\r\n"), {431}),
        (("GET /" + "a" * TOO_LONG + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",), {414, 431}),
        (("NONSENSE\r\n\r\n",), {400}),
        (("GET / HTTP/1.1\r\n\r\n",), {400}),
        ((JSON, "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"), {400}),
        ((JSON, "Content-Length: 99999999999\r\n\r\n"), {413}),
        ((JSON, "Transfer-Encoding: chunked\r\n\r\n", "2\r\n{}\r\n0\r\n\r\n"), {411}),
        ((JSON, "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", "0\r\n\r\n"), {400, 411}),
        ((JSON, "Transfer-Encoding: chunked\r\n\r\n", *["FFFF\r\n" + "a" * 0xFFFF + "\r\n"] * 300), {411, 0}),
    ],
    ids=[
        "a long header", "many headers", "a long address", "no request", "no host", "two lengths",
        "a huge length", "no length", "a length and none", "twenty megabytes without a length",
    ],
)  # fmt: skip
def test_it_is_refused_and_the_server_lives(port: int, pieces: tuple[str, ...], statuses: set[int]) -> None:
    assert said(port, *pieces) in statuses
    assert lives(port)


def test_many_who_never_end_their_headers_keep_nobody_waiting(port: int) -> None:
    held = [socket.create_connection(("127.0.0.1", port), timeout=30) for _number in range(200)]
    for line in held:
        line.sendall(GET.encode())
    assert lives(port)
    # They are hung up on after ten seconds.
    assert held[0].recv(100) == b""
    for line in held:
        line.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each process loads the site for itself")
def test_a_process_shares_what_was_loaded_before_it_was_made(served: Server) -> None:
    (worker,) = served.workers
    held = Path(f"/proc/{worker}/smaps_rollup").read_text()
    shared = re.search(r"Shared_Dirty: +(\d+) kB", held)
    assert shared is not None
    assert int(shared[1]) > 40_000
