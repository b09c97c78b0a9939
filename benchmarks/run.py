"""`make benchmark CASES="10000 100000"`: the comparison pages at growing numbers of cases, on both databases.

Each number of cases has a database of its own below `var/benchmarks/` (and on PostgreSQL where one
answers), which is filled once and kept. The table goes to `var/benchmarks/comparison.md`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise

from scripts.environment import PYTHON, ROOT, enter, say
from scripts.test import find_postgres

FOLDER = ROOT / "var" / "benchmarks"

Figures = Mapping[str, float]
"""Milliseconds by the name of the question."""


def main() -> None:
    """Measure, and write the table."""
    enter("benchmarks.run", "dev", sys.argv[1:])
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 100_000]
    postgres, missing = find_postgres()
    if missing:
        say(f"PostgreSQL: skipped, {missing}")
    tables = [_table("SQLite", {size: _measure(size, "") for size in sizes})]
    if postgres:
        tables.append(
            _table("PostgreSQL", {size: _measure(size, _database(postgres, size)) for size in sizes})
        )
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "comparison.md").write_text("\n".join(tables), "utf-8")
    say("\n".join(tables))


def _database(server: str, size: int) -> str:
    """The address of the database of this size, made unless it is there."""
    import psycopg  # noqa: PLC0415 (installed only once main has entered the virtual environment)

    name = f"patchwork_benchmark_{size}"
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server.rsplit('/', 1)[0]}/{name}"


def _measure(size: int, database: str) -> Figures:
    """Ask a process of its own, so that nothing is left of the sizes before."""
    home = FOLDER / str(size)
    home.mkdir(parents=True, exist_ok=True)
    say(f"{size} cases on {'PostgreSQL' if database else 'SQLite'}")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PATCHWORK_VAR": str(home),
        "DATABASE_URL": database,
    }
    command = [str(PYTHON), "-m", "benchmarks.measure", str(size)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return {figure["name"]: figure["milliseconds"] for figure in told["figures"]}


def _table(engine: str, measured: Mapping[int, Figures]) -> str:
    """The figures of one engine as a table, with the growth from the first size to the last."""
    sizes = list(measured)
    head = [engine, *(f"{size:,} cases, ms" for size in sizes), "growth for each tenfold"]
    lines = [_line(head), _line(["---", *("---:" for _name in head[1:])])]
    for name in measured[sizes[0]]:
        values = [measured[size][name] for size in sizes]
        steps = [f"{after / before:.2f}" for before, after in pairwise(values)]
        lines.append(_line([name, *(f"{value:.2f}" for value in values), " · ".join(steps)]))
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
