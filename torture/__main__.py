"""`make torture`: every kind of fault on both databases, and a failure if a promise was broken.

Takes the names of the parts, or none for all, and `--share 0.1` for fewer trials. The table is kept in
`var/torture.md`. What cannot run here is said, and is a failure.
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.environment import PYTHON, ROOT, enter, say
from torture.told import Row, rows_in

REPORT = ROOT / "var" / "torture.md"
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
ENVIRONMENT = {
    # The limits of newcomers and of writing are tested elsewhere; here they would stand in the way.
    "PATCHWORK_FASTEST_FORM": "0",
    "PATCHWORK_WRITES_A_MINUTE": "10000",
    "PATCHWORK_MAILS_A_DAY": "1000",
    "PATCHWORK_NEWCOMERS_WAITING": "1000",
    "PATCHWORK_NEWCOMERS_A_DAY": "1000",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of fault: its module, on which databases, and how its share of trials is said to it."""

    name: str
    databases: tuple[str, ...] = (SQLITE, POSTGRESQL)
    before: tuple[str, ...] = ()

    def arguments(self, share: float) -> list[str]:
        """The arguments that make its module do this share."""
        return {
            "kills": [str(share)],
            "restarts": [str(share)],
            "injection": [str(round(1 / share))],
            "disk": [str(round(1 / share))],
            "writers": [str(max(2, round(20 * share)))],
        }.get(self.name, [])


PARTS = (
    Part("kills"),
    Part("restarts"),
    Part("injection"),
    Part("disk", (SQLITE,), before=("unshare", "--mount")),
    Part("outage", (POSTGRESQL,)),
    Part("writers", (SQLITE,)),
    Part("migrations"),
)


def main() -> None:
    """Run the parts and conclude."""
    enter("torture", "dev", sys.argv[1:])
    words = argparse.ArgumentParser(prog="python3 -m torture", description=__doc__)
    words.add_argument("parts", nargs="*", choices=[*(part.name for part in PARTS), []], default=[])
    words.add_argument("--share", type=float, default=1.0)
    chosen = words.parse_args()
    begun = time.monotonic()
    rows: list[Row] = []
    with ready() as grounds:
        for part in PARTS:
            if not chosen.parts or part.name in chosen.parts:
                say(f"\n=== {part.name}")
                rows += run(part, grounds, chosen.share)
    sys.exit(conclude(rows, time.monotonic() - begun))


@dataclass(frozen=True, slots=True)
class Grounds:
    """What every part starts from: a file and a cluster in which the tables and the two texts are."""

    folder: Path
    cluster_folder: Path
    port: int

    def environment(self, part: Part, database: str) -> dict[str, str]:
        """A folder and a database for one part, which nobody else uses."""
        var = self.folder / f"{part.name}-{database}"
        var.mkdir()
        given = {**os.environ, **ENVIRONMENT, "PATCHWORK_VAR": str(var), "DATABASE_URL": ""}
        tables = self.folder / "tables" / "patchwork.sqlite3"
        given["TORTURE_TABLES"] = str(tables)
        if database == POSTGRESQL:
            given["TORTURE_CLUSTER"] = f"{self.cluster_folder}:{self.port}"
            given["DATABASE_URL"] = self.copied(f"torture_{part.name}")
        elif part.name != "disk":
            shutil.copy(tables, var / "patchwork.sqlite3")
        return given

    def copied(self, name: str) -> str:
        """The address of a new database with the tables in it."""
        import psycopg  # noqa: PLC0415 (installed only once main has entered the virtual environment)

        server = f"postgres://postgres@127.0.0.1:{self.port}"
        with psycopg.connect(f"{server}/template1", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
        return f"{server}/{name}"


@contextmanager
def ready() -> Iterator[Grounds]:
    """Make the tables once on each database; collect the static files, which pages of errors name."""
    from torture.clusters import cluster  # noqa: PLC0415

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="torture-", dir=_place())))
        tables = folder / "tables"
        tables.mkdir()
        made = stack.enter_context(cluster())
        given = {**os.environ, **ENVIRONMENT, "PATCHWORK_VAR": str(tables)}
        say("Making the tables")
        for url in ("", made.url):
            _module("torture.tables", given | {"DATABASE_URL": url})
        yield Grounds(folder, made.folder, made.port)


def _place() -> Path:
    """On the disk of the site, and not in memory, so that a sync is one."""
    place = ROOT / "var"
    place.mkdir(exist_ok=True)
    return place


def _module(name: str, environment: dict[str, str]) -> None:
    subprocess.run([str(PYTHON), "-m", name], cwd=ROOT, env=environment, check=True)


def run(part: Part, grounds: Grounds, share: float) -> list[Row]:
    """Run one part on its databases, at the same time."""
    with ThreadPoolExecutor(len(part.databases)) as pool:
        found = pool.map(lambda database: _run(part, database, grounds, share), part.databases)
    return [row for rows in found for row in rows]


def _run(part: Part, database: str, grounds: Grounds, share: float) -> list[Row]:
    log = grounds.folder / f"{part.name}-{database}.log"
    command = [*part.before, str(PYTHON), "-m", f"torture.{part.name}", *part.arguments(share)]
    with log.open("w") as errors:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=grounds.environment(part, database),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            check=False,
        )
    rows = rows_in(done.stdout.splitlines())
    if done.returncode:
        last = log.read_text("utf-8").splitlines()[-3:]
        rows.append(Row(part.name, database, "the part itself", 0, "", [" ".join(last)[-500:]]))
    for row in rows:
        say(line(row))
        for fault in row.broken[:20]:
            say(f"    BROKEN: {fault}")
    return rows


def line(row: Row) -> str:
    """A row as one line of a table in Markdown."""
    broken = f"**{len(row.broken)}**" if row.broken else "0"
    return f"| {row.part} | {row.database} | {row.what} | {row.trials} | {broken} | {row.seen} |"


def conclude(rows: list[Row], seconds: float) -> int:
    """Keep the table, say the sum, and return the exit code."""
    broken = sum(len(row.broken) for row in rows)
    head = ["| part | database | what | trials | broken | seen |", "| --- | --- | --- | --- | --- | --- |"]
    kills = {
        database: sum(
            row.trials for row in rows if row.part in {"kills", "restarts"} and row.database == database
        )
        for database in (SQLITE, POSTGRESQL)
    }
    total = ", ".join(f"{number} on {database}" for database, number in kills.items())
    REPORT.parent.mkdir(exist_ok=True)
    text = [*head, *map(line, rows), "", f"SIGKILLs: {total}. {seconds:.0f} s. Broken promises: {broken}."]
    REPORT.write_text("\n".join(text) + "\n", "utf-8")
    say("\n".join(("", *text[-1:], f"The table is in {REPORT.relative_to(ROOT)}.")))
    return 1 if broken or not rows else 0


if __name__ == "__main__":
    main()
