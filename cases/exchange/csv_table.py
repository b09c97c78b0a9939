"""Tables as CSV by RFC 4180, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet run a cell instead of showing it, also in its full-width forms."""

Value = str | int | None


def write_csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Return a table with its head line; None is an empty cell.

    Text that a spreadsheet would run gets an apostrophe in front. Numbers stay numbers.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_safe(value) for value in head])
    writer.writerows([_safe(value) for value in row] for row in rows)
    return text.getvalue()


def _safe(value: Value) -> Value:
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
