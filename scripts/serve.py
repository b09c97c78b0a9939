"""`make serve`: the web server: granian for the WSGI application, WhiteNoise in it for the static files.

Takes host, port and the number of worker processes. The site must be prepared (`make prepare`).
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import os
import sys

from scripts.environment import BIN, enter, stop

# Requests that one process answers at a time: enough to use the waits for the database.
THREADS = 4
# The server counts connections here, and a browser keeps several open while nobody clicks: with few of them a
# handful of readers would lock all others out.
CONNECTIONS = 1024


def serve(*, host: str, port: int, workers: int) -> None:
    """Become the server; it ends on Ctrl-C and SIGTERM after answering what it has begun."""
    granian = str(BIN / "granian")
    where = ["--host", host, "--port", str(port), "--workers", str(workers)]
    how = ["--interface", "wsgi", "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "10s"]
    how += ["--blocking-threads", str(THREADS), "--backpressure", str(CONNECTIONS)]
    os.execv(granian, [granian, *where, *how, "config.wsgi:application"])  # noqa: S606 (no shell is meant)


def main() -> None:
    """Serve with the settings of this environment."""
    if len(sys.argv) != 4 or not all(number.isdigit() for number in sys.argv[2:]):
        raise stop("Use: python3 -m scripts.serve HOST PORT WORKERS, such as: 127.0.0.1 8000 2")
    enter("scripts.serve", "runtime", sys.argv[1:])
    serve(host=sys.argv[1], port=int(sys.argv[2]), workers=int(sys.argv[3]))


if __name__ == "__main__":
    main()
