"""Acts of several people in the same instant."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

from django.db import connection

from cases.actions.refusals import Refusal

Act = Callable[[], object]

WAIT = 5.0  # seconds


def at_once(*acts: Act) -> list[Any]:
    """Do all acts in the same instant, and return what each returned or how it was refused."""
    start = Barrier(len(acts))

    def run(act: Act) -> object:
        try:
            start.wait()
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(run, acts))


def until_somebody_waits() -> None:
    """Go on when somebody waits for a lock on PostgreSQL, such as one that is held here."""
    for _look in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
        sleep(WAIT / 100)
    raise AssertionError("Nobody waits for the approval.")
