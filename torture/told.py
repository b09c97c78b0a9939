"""What a part of the torture found, as one row of the table that is printed and kept."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

MARK = "torture: "
"""Begins the lines by which a part tells its rows to whoever started it."""


@dataclass(slots=True)
class Row:
    """One kind of fault on one database: how often, what was seen, and each promise that was broken."""

    part: str
    database: str
    what: str
    trials: int = 0
    seen: str = ""
    broken: list[str] = field(default_factory=list)

    def tell(self) -> None:
        """Hand the row to whoever started this process."""
        print(MARK + json.dumps(asdict(self)), flush=True)


def rows_in(lines: Iterable[str]) -> list[Row]:
    """The rows that a part told."""
    return [Row(**json.loads(line.removeprefix(MARK))) for line in lines if line.startswith(MARK)]
