"""Two servers with two processes each on one SQLite file, and 32 people who write at once.

    DATABASE_URL=… PATCHWORK_VAR=… python3 -m torture.writers [EACH]

EACH is how many forms each of the 32 sends. The tables must be there, and nothing in them.
"""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from torture.ground import database, faults_now, leave_database, make_ground  # isort: skip (it starts Django)

from tests.world import person
from torture.forms import DONE, TOLD, Answer, Form, keep_new, send_case
from torture.ground import Ground
from torture.servers import Visitor, serving
from torture.told import Row

WRITERS = 32
EACH = 20
SERVERS, PROCESSES = 2, 2


def write_at_once(each: int = EACH) -> Row:
    """Let everybody write, and compare what they were told with what is there."""
    ground = make_ground()
    people = [person(f"Writer {number}", "moderator") for number in range(WRITERS)]
    crowd = Ground(tuple(people), ground.moderator, ground.cases)
    work = [[_form(crowd, number, turn) for turn in range(each)] for number in range(WRITERS)]
    visitors = [Visitor(0, person) for person in people]
    leave_database()
    with serving(workers=PROCESSES) as first, serving(workers=PROCESSES) as second:
        for number, visitor in enumerate(visitors):
            visitor.port = (first, second)[number % SERVERS].port
        begun = time.monotonic()
        with ThreadPoolExecutor(WRITERS) as pool:
            told = [each_told for all_told in pool.map(_write, visitors, work) for each_told in all_told]
        took = time.monotonic() - begun
    return _row(told, took)


Told = tuple[Form, Answer, float]


def _form(crowd: Ground, number: int, turn: int) -> Form:
    """Every fourth form sends a case for review, the others keep a draft."""
    return (keep_new if turn % 4 else send_case)(crowd, number)


def _write(visitor: Visitor, forms: Sequence[Form]) -> list[Told]:
    told = []
    for form in forms:
        begun = time.monotonic()
        told.append((form, visitor.send(form), time.monotonic() - begun))
    return told


def _row(told: Sequence[Told], took: float) -> Row:
    row = Row(
        "writers", database(), f"{WRITERS} writers on {SERVERS} servers of {PROCESSES} processes", len(told)
    )
    for form, answer, _seconds in told:
        if answer.status == DONE and not form.is_done():
            row.broken.append("acknowledged, and not there")
        if answer.status not in {DONE, *TOLD}:
            row.broken.append(f"answered {answer.status}")
        if "database is locked" in answer.page:
            row.broken.append("somebody read that the database is locked")
        if answer.status in TOLD and not (form.is_kept_in(answer.page) and answer.says_when):
            row.broken.append("what was typed did not come back")
        row.broken += form.half_done()
    row.broken += faults_now()
    answers = Counter(str(answer.status) for _form, answer, _seconds in told)
    times = sorted(seconds for _form, _answer, seconds in told)
    kinds = ", ".join(f"{number} answered {status}" for status, number in sorted(answers.items()))
    row.seen = (
        f"{kinds}; {len(told) / took:.0f} writes a second, half within {times[len(times) // 2]:.2f} s, "
        f"99 of 100 within {times[int(0.99 * len(times))]:.2f} s"
    )
    return row


if __name__ == "__main__":
    write_at_once(int(sys.argv[1]) if len(sys.argv) > 1 else EACH).tell()
