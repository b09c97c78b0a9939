"""The log: one JSON line for each event, without secrets and without anything of a person.

What somebody typed can reach a log by many ways: in an address, in the message of an exception, in what a
package chose to write. So a line holds only what is known to be harmless. Of our own loggers it is the
message; of others the place in the code that logged; of an exception its kind and where it was raised, and
not what it says.
"""

import contextvars
import json
import logging
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

OURS = ("accounts", "cases", "config", "models_taxonomy")
TOO_OFTEN = 429
LONGEST_TRACE = 30
BASE = Path(__file__).resolve().parent.parent

request_number: contextvars.ContextVar[str] = contextvars.ContextVar("request_number", default="")
"""The number of the request that is being answered, for every line of the log."""


class JSONFormatter(logging.Formatter):
    """Formats a record as one JSON object; control characters are escaped by JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        entry: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message_of(record),
        }
        number = request_number.get()
        if number:
            entry["request"] = number
        entry |= getattr(record, "fields", {})
        fault = record.exc_info[1] if record.exc_info else None
        if fault is not None:
            entry["faults"] = list(faults_of(fault))
        return json.dumps(entry)


def _message_of(record: logging.LogRecord) -> str:
    """The text of our own loggers; of others only where it was written, as it may hold what somebody sent."""
    if record.name.split(".", 1)[0] in OURS:
        return record.getMessage()
    return f"{record.module}:{record.lineno}"


def faults_of(fault: BaseException) -> Iterator[dict[str, object]]:
    """An exception and those that it came from: their kinds, codes of the database, places in the code."""
    seen: set[int] = set()
    step: BaseException | None = fault
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        frames = traceback.extract_tb(step.__traceback__)[-LONGEST_TRACE:]
        found: dict[str, object] = {"kind": f"{type(step).__module__}.{type(step).__qualname__}"}
        code = getattr(step, "sqlstate", None) or getattr(step, "sqlite_errorname", None)
        if code:
            found["code"] = code
        found["at"] = [f"{_shortened(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        yield found
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)


def _shortened(path: str) -> str:
    """A path inside of the site or of the packages, without the folders above."""
    for folder in (str(BASE), *sorted(sys.path, key=len, reverse=True)):
        if folder and path.startswith(f"{folder}/"):
            return path.removeprefix(f"{folder}/")
    return path


class WithoutFloods(logging.Filter):
    """Leaves out each refusal of what comes too often: a flood would fill the disk with lines of one kind."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        return getattr(record, "status_code", None) != TOO_OFTEN


class WithoutDoubles(logging.Filter):
    """Leaves out what Django says of requests that the asker got wrong: the line of the request says it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        return bool(record.exc_info) or record.name != "django.request"
