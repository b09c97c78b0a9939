"""Tables as CSV by RFC 4180, safe to open in a spreadsheet, and without loss.

A cell that a spreadsheet would run instead of showing it is *marked*: it gets an apostrophe in front. So
does a cell that looks as if it was marked. Whoever reads the table again takes one apostrophe away from
every cell that begins with apostrophes before something that runs, and has the text as it was.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet run a cell instead of showing it, also in its full-width forms."""

MARKED = re.compile(rf"'*\s*[{re.escape(''.join(FORMULA_STARTS))}]")
"""What a cell begins with that is marked."""

WAS_MARKED = re.compile(rf"'+\s*[{re.escape(''.join(FORMULA_STARTS))}]")
"""What a cell begins with that was marked."""

LINES_AT_ONCE = 500

Value = str | int | float | None
Row = Sequence[Value]


def write_csv(head: Sequence[str], rows: Iterable[Row]) -> str:
    """Return a table with its head line; None is an empty cell. Numbers stay numbers."""
    return "".join(csv_pieces(head, rows))


def csv_pieces(head: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """The same table piece by piece, so that one of any length takes no more memory than a short one."""
    lines = iter(rows)
    piece = _lines([head])
    while piece:
        yield piece
        piece = _lines(islice(lines, LINES_AT_ONCE))


def _lines(rows: Iterable[Row]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_safe(value) for value in row] for row in rows)
    return text.getvalue()


def _safe(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and MARKED.match(value) else value


def unmarked(cell: str) -> str:
    """The text of a cell as it was before `csv_pieces` marked it."""
    return cell[1:] if WAS_MARKED.match(cell) else cell
