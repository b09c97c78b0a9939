"""The hide-list: what is off the page and which texts are hidden, as a file beside the database.

A backup is older than the site that it replaces, and would show again what was hidden since. The list
outlives the database, and is applied to whatever is restored. Each entry names its row by number and by
something that only this row has, so that a list of another site does nothing. Notes in it are for moderators:
the file is the operator's alone.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

OWNER_ONLY = 0o600


class NotAHideList(ValueError):  # noqa: N818 (an answer to the operator)
    """Raised with one sentence for a file that is no hide-list."""


@dataclass(frozen=True, slots=True)
class HiddenCase:
    """A case that is off the page: hidden or withdrawn."""

    record: int
    slug: str
    kind: str
    reason: str
    note: str
    by: int


@dataclass(frozen=True, slots=True)
class HiddenText:
    """A revision whose text is hidden."""

    revision: int
    content_hash: str
    reason: str
    note: str
    by: int


@dataclass(frozen=True, slots=True)
class HiddenWords:
    """A comment that is hidden."""

    comment: int
    key: str
    reason: str
    by: int


@dataclass(frozen=True, slots=True)
class HideList:
    """Everything hidden on a site at one moment."""

    cases: tuple[HiddenCase, ...] = ()
    revisions: tuple[HiddenText, ...] = ()
    comments: tuple[HiddenWords, ...] = ()

    def __len__(self) -> int:
        return len(self.cases) + len(self.revisions) + len(self.comments)


def to_bytes(hidden: HideList) -> bytes:
    """The list as a file."""
    return json.dumps(asdict(hidden), indent=1, ensure_ascii=False).encode() + b"\n"


def read(path: Path) -> HideList:
    """Read a list. Raises NotAHideList."""
    try:
        said = json.loads(path.read_bytes())
        return HideList(
            cases=tuple(HiddenCase(**_checked(HiddenCase, row)) for row in said["cases"]),
            revisions=tuple(HiddenText(**_checked(HiddenText, row)) for row in said["revisions"]),
            comments=tuple(HiddenWords(**_checked(HiddenWords, row)) for row in said["comments"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NotAHideList(f"{path} is no hide-list that can be read: {fault}.") from None


def keep(path: Path, hidden: HideList) -> bool:
    """Write the list if the file does not hold it already; return whether it was written."""
    data = to_bytes(hidden)
    if path.is_file() and path.read_bytes() == data:
        return False
    unfinished = path.with_suffix(f".{os.getpid()}")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return True


def _checked(kind: type, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row, each value of the type that the field has."""
    for name, wanted in kind.__annotations__.items():
        if not isinstance(row[name], wanted):
            raise TypeError(f"{name} is {row[name]!r}")
    return dict(row)
