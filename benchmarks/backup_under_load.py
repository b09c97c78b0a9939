"""A backup taken while people write and read is restored into an empty place and served.

    python3 -m benchmarks.backup_under_load                   # SQLite, in a folder of its own
    python3 -m benchmarks.backup_under_load postgres://…      # PostgreSQL, in databases of its own there

Two programs send, approve and upload through the site's own actions, and note each act once it was
acknowledged. Others read pages. Meanwhile a backup is made. Everything acknowledged before it began must be
in what is restored, every picture with it; the restored copy passes the full check and is served, and its
pages are read. Exits with 1 at the first fault, and takes away what it made.
"""

import sys

from scripts.environment import enter


def main() -> None:
    """Enter the environment, then run the whole of it."""
    enter("benchmarks.backup_under_load", "dev", sys.argv[1:])
    from benchmarks.rehearsal import main as rehearse  # noqa: PLC0415 (needs what is installed there)

    rehearse()


if __name__ == "__main__":
    main()
