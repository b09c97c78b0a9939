"""The steps of `benchmarks.backup_under_load`: write and read, back up, restore, compare, serve."""

import json
import os
import secrets
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from backups.databases import Database, PostgreSQL, SQLite, upload_names
from backups.folder import backups_in
from scripts.check import production
from scripts.environment import PYTHON, ROOT, say, stop

WRITERS = 2
READERS = 4
BETWEEN_PAGES = 0.1
"""Seconds after which a reader goes on to the next page, so that readers do not only measure themselves."""
PAGES = ("/", "/cases/", "/patchwork/", "/gaps/", "/matrix/")
HOST = "127.0.0.1"
START_AT_MOST = 120


class Site:
    """A site of this benchmark: a database, a folder, and the environment in which its commands run."""

    def __init__(self, database: Database, var: Path) -> None:
        self.database, self.var = database, var
        self._environment = {
            **os.environ,
            **production(),
            "PATCHWORK_HOSTS": HOST,
            "PATCHWORK_SSL_REDIRECT": "0",
            "PATCHWORK_VAR": str(var),
            "DATABASE_URL": database.url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def start(self, *command: str) -> "subprocess.Popen[str]":
        """Start one of our programs."""
        return subprocess.Popen(
            [str(PYTHON), *command], cwd=ROOT, env=self._environment, text=True, start_new_session=True
        )

    def run(self, *command: str) -> None:
        """Run one of our programs to its end. Stops the benchmark when it fails."""
        if self.start(*command).wait():
            raise stop(f"{' '.join(command)} failed; the lines above say why.")

    @contextmanager
    def served(self, port: int) -> Iterator[str]:
        """The site on a port of this machine, until the block ends."""
        server = self.start("-m", "scripts.serve", HOST, str(port), "1")
        try:
            yield _answering(f"http://{HOST}:{port}")
        finally:
            server.terminate()
            server.wait(30)


def main() -> None:
    """Run the whole of it and say each step."""
    parser = ArgumentParser(prog="python3 -m benchmarks.backup_under_load")
    parser.add_argument("database", nargs="?", default="sqlite", help="sqlite, or postgres://… of a server")
    parser.add_argument("--seconds", type=int, default=10, help="how long people write before the backup")
    parser.add_argument("--port", type=int, default=8147)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="patchwork-load-")))
        places = stack.enter_context(_places(options.database, folder))
        rehearse(*places, folder=folder, seconds=options.seconds, port=options.port)
    say("Everything acknowledged before the backup is in the restored site. All is well.")


@contextmanager
def _places(engine: str, folder: Path) -> Iterator[tuple[Site, Site]]:
    """The site, and the empty place for the restored one."""
    if engine == "sqlite":
        paths = [folder / name / "patchwork.sqlite3" for name in ("site", "restored")]
        paths[0].parent.mkdir()
        yield tuple(Site(SQLite(path), path.parent) for path in paths)  # type: ignore[misc]
        return
    server, mark = PostgreSQL.at(engine), secrets.token_hex(4)
    names = [f"patchwork_load_{name}_{mark}" for name in ("site", "restored")]
    try:
        first, second = (server.make(name) for name in names)
        for name in ("site", "restored"):
            (folder / name).mkdir()
        yield Site(first, folder / "site"), Site(second, folder / "restored")
    finally:
        for name in names:
            server.drop(name)


