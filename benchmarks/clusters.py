"""PostgreSQL servers for a while: a primary, a replica that follows it, and PgBouncer before the primary.

They listen on 127.0.0.1 only, in a folder that is thrown away. PostgreSQL refuses to run as root, so root
runs it as the user `postgres`.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from scripts.ports import free_port

OWNER = "patchwork"
NAME = "patchwork"
SECONDS_TO_START = 60
# Each statement is written down, so that it can be counted which server was asked what.
TOLD = ("log_statement=all", "log_line_prefix=", "unix_socket_directories=", "listen_addresses=127.0.0.1")

POOLER = """
[databases]
{name} = host=127.0.0.1 port={primary} dbname={name} user={owner}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 8
max_client_conn = 100
query_wait_timeout = 3
server_login_retry = 1
server_connect_timeout = 3
"""


def find_binaries() -> Path | None:
    """Where the programs of PostgreSQL lie, the newest of Debian's first."""
    of_debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = [Path(folder) for folder in os.environ.get("PATH", "").split(":")]
    wanted = ("initdb", "pg_ctl", "pg_basebackup")
    for folder in [*reversed(of_debian), *on_path]:
        if all((folder / program).exists() for program in wanted):
            return folder
    return None


@dataclass(frozen=True, slots=True)
class Cluster:
    """One server with its data."""

    binaries: Path
    folder: Path
    port: int

    @property
    def address(self) -> str:
        """How the site names it."""
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        told = " ".join(f"-c {option}" for option in (f"port={self.port}", *TOLD))
        log = str(self.folder.with_suffix(".log"))
        self._control("start", "-l", log, "-o", told, "-t", str(SECONDS_TO_START))

    def kill(self) -> None:
        """Stop it without a word to anybody, as a crash does."""
        self._control("stop", "-m", "immediate")

    def rows(self, statement: str, *values: object, name: str = NAME) -> list[tuple[Any, ...]]:
        """Ask this very server, past everything of the site."""
        address = f"host=127.0.0.1 port={self.port} user={OWNER} dbname={name}"
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def asked_for(self, table: str) -> int:
        """How many statements that read this table stand in the server's log."""
        log = self.folder.with_suffix(".log").read_text("utf-8", "replace")
        return sum("SELECT" in line and f'FROM "{table}"' in line for line in log.splitlines())

    def _control(self, *words: str) -> None:
        run(self.binaries / "pg_ctl", "-w", "-s", "-D", self.folder, *words)


@dataclass(frozen=True, slots=True)
class Servers:
    """All that a site with a replica needs of databases."""

    primary: Cluster
    replica: Cluster
    pooler: str | None
    """The address of PgBouncer in front of the primary, where it is installed."""

    def pause(self) -> None:
        """Let the replica receive what happens and not show it."""
        self.replica.rows("SELECT pg_wal_replay_pause()")
        wait_until(
            lambda: self.replica.rows("SELECT pg_get_wal_replay_pause_state()") == [("paused",)],
            "the replica pauses",
        )

    def resume(self) -> None:
        """Let it show what it received."""
        self.replica.rows("SELECT pg_wal_replay_resume()")

    def wait_for_replica(self) -> None:
        """Wait until the replica has everything that the primary has by now."""
        ((now,),) = self.primary.rows("SELECT pg_current_wal_flush_lsn()::text")
        question = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
        wait_until(lambda: self.replica.rows(question, now) == [(True,)], "the replica follows")


@contextmanager
def servers() -> Iterator[Servers]:
    """Make the servers; stop them and throw everything away in the end."""
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL is not installed here: neither initdb nor /usr/lib/postgresql is found.")
    with TemporaryDirectory(prefix="patchwork-clusters-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for each in ("primary", "replica", "pooler"):
            (folder / each).mkdir(mode=0o700)
            if os.geteuid() == 0:
                shutil.chown(folder / each, "postgres", "postgres")
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        primary = Cluster(binaries, folder / "primary", free_port())
        replica = Cluster(binaries, folder / "replica", free_port())
        try:
            _make(primary, replica)
            with _pooler(folder / "pooler", primary) as pooler:
                yield Servers(primary, replica, pooler)
        finally:
            for cluster in (replica, primary):
                if (cluster.folder / "postmaster.pid").exists():
                    cluster.kill()


def _make(primary: Cluster, replica: Cluster) -> None:
    options = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
    run(primary.binaries / "initdb", "-D", primary.folder, "-U", OWNER, *options)
    primary.start()
    primary.rows(f"CREATE DATABASE {NAME}", name="postgres")
    where = ("-h", "127.0.0.1", "-p", str(primary.port), "-U", OWNER)
    run(primary.binaries / "pg_basebackup", *where, "-D", replica.folder, "-R", "-c", "fast", "--no-sync")
    replica.start()


@contextmanager
def _pooler(folder: Path, primary: Cluster) -> Iterator[str | None]:
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        yield None
        return
    port = free_port()
    settings = folder / "pgbouncer.ini"
    settings.write_text(POOLER.format(name=NAME, primary=primary.port, owner=OWNER, port=port), "utf-8")
    settings.chmod(0o644)
    process = subprocess.Popen(
        [program, "-q", str(settings)], cwd=folder, stderr=subprocess.DEVNULL, **as_nobody_special()
    )
    try:
        wait_until(lambda: answers(port), "PgBouncer listens")
        yield f"postgres://{OWNER}@127.0.0.1:{port}/{NAME}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def run(program: Path, *words: object) -> None:
    """Run a program of PostgreSQL; its words are told only when it fails."""
    done = subprocess.run(
        [str(program), *map(str, words)],
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if "start" in words else subprocess.PIPE,
        stderr=subprocess.DEVNULL if "start" in words else subprocess.STDOUT,
        text=True,
        **as_nobody_special(),
    )
    if done.returncode:
        raise SystemExit(f"{program.name} failed:\n{done.stdout}")


def as_nobody_special() -> dict[str, Any]:
    """How a program is started that refuses to be run by root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def answers(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(is_so: Callable[[], bool], what: str, seconds: float = 30) -> float:
    """Wait until something is so and return how many seconds that took."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            raise SystemExit(f"Waited {seconds} seconds, and still not: {what}.")
        time.sleep(0.05)
    return time.monotonic() - began
