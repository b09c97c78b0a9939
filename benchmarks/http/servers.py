"""Starting and stopping servers, and reading what they cost from the system."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from scripts.environment import PYTHON, ROOT
from scripts.ports import free_port

TICKS = os.sysconf("SC_CLK_TCK")
STARTS_WITHIN = 60


@dataclass(frozen=True)
class Server:
    """A server that runs; `pid` is the process that was started, the parent of the others."""

    pid: int
    port: int
    scheme: str = "http"

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        return children(self.pid)

    def seconds(self) -> float:
        """Processor time so far, of all of its processes."""
        return sum(seconds_of(pid) for pid in [self.pid, *self.workers])


def children(pid: int) -> list[int]:
    """The processes that a process started, and those that they did."""
    found: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in tasks.read_text().split():
            found += [int(child), *children(int(child))]
    return found


def seconds_of(pid: int) -> float:
    """The processor time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_of(pid: int) -> float:
    """What a process keeps in memory, in MB: shared pages counted by their share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1000
    return 0.0


@contextmanager
def granian(application: str, environment: Mapping[str, str], *, workers: int = 2) -> Iterator[Server]:
    """A WSGI application in the way in which `make serve` serves the site."""
    from scripts.serve import command  # noqa: PLC0415 (it names granian, which only this needs)

    port = free_port()
    started = command(host="127.0.0.1", port=port, workers=workers, application=application)
    with _running(started, environment, port) as server:
        yield server


@contextmanager
def nginx(folder: Path) -> Iterator[Server]:
    """nginx with two workers and the files of a folder."""
    port, home = free_port(), folder / "nginx"
    home.mkdir(exist_ok=True)
    (home / "nginx.conf").write_text(
        f"worker_processes 2; daemon off; pid {home}/pid; error_log {home}/errors;\n"
        + ("user root;\n" if os.geteuid() == 0 else "")
        + "events { worker_connections 1024; }\n"
        + "http { access_log off; default_type text/html; sendfile on; keepalive_requests 1000000;\n"
        + f"client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/f;\n"
        + f"uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;\n"
        + f"server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
    )
    with _running(["nginx", "-c", f"{home}/nginx.conf"], {}, port) as server:
        yield server


@contextmanager
def shared_store() -> Iterator[Server]:
    """A Redis that keeps everything in its memory and nothing on the disk."""
    port = free_port()
    started = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with _running(started, {}, port) as server:
        yield replace(server, scheme="redis")


def inside(environment: Mapping[str, str], *arguments: str) -> "subprocess.Popen[str]":
    """A process inside of the site (`benchmarks.http.inside`)."""
    return subprocess.Popen(
        [str(PYTHON), "-m", "benchmarks.http.inside", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def said_inside(environment: Mapping[str, str], *arguments: str) -> list[str]:
    """What such a process prints, line by line."""
    with inside(environment, *arguments) as process:
        said, _errors = process.communicate(timeout=120)
    if process.returncode:
        raise SystemExit(f"benchmarks.http.inside {' '.join(arguments)} failed")
    return said.splitlines()


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], port: int) -> Iterator[Server]:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(process, port)
        yield Server(process.pid, port)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def _await(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"{process.args!r} does not start")
