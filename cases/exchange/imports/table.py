"""Tables as CSV: the head line, what its columns hold, and each row as a case."""

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO

from cases.domain.messages import ContentProblems, Problem
from cases.domain.messages import noop as _
from cases.domain.reader import quoted
from cases.domain.reading import read_content
from cases.exchange.csv_table import unmarked
from cases.exchange.imports.columns import guessed
from cases.exchange.imports.found import Found, NotAnImport
from cases.exchange.imports.lines import text_lines
from cases.exchange.imports.table_row import data_of

COLUMNS_AT_MOST = 200
CELL_AT_MOST = 130_000
"""Characters of a cell, as the reader of Python's library has it; a part of a case has 20,000."""
DELIMITERS = (",", ";", "\t")

EMPTY = _("The file has no head line. Write the names of the columns into the first line.")
NO_TITLE = _("No column of the first line is known as the title. Say below which one it is.")
MANY_COLUMNS = _("The table has %(count)s columns. Keep at most %(limit)s.")
BROKEN = _(
    "Line %(line)s: the table cannot be read on from here. A cell has an odd quotation mark, or more than "
    '%(limit)s characters. Put " around the cell and write each " inside of it twice.'
)
LONG_ROW = _("The row has %(count)s cells, and the head line has %(known)s. Put text with commas in quotes.")
SHORT_ROW = _("The row has %(count)s cells, and the head line has %(known)s. A comma is missing.")


def head_of(file: BinaryIO) -> tuple[str, ...]:
    """The names of the columns. Raises NotAnImport."""
    head, _rows = _opened(file)
    return head


def read_table(file: BinaryIO, columns: Sequence[str]) -> Iterator[Found]:
    """Yield an item for each row; `columns` say what they hold, or else their heads. NotAnImport."""
    head, rows = _opened(file)
    targets = tuple(columns) if len(columns) == len(head) else guessed(head)
    if "title" not in targets:
        raise NotAnImport(1, NO_TITLE)
    for number, cells in enumerate(rows, start=2):
        if any(cell.strip() for cell in cells):
            yield _item(number, head, targets, cells)


def _opened(file: BinaryIO) -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """The head line, and the rows after it."""
    lines = text_lines(file)
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise NotAnImport(1, EMPTY)
    delimiter = max(DELIMITERS, key=first.count)
    rows = _rows(chain([first], lines), delimiter)
    head = tuple(quoted(cell.strip()) for cell in next(rows))
    if len(head) > COLUMNS_AT_MOST:
        raise NotAnImport(1, MANY_COLUMNS, count=len(head), limit=COLUMNS_AT_MOST)
    return head, rows


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            yield [unmarked(cell) for cell in row]
            begins = reader.line_num + 1
    except csv.Error:
        raise NotAnImport(begins, BROKEN, limit=CELL_AT_MOST) from None


def _item(number: int, head: Sequence[str], targets: Sequence[str], cells: list[str]) -> Found:
    where = str(number)
    if len(cells) != len(head):
        message = LONG_ROW if len(cells) > len(head) else SHORT_ROW
        params = {"count": len(cells), "known": len(head)}
        return Found(where=where, problems=(Problem("", message, params),))
    row = data_of(targets, cells)
    columns = {path: head[index] for path, index in row.places.items()}
    title = quoted(row.single.get("title", ""))
    slug = row.single.get("slug", "")
    if row.problems:
        return Found(where=where, title=title, problems=tuple(row.problems), columns=columns)
    try:
        content = read_content(row.data)
    except ContentProblems as refusal:
        return Found(where=where, title=title, problems=refusal.problems, columns=columns)
    return Found(
        where=where,
        origin=slug or content.title,
        title=content.title,
        slug=slug,
        content=content,
        columns=columns,
    )


def first_rows(file: BinaryIO, count: int) -> list[list[str]]:
    """The first rows under the head line, as a person is shown them. Raises NotAnImport."""
    _head, rows = _opened(file)
    return [[cell[:80] for cell in row] for row in islice(rows, count)]
