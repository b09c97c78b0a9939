"""Whether the site at this port of this machine answers: the health check of its container.

Takes the port, asks `/healthz`, and ends with 0 or 1.
"""

from __future__ import annotations

import http.client
import sys

SECONDS = 3


def is_healthy(port: int) -> bool:
    """Whether the server at 127.0.0.1 says that it lives."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main() -> None:
    """Ask once."""
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal():
        raise SystemExit("Use: python3 -m scripts.healthy PORT")
    sys.exit(0 if is_healthy(int(sys.argv[1])) else 1)


if __name__ == "__main__":
    main()
