"""PostgreSQL is stopped in the middle of writes and comes back, and its processes are killed or stand still.

    DATABASE_URL=… PATCHWORK_VAR=… TORTURE_CLUSTER=FOLDER:PORT python3 -m torture.outage [SECONDS]

SECONDS is how long it is away. The tables must be there, and nothing in them. The cluster is this one's own.
"""

import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from torture.ground import Ground, database, faults_now, make_ground  # isort: skip (it starts Django)

from django.db import connections

from cases.models import Draft
from tests.world import person
from torture.clusters import Cluster
from torture.forms import DONE, TOLD, Answer, Form, keep_new, send_case
from torture.ground import leave_database
from torture.servers import Server, Visitor, serving
from torture.told import Row

WRITERS = 8
AWAY = 10.0
RECOVERY = 5.0
"""Seconds after its return within which the site must take an edit again, by the same processes."""
SETTLE = 2.0
PAGE = "/cases/case-1/"


class Crowd:
    """People who write one form after the other until they are told to stop; each is kept with its answer."""

    def __init__(self, server: Server, ground: Ground, forms: list[list[Form]]) -> None:
        self.told: list[tuple[Form, Answer]] = []
        self.is_over = threading.Event()
        self.threads = [
            threading.Thread(target=self._write, args=(Visitor(server.port, by, 40), iter(own)))
            for by, own in zip(ground.authors, forms, strict=True)
        ]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        time.sleep(SETTLE)
        return self

    def __exit__(self, *_fault: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def _write(self, visitor: Visitor, forms: Iterator[Form]) -> None:
        for form in forms:
            if self.is_over.is_set():
                return
            self.told.append((form, visitor.send(form)))
            time.sleep(0.05)


def try_all(cluster: Cluster, away: float = AWAY) -> Iterator[Row]:
    """Stop the cluster, then kill one of its processes, then let all of them stand still."""
    ground = make_ground()
    people = tuple(person(f"Writer {number}", "moderator") for number in range(WRITERS))
    crowd = Ground(people, ground.moderator, ground.cases)

    def stop_and_start() -> None:
        cluster.stop()
        time.sleep(away)
        cluster.start()

    def kill_one() -> None:
        backends = cluster.backends()
        os.kill(backends[0], signal.SIGKILL)
        # PostgreSQL ends all its processes then, and mends what they left.
        cluster.wait_without(backends)

    def stand_still() -> None:
        backends = cluster.backends()
        for backend in backends:
            os.kill(backend, signal.SIGSTOP)
        time.sleep(away / 2)
        for backend in backends:
            os.kill(backend, signal.SIGCONT)

    with serving() as server:
        yield _try(f"stopped at once, back after {away:.0f} s", stop_and_start, server, crowd)
        yield _try("one of its processes is killed", kill_one, server, crowd)
        yield _try(f"its processes stand still for {away / 2:.0f} s", stand_still, server, crowd)


def _try(what: str, break_it: Callable[[], None], server: Server, people: Ground) -> Row:
    # Nobody may keep more than fifty drafts, and those of the time before are not asked for again.
    Draft.objects.filter(author__in=people.authors).delete()
    forms = [
        [(keep_new if turn % 4 else send_case)(people, number) for turn in range(40)]
        for number in range(WRITERS)
    ]
    leave_database()
    with Crowd(server, people, forms) as crowd:
        break_it()
        back = _seconds_until_taken(server, people)
        time.sleep(SETTLE)
    connections.close_all()
    row = Row("outage", database(), what, len(crowd.told))
    if back is None:
        row.broken.append(f"{what}: no edit was taken within a minute of its return")
    elif back > RECOVERY:
        row.broken.append(f"{what}: an edit was taken only {back:.1f} s after its return")
    for form, answer in crowd.told:
        row.broken += [f"{what}: {fault}" for fault in _faults(form, answer)]
    row.broken += faults_now()
    answers = Counter(str(answer.status) for _form, answer in crowd.told)
    kinds = ", ".join(f"{number} answered {status}" for status, number in sorted(answers.items()))
    row.seen = f"{kinds}; an edit taken {back or 0:.1f} s after its return"
    return row


def _seconds_until_taken(server: Server, people: Ground) -> float | None:
    """Send one edit again and again, as a person does who is told to, until it is taken."""
    begun = time.monotonic()
    while time.monotonic() - begun < 60:
        try:
            form = keep_new(people, 0)
            taken = Visitor(server.port, form.by).send(form).status == DONE
        except Exception:
            # This process asks the same database for a session.
            connections.close_all()
            taken = False
        if taken:
            return time.monotonic() - begun
        time.sleep(0.1)
    return None


def _faults(form: Form, answer: Answer) -> Iterator[str]:
    if answer.status == DONE and not form.is_done():
        yield "acknowledged, and not there"
    if answer.status not in {DONE, *TOLD}:
        yield f"answered {answer.status} {answer.page[:100] if not answer.status else ''}"
    if answer.status in TOLD and not (form.is_kept_in(answer.page) and answer.says_when):
        yield "what was typed did not come back"
    yield from form.half_done()


def main() -> None:
    """Break the cluster that the environment names."""
    folder, _colon, port = os.environ["TORTURE_CLUSTER"].rpartition(":")
    for row in try_all(Cluster(Path(folder), int(port)), float(sys.argv[1]) if len(sys.argv) > 1 else AWAY):
        row.tell()


if __name__ == "__main__":
    main()
