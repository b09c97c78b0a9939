"""CSV that a spreadsheet shows and does not run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.exchange.csv_table import FORMULA_STARTS, Value, write_csv


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_cell_that_would_run_is_text(start: str) -> None:
    rows = list(csv.reader(io.StringIO(write_csv(["a"], [[f"{start}1+1"]]), newline="")))
    assert rows[1] == [f"'{start}1+1"]


@pytest.mark.parametrize(
    ("value", "written"),
    [(-3, "-3"), (None, '""'), ("a,b", '"a,b"'), ('say "a"', '"say ""a"""'), ("a\nb", '"a\nb"'),
     (" =1", "' =1"), ("a=1", "a=1")],
)  # fmt: skip
def test_cells_are_written_by_the_standard(value: Value, written: str) -> None:
    assert write_csv(["head"], [[value]]) == f"head\r\n{written}\r\n"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_nothing_is_lost_and_no_cell_runs(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(write_csv(["a", "b"], rows), newline="")))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not [cell for row in read for cell in row if cell.startswith(FORMULA_STARTS)]
