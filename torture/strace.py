"""Making one system call of a running process fail, by strace."""

import ctypes
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from torture.killing import Ledger, fork, let_end

PR_SET_PTRACER = 0x59616D61
ANY_PROCESS = ctypes.c_ulong(-1)
MARKS = ("?access", "?faccessat", "?faccessat2")
CALL = re.compile(r"(?P<name>\w+)\((?P<arguments>.*)\) += ")


@dataclass(frozen=True, slots=True)
class Called:
    """One system call of an act: its name, and which one of that name it was."""

    name: str
    nth: int
    arguments: str

    def touches(self, folder: str) -> bool:
        """Whether it is about a file in this folder."""
        return folder in self.arguments


def strace() -> str:
    """The path of strace. Without it nothing can be made to fail, and that is said."""
    found = shutil.which("strace")
    if found is None:
        raise SystemExit("strace is not installed. Install it, such as with: apt install strace")
    return found


def calls_of(act: Callable[[], object], ledger: Ledger, names: Iterable[str]) -> list[Called]:
    """Do the act in a child and list its calls of these names."""
    with tempfile.NamedTemporaryFile("r") as log:
        trace = ["-yy", "-s", "200", "-o", log.name, "-e", f"trace={','.join((*names, *MARKS))}"]
        _do_under(act, ledger, trace)
        return list(_read(log.readlines()))


def fail(act: Callable[[], object], ledger: Ledger, called: Called, error: str) -> None:
    """Do the act in a child in which this one call fails with this error."""
    inject = f"inject={called.name}:error={error}:when={called.nth}"
    _do_under(act, ledger, ["-o", os.devnull, "-e", f"trace={called.name}", "-e", inject])


def _read(lines: Iterable[str]) -> Iterator[Called]:
    counts: dict[str, int] = {}
    for line in lines:
        if found := CALL.search(line):
            name = found["name"]
            counts[name] = counts.get(name, 0) + 1
            yield Called(name, counts[name], found["arguments"])


def _do_under(act: Callable[[], object], ledger: Ledger, options: list[str]) -> None:
    """Fork a child that waits until it is traced, and let it do the act.

    It is traced once its connection is open: else the calls of that were sometimes counted as its first.
    """
    waits, goes = os.pipe()
    asks, stands = os.pipe()

    def once_traced() -> object:
        os.close(goes)
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANY_PROCESS, 0, 0, 0)
        os.close(stands)
        os.read(waits, 1)
        return act()

    child = fork(once_traced, ledger)
    os.close(waits)
    os.close(stands)
    os.read(asks, 1)  # ends when the child has closed its end
    os.close(asks)
    with _attached(child, options):
        os.close(goes)
        ledger.ended = let_end(child)


@contextmanager
def _attached(child: int, options: list[str]) -> Iterator[None]:
    tracer = subprocess.Popen(
        [strace(), "-p", str(child), *options], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )
    if tracer.stderr is None or "attached" not in (said := tracer.stderr.readline()):
        tracer.kill()
        raise RuntimeError(f"strace could not attach: {said}")
    try:
        yield
    finally:
        tracer.wait(timeout=30)
        tracer.stderr.close()
