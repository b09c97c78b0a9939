"""Each write, fsync and rename of a form fails once; so does each message to PostgreSQL and from it.

    DATABASE_URL=… PATCHWORK_VAR=… python3 -m torture.injection [EVERY]

EVERY tries only each so-manieth call. The tables must be there, and nothing in them. On SQLite it needs
strace.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from torture.ground import Ground, database, faults_now, make_ground  # isort: skip (it starts Django)

from django.conf import settings

from torture.forms import DONE, FORMS, TOLD, Form, answer_here, browser, wait_as_told
from torture.killing import NAMES, STATEMENT, Ledger, server_forgot
from torture.strace import Called, calls_of, fail
from torture.told import Row
from torture.wire import cut, messages_of

OF_FILES = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "mkdir", "unlink")
SYNCS = {"fsync", "fdatasync"}
FAULTY = 500


class Fault(Protocol):
    """Something that goes wrong once in the middle of an act."""

    @property
    def name(self) -> str:
        """How the table calls it."""

    def calls(self, act: Callable[[], object], ledger: Ledger) -> list[Called]:
        """Do the act with nothing failing, and list all that it calls, also what is not failed."""

    def may_fail(self, call: Called) -> bool:
        """Whether this call is one that is failed."""

    def strike(self, act: Callable[[], object], ledger: Ledger, call: Called) -> None:
        """Do the act and let this one call fail."""


@dataclass(frozen=True, slots=True)
class FailingDisk:
    """A call about the files of the site fails with this error."""

    name: str

    def calls(self, act: Callable[[], object], ledger: Ledger) -> list[Called]:
        """Do the act under strace."""
        return calls_of(act, ledger, OF_FILES)

    def may_fail(self, call: Called) -> bool:
        """Whether it is about a file in the folder of the site."""
        return call.name in OF_FILES and call.touches(str(settings.VAR_DIR))

    def strike(self, act: Callable[[], object], ledger: Ledger, call: Called) -> None:
        """Do the act under strace, which answers the call in place of the kernel."""
        fail(act, ledger, call, self.name)


@dataclass(frozen=True, slots=True)
class CutWire:
    """The connection to PostgreSQL breaks before a message has gone through."""

    name: str = "a cut wire"

    def calls(self, act: Callable[[], object], ledger: Ledger) -> list[Called]:
        """Do the act over a wire that holds."""
        return messages_of(act, ledger)

    def may_fail(self, call: Called) -> bool:
        """Every message may be lost."""
        return True

    def strike(self, act: Callable[[], object], ledger: Ledger, call: Called) -> None:
        """Do the act over a wire that breaks."""
        cut(act, ledger, call)


FAULTS: dict[str, tuple[Fault, ...]] = {
    "SQLite": (FailingDisk("EIO"), FailingDisk("ENOSPC")),
    "PostgreSQL": (CutWire(),),
}


def inject_all(forms: Sequence[str], every: int = 1) -> Iterator[Row]:
    """Let each call of each of these forms fail, on the database of this process."""
    ground = make_ground()
    for name in forms:
        for fault in FAULTS[database()]:
            yield inject(name, ground, fault, every)


def inject(name: str, ground: Ground, fault: Fault, every: int = 1) -> Row:
    """Let each call of one form fail once."""
    row = Row("injection", database(), f"{name}: {fault.name}")
    wait_as_told()
    ledger, seen = Ledger(), Counter[str]()
    sent = Sent(FORMS[name](ground, 0), ledger)
    traced = fault.calls(sent, ledger)
    calls = [call for call in traced if fault.may_fail(call)]
    if ledger.status != DONE:
        row.broken.append(f"{name}: answered {ledger.status} though nothing failed")
        return row
    must_fail = set(_acknowledging_syncs(traced))
    for call in calls[::every]:
        form = FORMS[name](ground, row.trials)
        row.trials += 1
        wait_as_told()
        fault.strike(Sent(form, ledger), ledger, call)
        server_forgot()
        row.broken += [f"{name}, {call.name} {call.nth}: {broken}" for broken in _broken(form, ledger)]
        if call in must_fail and ledger.status == DONE:
            row.broken.append(f"{name}: acknowledged though {call.name} {call.nth} failed: {call.arguments}")
        seen[f"{ledger.status}"] += 1
        if ledger.status in TOLD or not form.is_done():
            row.broken += _again(name, form)
    row.broken += faults_now()
    kinds = Counter(call.name for call in calls[::every])
    row.seen = f"{_counted(kinds)}; answers {_counted(seen)}; {len(must_fail)} syncs before an answer"
    return row


class Sent:
    """A form that a child sends, and how it was answered."""

    def __init__(self, form: Form, ledger: Ledger) -> None:
        self.form, self.ledger = form, ledger
        self.client = browser(form.by)

    def __call__(self) -> None:
        """Send it through Django and write the answer down."""
        answer = answer_here(self.client, self.form)
        self.ledger.status = answer.status
        self.ledger.kept = self.form.is_kept_in(answer.page) and answer.says_when


def _acknowledging_syncs(calls: Sequence[Called]) -> Iterator[Called]:
    """The syncs on which the answer stands: of files, and of a journal in which something new stands.

    When SQLite tidies up, it syncs a journal again whose content is safe already; that may fail. So may a
    counter, which is not what is answered.
    """
    is_new, is_over, said = False, False, list[str]()
    for call in calls:
        is_sync = call.name in SYNCS
        if STATEMENT in call.arguments:
            said = [*([] if is_over else said), call.arguments]
            is_over = False
        elif "-wal" in call.arguments:
            if is_sync and is_new and not _counts_only(said):
                yield call
            is_new, is_over = not is_sync, is_sync
        elif is_sync and "/media" in call.arguments:
            yield call


def _counts_only(statements: Sequence[str]) -> bool:
    """Whether nothing but a counter of the rate limits was written."""
    writing = [said for said in statements if re.search("INSERT|UPDATE|DELETE", said)]
    return bool(writing) and all("site_cache" in said for said in writing)


def _broken(form: Form, ledger: Ledger) -> Iterator[str]:
    """What is wrong after a call of this form failed."""
    is_done = form.is_done()
    if ledger.status == DONE and not is_done:
        yield "acknowledged, and not there"
    if ledger.status not in {DONE, *TOLD}:
        ended = f"ended with {ledger.ended} {NAMES[ledger.phase]}"
        yield f"answered {ledger.status}, {ended}: {ledger.fault}"
    if ledger.status in TOLD and not ledger.kept:
        yield "what was typed did not come back, or not when to try again"
    yield from form.half_done()


def _again(name: str, form: Form) -> Iterator[str]:
    """The person's second try, when nothing fails any more. The first may have been done and not told."""
    wait_as_told()
    was_done = form.is_done()
    answer = answer_here(browser(form.by), form)
    if (answer.status != DONE and not was_done) or answer.status >= FAULTY or not form.is_done():
        yield f"{name}, sent again: answered {answer.status}"
    yield from form.half_done()


def _counted(kinds: Counter[str]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))


def main() -> None:
    """Let everything fail and tell the rows."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    for row in inject_all(tuple(FORMS), every):
        row.tell()


if __name__ == "__main__":
    main()
