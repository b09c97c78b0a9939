"""Processes of the real server are killed while people send forms over HTTP, and then all of them at once.

    DATABASE_URL=… PATCHWORK_VAR=… python3 -m torture.restarts [SHARE]

Who gets no answer sends the form again, as a browser offers; one form stays one effect. The tables must be
there, and nothing in them.
"""

import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from torture.ground import Ground, database, faults_now, make_ground  # isort: skip (it starts Django)

from torture.forms import DONE, FORMS, Answer, Form, wait_as_told
from torture.ground import leave_database
from torture.killing import server_forgot
from torture.servers import NOBODY, START, Server, Visitor, serving, start, stop
from torture.told import Row

TRIALS = 60
WORKERS = 2
TRIES = 30
RESTART = 5.0
"""Seconds within which a server whose processes were all killed must answer again."""


def restart_all(share: float) -> Iterator[Row]:
    """Kill workers during each form, then everything."""
    ground = make_ground()
    with serving() as server:
        for name in FORMS:
            yield kill_workers(name, ground, server, max(1, round(TRIALS * share / len(FORMS))))
    yield kill_server(ground)


def kill_workers(name: str, ground: Ground, server: Server, trials: int) -> Row:
    """Kill one worker, or every other time all of them, at some moment while one form is answered."""
    row = Row("restarts", database(), f"workers of the server are killed: {name}", trials)
    chance, seen = random.Random(trials), Counter[str]()
    typical = _seconds_of(name, ground, server)
    for number in range(trials):
        form = FORMS[name](ground, number)
        visitor = Visitor(server.port, form.by)
        leave_database()
        answers: list[Answer] = []
        sends = threading.Thread(target=lambda v=visitor, f=form, a=answers: a.append(v.send(f)))
        sends.start()
        time.sleep(chance.uniform(0, typical * 1.1))
        _kill(server.workers()[number % 2 :])
        sends.join()
        seen[f"{answers[0].status or 'no'}"] += 1
        _is_back(server)
        row.broken += [f"{name}: {fault}" for fault in _faults(form, answers[0], visitor, server)]
    row.broken += faults_now()
    row.seen = ", ".join(f"{times} answered {status}" for status, times in sorted(seen.items()))
    return row


def _is_back(server: Server) -> None:
    """Wait until the server has workers again, and its database has forgotten the old ones.

    A server whose workers die again within seconds gives up; then a supervisor starts it again.
    """
    begun = time.monotonic()
    while time.monotonic() - begun < START:
        if server.process.poll() is not None:
            stop(server.process)
            server.process = start(server.port, WORKERS, {})
        with suppress(TimeoutError):
            server.answers(patience=1)
            break
    with suppress(TimeoutError):
        server_forgot(patience=0.5)


def _seconds_of(name: str, ground: Ground, server: Server) -> float:
    """How long it takes to answer a form while nothing is killed."""
    form = FORMS[name](ground, 0)
    visitor = Visitor(server.port, form.by)
    for _try in range(TRIES):
        begun = time.monotonic()
        answer = visitor.send(form)
        if answer.status != NOBODY:
            break
        # Of the trials before: it may have given up only after it answered `_is_back`.
        _is_back(server)
    if answer.status != DONE:
        raise RuntimeError(f"{name}: it answers {answer.status} without being killed")
    return time.monotonic() - begun


def _kill(workers: list[int]) -> None:
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


def _faults(form: Form, answer: Answer, visitor: Visitor, server: Server) -> Iterator[str]:
    """What is wrong after a kill, and after the person sent the form again until it was taken."""
    if answer.status == DONE and not form.is_done():
        yield "acknowledged, and not there"
    if answer.status not in {DONE, NOBODY}:
        yield f"answered {answer.status}"
    yield from form.half_done()
    if not form.is_done():
        for _try in range(TRIES):
            wait_as_told()
            again = visitor.send(form)
            if again.status == DONE:
                break
            # It may have given up only after it answered `_is_back`: one of its workers still stood then.
            time.sleep(0.2)
            _is_back(server)
        if not form.is_done():
            yield f"sent again it answered {again.status}"
        yield from form.half_done()


def kill_server(ground: Ground) -> Row:
    """Kill the server with all its processes, and start it again as a supervisor does."""
    row = Row("restarts", database(), "the server is killed with all its processes", 1)
    with serving() as server:
        form = FORMS["send a case for review"](ground, 0)
        visitor = Visitor(server.port, form.by)
        answer = visitor.send(form)
        stop(server.process)
        server.process = start(server.port, WORKERS, {})
        took = server.answers()
        if answer.status != DONE or not form.is_done():
            row.broken.append("what was acknowledged before is not there")
        if took > RESTART:
            row.broken.append(f"it answered only {took:.1f} s after its start")
        row.seen = f"it answers {took:.1f} s after its start"
    return row


def main() -> None:
    """Kill the processes of a server."""
    for row in restart_all(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        row.tell()


if __name__ == "__main__":
    main()
