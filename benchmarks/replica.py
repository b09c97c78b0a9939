"""`make replica`: a site on two PostgreSQL servers is read, paused, hidden from and broken, before your eyes.

Makes a primary and a replica, PgBouncer before the primary, and the site with two processes. Each line that
is printed says what must hold and what was seen; it ends with 1 if one did not hold.
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import signal
import sys

from scripts.environment import enter, say


def main() -> None:
    """Show everything."""
    enter("benchmarks.replica", "runtime", sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(1))  # the servers are stopped all the same
    from benchmarks.demonstration import demonstrate  # noqa: PLC0415 (needs what was just installed)

    broken = demonstrate()
    say(f"{len(broken)} of the claims did not hold." if broken else "Every claim held.")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
