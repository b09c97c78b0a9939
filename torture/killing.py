"""A child that does one act and is killed in the middle of it.

Django is imported once; each child is forked from that process, opens its own connection and does its act.
What it has got to stands in memory that both share, so that it outlives the child: this is the ledger of what
was acknowledged, and it stands outside of the database.
"""

import gc
import mmap
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from enum import IntEnum

from torture.ground import leave_database  # isort: skip (it starts Django)

from django.conf import settings
from django.db import connection

STATEMENT = "/statement/"
SIZE, FAULT = 512, 32
"""Bytes of a ledger, and where in it the text of a fault begins."""
PATIENCE = 60.0
"""Seconds after which a child that does not end by itself is a fault of its own."""


class Phase(IntEnum):
    """How far a child has got with its act."""

    NOT_BEGUN = 0
    BEGUN = 1
    WRITING = 2
    COMMITTING = 3
    COMMITTED = 4
    ACKNOWLEDGED = 5
    REFUSED = 6


NAMES = {
    Phase.NOT_BEGUN: "before it began",
    Phase.BEGUN: "before its first statement",
    Phase.WRITING: "between statements",
    Phase.COMMITTING: "in the commit",
    Phase.COMMITTED: "after a commit, not told",
    Phase.ACKNOWLEDGED: "after it was told",
    Phase.REFUSED: "after it was refused",
}


class Ledger:
    """What a child tells while it lives, in memory that it shares with its parent."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, SIZE)
        self.ended = 0
        """What the child ended with, as its parent saw it."""

    def clear(self) -> None:
        """Forget the last child."""
        self._memory[:] = bytes(SIZE)

    @property
    def phase(self) -> Phase:
        """How far it got."""
        return Phase(self._memory[0])

    @phase.setter
    def phase(self, phase: Phase) -> None:
        self._memory[0] = phase

    @property
    def steps(self) -> int:
        """How many statements, files and commits it began."""
        return int.from_bytes(self._memory[8:16], "little")

    @steps.setter
    def steps(self, steps: int) -> None:
        self._memory[8:16] = steps.to_bytes(8, "little")

    @property
    def took(self) -> float:
        """Seconds that the whole act took; 0 when it did not get to its end."""
        return int.from_bytes(self._memory[16:24], "little") / 1e9

    @took.setter
    def took(self, seconds: float) -> None:
        self._memory[16:24] = int(seconds * 1e9).to_bytes(8, "little")

    @property
    def status(self) -> int:
        """The status of the answer, where a form was sent; 0 before it came."""
        return int.from_bytes(self._memory[24:26], "little")

    @status.setter
    def status(self, status: int) -> None:
        self._memory[24:26] = status.to_bytes(2, "little")

    @property
    def kept(self) -> bool:
        """Whether the answer held what was typed, and when to try again."""
        return bool(self._memory[26])

    @kept.setter
    def kept(self, kept: bool) -> None:
        self._memory[26] = kept

    @property
    def fault(self) -> str:
        """The fault with which the act ended, if it did; cut to a line."""
        return bytes(self._memory[FAULT:]).rstrip(b"\0").decode("utf-8", "replace")

    @fault.setter
    def fault(self, fault: str) -> None:
        said = fault.encode()[: SIZE - FAULT]
        self._memory[FAULT : FAULT + len(said)] = said

    @property
    def was_acknowledged(self) -> bool:
        """Whether the act returned, so that a person would have been told that it is done."""
        return self.phase is Phase.ACKNOWLEDGED


class Steps:
    """Counts what a child begins, and kills the child itself when it begins a certain step."""

    def __init__(self, ledger: Ledger, kill_at: int | None) -> None:
        self.ledger, self.kill_at = ledger, kill_at

    def watch(self) -> None:
        """Count statements, commits, and files that are opened or renamed in the folder of the site."""
        connection.ensure_connection()
        commit = connection._commit  # type: ignore[attr-defined]

        def committing() -> None:
            self.step(Phase.COMMITTING)
            commit()
            self.step(Phase.COMMITTED)

        connection._commit = committing  # type: ignore[attr-defined]
        connection.execute_wrappers.append(self._statement)
        folder = str(settings.VAR_DIR)

        def file(event: str, arguments: tuple[object, ...]) -> None:
            if event in {"open", "os.rename", "os.mkdir"} and str(arguments[0]).startswith(folder):
                self.step()

        sys.addaudithook(file)

    def step(self, phase: Phase = Phase.WRITING) -> None:
        """Write down that a step begins, unless it is the one at which the child dies."""
        if self.ledger.steps == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.ledger.steps += 1
        self.ledger.phase = phase

    def _statement(
        self, execute: Callable[..., object], sql: str, params: object, many: object, context: object
    ) -> object:
        self.step()
        # Stands among the system calls of a child that is traced, so that they can be told apart.
        os.access(f"{STATEMENT}{sql[:80]}", os.F_OK)
        return execute(sql, params, many, context)


def fork(act: Callable[[], object], ledger: Ledger, *, kill_at: int | None = None) -> int:
    """Start a child that does the act and ends; return its number. No connection may be open."""
    leave_database()
    ledger.clear()
    gc.freeze()
    child = os.fork()
    if child:
        return child
    try:
        _be_the_child(act, ledger, kill_at)
    finally:
        os._exit(1)  # whatever happened, nothing of the parent is cleaned up here


def _be_the_child(act: Callable[[], object], ledger: Ledger, kill_at: int | None) -> None:
    ledger.phase = Phase.BEGUN
    begun = time.monotonic()
    try:
        Steps(ledger, kill_at).watch()
        act()
    except Exception as fault:
        ledger.phase = Phase.REFUSED
        ledger.fault = f"{type(fault).__name__}: {fault}"
        sys.stderr.write(f"{ledger.fault}\n")
        os._exit(2)
    ledger.phase = Phase.ACKNOWLEDGED
    ledger.took = time.monotonic() - begun
    os._exit(0)


def let_end(child: int) -> int:
    """Wait for a child to end by itself, and return what it ended with; negative for a signal."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    kill(child)
    raise TimeoutError(f"a child did not end in {PATIENCE:.0f} s")


def kill(child: int) -> None:
    """SIGKILL, and wait until it is gone."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


class Aim:
    """Chooses the points at which children die: half of them in time, half between two steps.

    The points in time are spread over what the whole act takes, as measured in this very run; those between
    steps over all its statements, commits and files. So the quick end of a slow act is met as well.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.times: list[float] = []
        self.steps = 0

    def learn(self, ledger: Ledger) -> None:
        """Take the measure of an act that got to its end."""
        self.times = [*self.times[-20:], ledger.took]
        self.steps = max(self.steps, ledger.steps)

    def shoot(self, act: Callable[[], object], ledger: Ledger) -> None:
        """Do the act in a child and kill it at some point; it may get to its end before."""
        at_a_step = self.chance.random() < 0.5
        kill_at = self.chance.randrange(self.steps + 1) if at_a_step else None
        child = fork(act, ledger, kill_at=kill_at)
        if at_a_step:
            let_end(child)
        else:
            typical = sorted(self.times)[len(self.times) // 2]
            time.sleep(self.chance.uniform(0, typical * 1.1))
            kill(child)
        if ledger.was_acknowledged:
            self.learn(ledger)


def server_forgot(patience: float = PATIENCE) -> None:
    """Wait until PostgreSQL has noticed that a killed client is gone, and undone what it did not commit."""
    if connection.vendor != "postgresql":
        return
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.002)
    raise TimeoutError("a connection of a killed process stays")
