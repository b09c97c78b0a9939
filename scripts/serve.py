"""`make serve`: the web server: granian for the WSGI application, WhiteNoise in it for the static files.

Takes host, port and the number of worker processes. The site must be prepared (`make prepare`).
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import errno
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

from scripts import static
from scripts.environment import PYTHON, enter, say, stop

# Requests that one process answers at a time: enough to use the waits for the database.
THREADS = 4
# The server counts connections here, and a browser keeps several open while nobody clicks: with few of them a
# handful of readers would lock all others out.
CONNECTIONS = 1024
# A request line with its headers may take so many bytes, and twice as many are always refused; browsers
# send a tenth.
HEADERS_AT_MOST = 65_536
HEADERS_WITHIN = "10000"  # milliseconds


def command(*, host: str, port: int, workers: int, application: str) -> list[str]:
    """How the server is started."""
    where = ["--host", host, "--port", str(port), "--workers", str(workers)]
    how = ["--interface", "wsgi", "--http", "1", "--no-ws", "--log-level", "warning"]
    how += ["--workers-kill-timeout", "10s", "--blocking-threads", str(THREADS)]
    how += ["--backlog", str(CONNECTIONS), "--backpressure", str(CONNECTIONS)]
    # A 414 or 431 for what is longer, and an end for whoever sends it too slowly.
    how += ["--http1-buffer-size", str(HEADERS_AT_MOST), "--http1-header-read-timeout", HEADERS_WITHIN]
    # A process that is killed, as for its memory, is made anew, and the others go on meanwhile.
    how += ["--respawn-failed-workers"]
    return [str(PYTHON), "-m", "scripts.workers", *where, *how, application]


def serve(*, host: str, port: int, workers: int) -> None:
    """Become the server; it ends on Ctrl-C and SIGTERM after answering what it has begun."""
    from config.sqlite import said_at_start  # noqa: PLC0415 (the wheel is there only in the environment)

    if line := said_at_start(os.environ.get("DATABASE_URL", "")):
        say(line)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(fresh_folder_of_numbers(port))
    # Threads share two places for memory, so that a process holds less that is free.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    started = command(host=host, port=port, workers=workers, application="config.wsgi:application")
    os.execv(started[0], started)  # noqa: S606 (no shell is meant)


def refuse_busy(host: str, port: int, *, command: str) -> None:
    """Say at once that the port is taken.

    The server itself would share it with whoever has it, and each would be asked for half of the pages.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise stop(
                f"Port {port} is not open to you. Choose one above 1023: {command} PORT=8000"
            ) from None
        except OSError as fault:
            if fault.errno != errno.EADDRINUSE:
                raise stop(f"Nothing can listen at {host}:{port}: {fault.strerror}.") from None
            other = port + 1 if port < 65535 else port - 1
            raise stop(
                f"Port {port} is in use. Stop what uses it, or choose another: {command} PORT={other}"
            ) from None


def fresh_folder_of_numbers(port: int) -> Path:
    """An empty folder in memory, in which the processes of this server leave their numbers for /metrics.

    On a disk that is full, a process that writes to such a file would be killed.
    """
    memory = Path("/dev/shm")  # noqa: S108 (made below for this user alone)
    place = memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
    folder = place / f"patchwork-numbers-{os.getuid()}-{port}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def main() -> None:
    """Serve with the settings of this environment."""
    if len(sys.argv) != 4 or not all(number.isdigit() for number in sys.argv[2:]):
        raise stop("Use: python3 -m scripts.serve HOST PORT WORKERS, such as: 127.0.0.1 8000 2")
    refuse_busy(sys.argv[1], int(sys.argv[2]), command="make serve")
    enter("scripts.serve", "runtime", sys.argv[1:])
    static.collect_for_server()
    serve(host=sys.argv[1], port=int(sys.argv[2]), workers=int(sys.argv[3]))


if __name__ == "__main__":
    main()
