"""A load on one address: wrk, the processor time of the servers meanwhile, and a look at the answer."""

import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

CONNECTIONS = 8
SECONDS = 3
OK = 200
ANSWERED = re.compile(r"(\d+) requests in ([\d.]+)(ms|s|m),")
WRONG = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")


@dataclass(frozen=True)
class Figure:
    """What an answer cost the processor in one load, in milliseconds, and how many came a second."""

    milliseconds: float
    rate: float


def measure(
    address: str, *, sentence: str, seconds: Callable[[], float], headers: Mapping[str, str], status: int
) -> Figure:
    """Load an address once, and see before and after that it still answers with the sentence."""
    look(address, sentence, headers, status)
    before = seconds()
    answered, took = wrk(address, *(f"-H{name}: {value}" for name, value in headers.items()))
    figure = Figure((seconds() - before) / answered * 1000, answered / took)
    look(address, sentence, headers, status)
    return figure


def wrk(address: str, *options: str, duration: int = SECONDS) -> tuple[int, float]:
    """How many requests were answered in how many seconds. A wrong status ends the benchmark."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{duration}", "--timeout", "30s", *options, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    found, wrong = ANSWERED.search(said), WRONG.search(said)
    if found is None or wrong is not None:
        raise SystemExit(f"{address}: {wrong[0] if wrong else said}")
    factor = {"ms": 0.001, "s": 1.0, "m": 60.0}[found[3]]
    return int(found[1]), float(found[2]) * factor


def look(address: str, sentence: str, headers: Mapping[str, str], status: int = 200) -> bytes:
    """The body; ends the benchmark unless the status is right and the sentence is there."""
    answer, body = ask(address, headers)
    if answer.status != status or (status == OK and sentence.encode() not in body):
        raise SystemExit(f"{address} answered {answer.status} without “{sentence}”")
    return body


def ask(address: str, headers: Mapping[str, str]) -> tuple[HTTPResponse, bytes]:
    """One request: the answer with its headers, and the body."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=30)
    try:
        connection.request(
            "GET", f"{parts.path}?{parts.query}" if parts.query else parts.path, headers=headers
        )
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def mixed(address: str, paths: list[str], cookie: str, folder: Path, requests: int) -> int:
    """Many requests of many pages, every tenth by somebody who is signed in; how many were answered."""
    listed = ",".join(f"'{path}'" for path in paths)
    script = folder / "mixed.lua"
    script.write_text(
        f"local paths = {{{listed}}}\nlocal n = 0\n"
        "function request()\n  n = n + 1\n"
        f"  local headers = n % 10 == 0 and {{ Cookie = '{cookie}' }} or {{}}\n"
        "  return wrk.format('GET', paths[(n * 7919) % #paths + 1], headers)\nend\n"
    )
    answered = 0
    while answered < requests:
        answered += wrk(address, "-s", str(script), duration=10)[0]
    return answered
