"""CSV that a spreadsheet shows and does not run, and that loses nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.exchange.csv_table import FORMULA_STARTS, LINES_AT_ONCE, MARKED, Value, csv_pieces, write_csv


def cells_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def unmarked(cell: str) -> str:
    """What whoever reads the table again does with a cell."""
    return cell[1:] if cell.startswith("'") and MARKED.match(cell) else cell


@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u3000 "])
@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_cell_that_would_run_is_text(before: str, start: str) -> None:
    assert cells_of(write_csv(["a"], [[f"{before}{start}1+1"]]))[1] == [f"'{before}{start}1+1"]


@pytest.mark.parametrize(
    ("value", "written"),
    [(-3, "-3"), (-0.5, "-0.5"), (None, '""'), ("a,b", '"a,b"'), ('say "a"', '"say ""a"""'),
     ("a\nb", '"a\nb"'), ("a\rb", '"a\rb"'), ("a=1", "a=1"), ("'tis", "'tis"), ("'=1", "''=1"),
     ("", '""'), ("شبكة", "شبكة")],
)  # fmt: skip
def test_cells_are_written_by_the_standard(value: Value, written: str) -> None:
    assert write_csv(["head"], [[value]]) == f"head\r\n{written}\r\n"


HOSTILE = st.text(st.sampled_from([*FORMULA_STARTS, "'", '"', ",", ";", " ", "\u00a0", "a", "1"]), max_size=6)


@given(st.lists(st.lists(st.text() | HOSTILE, min_size=2, max_size=2)))
def test_nothing_is_lost_and_no_cell_runs(rows: list[list[str]]) -> None:
    read = cells_of(write_csv(["a", "b"], rows))[1:]
    assert [[unmarked(cell) for cell in row] for row in read] == rows
    assert not [cell for row in read for cell in row if cell.lstrip().startswith(FORMULA_STARTS)]


@pytest.mark.parametrize("number", [0, 1, LINES_AT_ONCE, LINES_AT_ONCE + 1, 3 * LINES_AT_ONCE])
def test_a_table_in_pieces_is_the_same_table(number: int) -> None:
    pieces = list(csv_pieces(["a"], ([row] for row in range(number))))
    assert len(pieces) == 1 + -(-number // LINES_AT_ONCE)
    assert [row[0] for row in cells_of("".join(pieces))[1:]] == [str(row) for row in range(number)]
