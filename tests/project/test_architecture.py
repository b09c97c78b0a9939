"""Imports point one way; the contracts stand in pyproject.toml."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITES = {
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "save",
}


def test_the_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def readers() -> list[Path]:
    """Modules that may look at the database and never write to it."""
    folders = ["queries", "views", "forms", "models", "templatetags", "api"]
    files = [path for folder in folders for path in (ROOT / "cases" / folder).glob("*.py")]
    return [*files, ROOT / "cases" / "permissions.py", ROOT / "models_taxonomy" / "queries.py"]


def managers_called(tree: ast.AST) -> set[str]:
    """The last names of calls on a manager, such as *create* in `Case.objects.filter(…).create()`."""
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and any(isinstance(part, ast.Attribute) and part.attr == "objects" for part in ast.walk(node.func))
    }


@pytest.mark.parametrize("path", readers(), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_actions_write(path: Path) -> None:
    assert not managers_called(ast.parse(path.read_text("utf-8"))) & WRITES


def test_a_write_on_a_manager_would_be_noticed() -> None:
    assert managers_called(ast.parse("Case.objects.filter(pk=1).update(title='x')")) >= {"update"}
