"""Every promise of docs/security.md names a test, and the test is there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def promises() -> list[tuple[str, str]]:
    """The tests that the table names, by file and function."""
    text = (ROOT / "docs/security.md").read_text("utf-8")
    table = text.split("## Promises", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][2:]
    named = [re.findall(r"`(tests/[\w/]+\.py)::(\w+)` \|$", row) for row in rows]
    assert all(len(found) == 1 for found in named)
    return [found[0] for found in named]


def test_every_promise_names_a_test_that_exists() -> None:
    for path, name in promises():
        functions = ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        assert name in {node.name for node in functions if isinstance(node, ast.FunctionDef)}, (path, name)


def test_there_are_promises_of_every_kind() -> None:
    assert len(promises()) >= 25
