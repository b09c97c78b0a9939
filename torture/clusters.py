"""PostgreSQL clusters of their own, which may be stopped, killed and thrown away."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.ports import free_port

PLACES = "/usr/lib/postgresql/*/bin"
OWNER = "postgres"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster, in a folder, on a port of this machine."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self._control("start", "-w", "-o", options, "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """Stop it at once, as a cut of the power would stop it."""
        self._control("stop", "-m", "immediate", "-w")

    def backends(self) -> list[int]:
        """The processes that serve a client now."""
        query = (
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
            "AND pid <> pg_backend_pid()"
        )
        command = [str(binaries() / "psql"), "-X", "-A", "-t", "-d", self.url, "-c", query]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return [int(line) for line in done.stdout.split()]

    def wait_without(self, backends: Collection[int]) -> None:
        """Wait until these processes are gone and others serve, as after it mended itself.

        Until it has noticed that one was killed, it takes connections as before.
        """
        while any(Path(f"/proc/{backend}").exists() for backend in backends) or not self._answers():
            time.sleep(0.05)

    def _answers(self) -> bool:
        command = [str(binaries() / "psql"), "-X", "-q", "-d", self.url, "-c", "SELECT 1"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def _control(self, *words: str) -> None:
        run_as_owner("pg_ctl", *words, "-D", str(self.folder / "data"))


def binaries() -> Path:
    """Where the programs of the newest PostgreSQL of this machine are."""
    found = sorted(Path("/").glob(PLACES.lstrip("/")))
    if not found:
        raise SystemExit("PostgreSQL is not installed here. Install it, such as with: apt install postgresql")
    return found[-1]


def run_as_owner(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL; it refuses root, who becomes its own user for that."""
    user = pwd.getpwnam(OWNER) if os.getuid() == 0 else None
    subprocess.run(
        [str(binaries() / program), *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        cwd="/",
    )


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A new cluster that runs, and is thrown away."""
    folder = Path(tempfile.mkdtemp(prefix="torture-cluster-"))
    if os.getuid() == 0:
        shutil.chown(folder, OWNER, OWNER)
    made = Cluster(folder, free_port())
    run_as_owner("initdb", "-D", str(folder / "data"), "-U", OWNER, "--auth=trust", "--encoding=UTF8")
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)
