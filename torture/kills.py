"""SIGKILL at random points: what was acknowledged is there, all else wholly or not at all.

    DATABASE_URL=… PATCHWORK_VAR=… python3 -m torture.kills [SHARE]

SHARE makes fewer trials: 0.05 of 1,000 are fifty. The database must be empty.
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from torture.ground import Ground, database, faults_now, make_ground  # isort: skip (it starts Django)

from django.conf import settings
from django.utils import timezone

from cases.actions import outbox, uploads
from cases.actions.reviews import approve, decline, seen_now
from cases.models import OutboxMessage, Upload
from tests.world import submitted
from torture import acts
from torture.ground import changed, new_text
from torture.killing import NAMES, Aim, Ledger, Phase, fork, let_end, server_forgot
from torture.told import Row

TRIALS = {
    "submit": 200,
    "review": 200,
    "publish": 200,
    "take_down": 150,
    "keep_draft": 100,
    "upload": 150,
    "mail": 150,
}
WORDS = {
    "submit": "send a change for review",
    "review": "ask for changes, decline",
    "publish": "accept and publish",
    "take_down": "withdraw, hide",
    "keep_draft": "keep a draft",
    "upload": "upload a picture",
    "mail": "send what waits in the outbox",
}
ACTS: dict[str, acts.Act] = {
    "submit": acts.submit,
    "review": acts.review,
    "publish": acts.publish,
    "take_down": acts.take_down,
    "keep_draft": acts.keep_draft,
    "upload": acts.upload,
}
UNHURT = 4
"""How often an act is first done without killing it, for the measure of it."""
BATCH = 50
"""After so many trials everything is verified."""


def kill_all(share: float) -> Iterator[Row]:
    """Kill each act its share of times, on the database of this process."""
    ground = make_ground()
    for name, act in ACTS.items():
        yield kill_act(name, act, ground, max(1, round(TRIALS[name] * share)))
    yield kill_mail(ground, max(1, round(TRIALS["mail"] * share)))
    yield strays()


def kill_act(name: str, act: acts.Act, ground: Ground, trials: int) -> Row:
    """Kill one act so many times."""
    row = Row("kills", database(), WORDS[name], trials)
    ledger, aim, seen = Ledger(), Aim(seed=trials), Counter[str]()
    for number in range(UNHURT):
        trial = act(ground, number)
        if let_end(fork(trial.do, ledger)) != 0:
            row.broken.append(f"{name}: it fails without being killed")
            return row
        aim.learn(ledger)
        _look(row, name, trial, ledger)
    for number in range(trials):
        trial = act(ground, number)
        aim.shoot(trial.do, ledger)
        seen[NAMES[ledger.phase]] += 1
        server_forgot()
        _look(row, name, trial, ledger)
        if number % BATCH == BATCH - 1:
            row.broken += faults_now()
    row.broken += faults_now()
    row.seen = _sentence(seen)
    return row


def _look(row: Row, name: str, trial: acts.Trial, ledger: Ledger) -> None:
    """Compare what is there with what was acknowledged, then let the person try again."""
    is_done = trial.is_done()
    if ledger.was_acknowledged and not is_done:
        row.broken.append(f"{name}: acknowledged, and not there")
    if ledger.phase is Phase.REFUSED:
        row.broken.append(f"{name}: refused without a reason")
    row.broken += [f"{name} ({NAMES[ledger.phase]}): {fault}" for fault in trial.half_done(is_done)]
    try:
        trial.again()
    except Exception as fault:
        row.broken.append(f"{name}, tried again: {type(fault).__name__}: {fault}")


def _sentence(seen: Counter[str]) -> str:
    return ", ".join(f"{seen[name]} {name}" for name in NAMES.values() if seen[name])


def kill_mail(ground: Ground, trials: int) -> Row:
    """Kill a worker that sends mail, and let another go on: nobody gets none, and doubles are known ones."""
    row = Row("kills", database(), WORDS["mail"], trials)
    ledger, aim, seen = Ledger(), Aim(seed=trials), Counter[str]()
    with mailbox() as taken:
        _drain()
        doubles = 0
        for number in range(-UNHURT, trials):
            keys = _queue_mail(ground, number)
            before = len(taken())
            if number < 0:
                let_end(fork(outbox.deliver_due, ledger))
                aim.learn(ledger)
            else:
                aim.shoot(outbox.deliver_due, ledger)
                seen[NAMES[ledger.phase]] += 1
            server_forgot()
            _drain()
            sent = Counter(taken()[before:])
            doubles += sum(sent.values()) - len(sent)
            row.broken += _of_mails(sent, keys)
        row.broken += faults_now()
    row.seen = f"{_sentence(seen)}; {doubles} mails came twice, with one Message-ID each"
    return row


def _queue_mail(ground: Ground, number: int) -> set[str]:
    """Three mails: two decisions, and one to somebody who watches; return their recipients' lines."""
    author = ground.author(number)
    declined = submitted(new_text(), by=author)
    decline(revision=declined, by=ground.moderator, seen=seen_now(declined), reason="other", note="No.")
    accepted = submitted(changed(ground.case(number)), by=author, on=ground.case(number))
    approve(revision=accepted, by=ground.moderator, seen=seen_now(accepted))
    return {author.email, "ines@example.org"}


def _of_mails(sent: Counter[str], recipients: set[str]) -> Iterator[str]:
    """What is wrong with the mails that came of three that were queued."""
    if len(sent) != 3 or {line.split()[1] for line in sent} != recipients:
        yield f"mail: {len(sent)} mails came to {sorted(line.split()[1] for line in sent)}, not 3"
    if sum(sent.values()) > len(sent) + 1:
        yield "mail: one kill made more than one mail come twice"
    if left := OutboxMessage.objects.waiting().filter(due_at__lte=timezone.now()).count():
        yield f"mail: {left} messages that are due still wait"


def _drain() -> None:
    """Let every lease run out, and another worker do the rest."""
    OutboxMessage.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now())
    while outbox.deliver_due():
        pass


@contextmanager
def mailbox() -> Iterator["Taken"]:
    """A mail server for this process and its children."""
    with tempfile.NamedTemporaryFile() as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "torture.mailbox", file.name], stdout=subprocess.PIPE, text=True
        )
        try:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST = "127.0.0.1"
            settings.EMAIL_PORT = int((server.stdout or sys.stdin).readline())
            yield Taken(Path(file.name))
        finally:
            server.kill()
            server.wait()


class Taken:
    """The mails that the server said yes to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self) -> list[str]:
        """One line for each: its Message-ID and its recipient."""
        return self.path.read_text("utf-8").splitlines()


def strays() -> Row:
    """Files of uploads that were killed before their row: the worker takes them away after a day."""
    row = Row("kills", database(), "files that no row names")
    folder = Path(settings.MEDIA_ROOT) / "images"
    known = {name for row in Upload.objects.all() for name in (row.large, row.small)}
    stray = [path for path in folder.iterdir() if f"images/{path.name}" not in known]
    row.trials = len(stray)
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    uploads.forget_unused()
    left = {f"images/{path.name}" for path in folder.iterdir()}
    if left != known:
        row.broken.append(f"{len(left - known)} files stay that no row names, {len(known - left)} are gone")
    row.seen = "taken away by the worker; those that a row names stayed"
    return row


def main() -> None:
    """Kill everything and tell the rows."""
    for row in kill_all(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        row.tell()


if __name__ == "__main__":
    main()
