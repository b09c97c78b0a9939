"""A disk that is full: each form with a little less room each time, on a small disk in memory of its own.

    unshare -m python3 -m torture.disk     # PATCHWORK_VAR must be an empty folder; a disk is mounted on it

What does not fit is refused in a page that says why and holds what was typed; reading goes on; and with room
again the same form is taken, by the same server.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

VAR = Path(os.environ["PATCHWORK_VAR"])
TABLES = Path(os.environ["TORTURE_TABLES"])
SIZE = 24
"""Megabytes of the disk."""
ROOM = (0, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384)
"""Kilobytes that are left when a form is sent."""
PAGES = ("/", "/cases/", "/cases/case-1/", "/patchwork/", "/gaps/")
SAID = "The disk of this site is full"
SOON = 10.0
"""Seconds within which the site takes forms again: every two it tries whether there is room."""


def mount() -> None:
    """Mount the disk and put a site on it, before Django looks at the folder."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "torture", str(VAR)], check=True)
    (VAR / "patchwork.sqlite3").write_bytes(TABLES.read_bytes())


def try_all(rooms: tuple[int, ...] = ROOM) -> Iterator["Row"]:
    """Send every form with every room that is left."""
    ground = make_ground()
    with serving() as server:
        for name in FORMS:
            yield try_form(name, ground, server, rooms)


def try_form(name: str, ground: "Ground", server: "Server", rooms: tuple[int, ...]) -> "Row":
    """Send one form with less and less room, and again when there is room."""
    row = Row("disk", database(), name)
    seen: Counter[str] = Counter()
    for kilobytes in rooms:
        form = FORMS[name](ground, row.trials)
        visitor = Visitor(server.port, form.by)
        shrink_journal()
        leave_database()
        row.trials += 1
        said = f"{name}, {kilobytes} KB left"
        fill(kilobytes)
        answer = visitor.send(form)
        pages = [Visitor(server.port).get(page).status for page in PAGES]
        room_again()
        seen[str(answer.status)] += 1
        row.broken += [f"{said}: {fault}" for fault in _faults(form, answer)]
        if set(pages) != {200}:
            row.broken.append(f"{said}: pages answered {pages}")
        if not form.is_done():
            again = _sent_again(visitor, form)
            if again.status != DONE or not form.is_done():
                row.broken.append(f"{said}: with room again it answered {again.status}")
            row.broken += [f"{said}, again: {fault}" for fault in form.half_done()]
    row.broken += faults_now()
    row.seen = ", ".join(f"{number} answered {status}" for status, number in sorted(seen.items()))
    return row


def _sent_again(visitor: "Visitor", form: "Form") -> "Answer":
    """The person's second try, and more of them while the site says that it only reads."""
    begun = time.monotonic()
    while True:
        wait_as_told()
        again = visitor.send(form)
        if again.status not in TOLD or time.monotonic() - begun > SOON:
            return again
        time.sleep(0.2)


def _faults(form: "Form", answer: "Answer") -> Iterator[str]:
    """What is wrong with an answer on a full disk, and with what it left."""
    is_done = form.is_done()
    if answer.status == DONE and not is_done:
        yield "acknowledged, and not there"
    if answer.status not in {DONE, *TOLD}:
        yield f"answered {answer.status}"
    if answer.status in TOLD and not (SAID in answer.page and answer.says_when):
        yield "the page does not say that the disk is full"
    if answer.status in TOLD and not form.is_kept_in(answer.page):
        yield "what was typed did not come back"
    yield from form.half_done()


def shrink_journal() -> None:
    """Give back what the journal of SQLite holds ready, so that the next write needs room."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def fill(kilobytes: int) -> None:
    """Fill the disk until only so much is left."""
    disk = os.statvfs(VAR)
    with (VAR / "filler").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, disk.f_bavail * disk.f_frsize - kilobytes * 1024)


def room_again() -> None:
    """Take away what fills the disk."""
    (VAR / "filler").unlink()


if __name__ == "__main__":
    mount()

from django.db import connection  # noqa: E402 (the disk must be there first)

from torture.forms import DONE, FORMS, TOLD, Answer, Form, wait_as_told  # noqa: E402
from torture.ground import Ground, database, faults_now, leave_database, make_ground  # noqa: E402
from torture.servers import Server, Visitor, serving  # noqa: E402
from torture.told import Row  # noqa: E402

if __name__ == "__main__":
    for row in try_all(ROOM[:: int(sys.argv[1])] if len(sys.argv) > 1 else ROOM):
        row.tell()