def rehearse(site: Site, restored: Site, *, folder: Path, seconds: int, port: int) -> None:
    """Write and read for some seconds, back up meanwhile, restore, compare and serve."""
    say("Preparing a site")
    site.run("-m", "scripts.prepare")
    logs = [folder / f"writer-{number}.jsonl" for number in range(WRITERS)]
    halt = folder / "halt"
    site.run("-m", "benchmarks.load_writer", "people")
    with site.served(port) as address, _readers(address) as read:
        writers = [site.start("-m", "benchmarks.load_writer", str(log), str(halt)) for log in logs]
        _wait_for_acts(logs, writers, seconds)
        before = acknowledged(logs)
        say(f"{len(before)} acts acknowledged; making a backup while people go on")
        site.run("manage.py", "backup", "--to", str(folder / "backups"))
        during = len(acknowledged(logs)) - len(before)
        halt.touch()
        if any(writer.wait(60) for writer in writers):
            raise stop("A writer failed; the lines above say why.")
    if not during:
        raise stop("Nobody wrote while the backup was made: it says nothing. Give it more --seconds.")
    if read.faults:
        raise stop(f"Reading failed {len(read.faults)} times; the first: {read.faults[0]}")
    say(f"{during} more acts and {read.count} pages read meanwhile; restoring into an empty place")
    (backup,) = backups_in(folder / "backups")
    into = restored.database.url if isinstance(restored.database, PostgreSQL) else str(restored.var)
    restored.run("manage.py", "restore", str(backup), "--into", into)
    compare(before, restored)
    restored.run("manage.py", "verify", "--full")
    _serve(restored, before, port)


def acknowledged(logs: list[Path]) -> list[dict[str, str]]:
    """What the writers noted so far; a last line that is still being written does not count."""
    lines = [
        line for log in logs if log.exists() for line in log.read_text("utf-8").splitlines(keepends=True)
    ]
    return [json.loads(line) for line in lines if line.endswith("\n")]


def compare(acts: list[dict[str, str]], restored: Site) -> None:
    """Stop when an acknowledged act is missing in the restored place."""
    rows = dict(restored.database.rows("SELECT content_hash, id FROM cases_revision"))
    uploads = set(upload_names(restored.database))
    for act in acts:
        if act["hash"] not in rows:
            raise stop(f"A revision that was acknowledged is missing: {act}")
        if act["picture"] and act["picture"] not in uploads:
            raise stop(f"A picture that was acknowledged is missing: {act}")


def _serve(restored: Site, acts: list[dict[str, str]], port: int) -> None:
    with restored.served(port) as address:
        seen = [act for act in acts if act["slug"]][-5:]
        pages = [*PAGES, *(f"/cases/{act['slug']}/" for act in seen)]
        pages += [f"/images/{act['picture']}.webp" for act in seen if act["picture"]]
        for page in pages:
            status = _status(address + page)
            if status != 200:
                raise stop(f"The restored site answers {status} for {page}.")
        say(f"Served from there: {len(pages)} pages and pictures read")


class Reading:
    """What the readers met."""

    def __init__(self) -> None:
        self.count = 0
        self.faults: list[str] = []
        self.ended = threading.Event()

    def go_on(self, address: str) -> None:
        """Read page after page."""
        while not self.ended.is_set():
            for page in PAGES:
                status = _status(address + page)
                self.count += 1
                if status != 200:
                    self.faults.append(f"{page} answered {status}")
                time.sleep(BETWEEN_PAGES)


@contextmanager
def _readers(address: str) -> Iterator[Reading]:
    reading = Reading()
    threads = [threading.Thread(target=reading.go_on, args=[address]) for _number in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield reading
    finally:
        reading.ended.set()
        for thread in threads:
            thread.join()


def _wait_for_acts(logs: list[Path], writers: "list[subprocess.Popen[str]]", seconds: int) -> None:
    """Let people write: so many seconds from the moment on at which each of them has done something."""
    late = time.monotonic() + START_AT_MOST
    while not all(log.exists() and log.stat().st_size for log in logs):
        if time.monotonic() > late or any(writer.poll() is not None for writer in writers):
            raise stop("The writers did not begin.")
        time.sleep(0.1)
    time.sleep(seconds)


def _answering(address: str) -> str:
    late = time.monotonic() + START_AT_MOST
    while time.monotonic() < late:
        try:
            if _status(address + "/") == 200:
                return address
        except urllib.error.URLError:
            time.sleep(0.2)
    raise stop(f"The server at {address} does not answer.")


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 (our own server)
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as fault:
        return fault.code
