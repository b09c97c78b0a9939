"""The real server of the site, and people who talk to it over HTTP."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from torture.forms import Answer, Form  # isort: skip (it starts Django)

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from accounts.models import User
from scripts.environment import BIN, ROOT
from scripts.ports import free_port

TOKEN = "torture0" * 4
NOBODY = 0
"""The status of an answer that never came: the connection broke."""
START = 60.0
"""Seconds in which a server must answer."""


@dataclass
class Server:
    """A server with its worker processes, on a port of this machine."""

    port: int
    process: "subprocess.Popen[bytes]"

    def workers(self) -> list[int]:
        """The numbers of its worker processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        numbers = children.read_text("ascii").split() if children.exists() else []
        return [int(number) for number in numbers if _is_worker(int(number))]

    def answers(self, patience: float = START) -> float:
        """Wait until it answers a page, and return the seconds that it took."""
        begun = time.monotonic()
        while time.monotonic() - begun < patience:
            if Visitor(self.port).get("/robots.txt").status == 200:
                return time.monotonic() - begun
            time.sleep(0.05)
        raise TimeoutError(f"the server did not answer in {patience:.0f} s")


def _is_worker(number: int) -> bool:
    """Whether a child of the server answers requests; Python's own helpers of processes do not."""
    with suppress(OSError):
        return "resource_tracker" not in Path(f"/proc/{number}/cmdline").read_text("utf-8")
    return False


@contextmanager
def serving(*, workers: int = 2, **environment: str) -> Iterator[Server]:
    """A server of the site of this process, as `make serve` starts it."""
    port = free_port()
    process = start(port, workers, environment)
    server = Server(port, process)
    try:
        server.answers()
        yield server
    finally:
        stop(server.process)


def start(port: int, workers: int, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Start a server in a group of its own."""
    call = f"from scripts.serve import serve; serve(host='127.0.0.1', port={port}, workers={workers})"
    command = [str(BIN / "python"), "-c", call]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PATCHWORK_SITE_URL": f"http://127.0.0.1:{port}", **environment},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End a server and all its processes at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Visitor:
    """Somebody with a browser, signed in or not. A connection that breaks is an answer of status 0."""

    def __init__(self, port: int, person: User | None = None, patience: float = 60.0) -> None:
        self.port, self.patience = port, patience
        self.cookie = _cookie_of(person) if person else ""

    def get(self, path: str) -> Answer:
        """Read a page."""
        return self._ask("GET", path, None, {})

    def send(self, form: Form) -> Answer:
        """Send a form as a browser does."""
        fields = form.fields | {"csrfmiddlewaretoken": TOKEN}
        if not form.file:
            kind = "application/x-www-form-urlencoded"
            return self._ask("POST", form.path, urlencode(fields).encode(), {"Content-Type": kind})
        body = encode_multipart(BOUNDARY, {**fields, "picture": _file(form.file)})
        return self._ask("POST", form.path, body, {"Content-Type": MULTIPART_CONTENT})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        if self.cookie:
            headers = headers | {"Cookie": self.cookie}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode("utf-8", "replace")
            return Answer(answer.status, page, _lowered(answer.getheaders()))
        except (HTTPException, OSError) as fault:
            return Answer(NOBODY, type(fault).__name__)
        finally:
            connection.close()


def _lowered(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


def _file(data: bytes) -> object:
    return SimpleUploadedFile("mast.jpg", data, "image/jpeg")


def _cookie_of(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
