"""The table of faults: it has every row, and every test that it names is there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [
    *(f"L{number}" for number in range(1, 17)),
    *(f"W{number}" for number in range(1, 14)),
    *(f"R{number}" for number in range(1, 8)),
    *(f"C{number}" for number in range(1, 8)),
    *(f"D{number}" for number in range(1, 8)),
    "O1",
]


def rows() -> dict[str, str]:
    """The rows of the table, by their names."""
    lines = (ROOT / "docs/faults.md").read_text().splitlines()
    return {found[1]: line for line in lines if (found := re.match(r"\| ([A-Z]\d+) \|", line))}


def test_every_row_is_there_once_and_in_its_place() -> None:
    assert list(rows()) == ROWS


def test_every_test_that_is_named_exists() -> None:
    for row, line in rows().items():
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", line)
        assert named, row
        for path, name in named:
            functions = ast.walk(ast.parse((ROOT / path).read_text()))
            assert name in {node.name for node in functions if isinstance(node, ast.FunctionDef)}, (row, name)
