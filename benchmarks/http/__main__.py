"""`make benchmark-http`: what answers over HTTP cost, whether any is stale, what pages weigh, and the memory.

Everything is measured within a few minutes, so the ratios hold on a machine that is slow today. The tables go
to `var/benchmarks/http.md`. It needs wrk, nginx and redis-server; PostgreSQL is measured where one answers.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

from scripts.environment import PYTHON, ROOT, enter, say, stop
from scripts.test import find_postgres

FOLDER = ROOT / "var" / "benchmarks" / "http"
NEEDED = ("wrk", "nginx", "redis-server")
DATABASE = "patchwork_benchmark_http"


def main() -> None:
    """Measure on every engine that is there, and write the tables."""
    enter("benchmarks.http", "dev", sys.argv[1:])
    if missing := [name for name in NEEDED if shutil.which(name) is None]:
        raise stop(f"Install {' and '.join(missing)} (apt install {' '.join(missing)}) and run this again.")
    from benchmarks.http.figures import tables_of  # noqa: PLC0415 (the virtual environment is entered now)

    postgres, absent = find_postgres()
    if absent:
        say(f"PostgreSQL: skipped, {absent}")
    engines = {"SQLite": ""} | ({"PostgreSQL": _database(postgres)} if postgres else {})
    written = [tables_of(name, _prepared(name, url), FOLDER / name) for name, url in engines.items()]
    (FOLDER.parent / "http.md").write_text("\n".join(written), "utf-8")


def _prepared(name: str, database: str) -> Mapping[str, str]:
    """The environment of a site with the casebook, made unless it is there."""
    home = FOLDER / name
    home.mkdir(parents=True, exist_ok=True)
    environment = {"PATCHWORK_VAR": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}
    if database:
        environment["DATABASE_URL"] = database
    say(f"{name}: preparing")
    done = subprocess.run(
        [str(PYTHON), "-m", "scripts.prepare"],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
        stdout=subprocess.DEVNULL,
    )
    if done.returncode:
        raise stop("The site could not be prepared; the lines above say why.")
    return environment


def _database(server: str) -> str:
    """The address of the database of the benchmark, made unless it is there."""
    import psycopg  # noqa: PLC0415 (installed only once main has entered the virtual environment)

    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')
    return f"{server.rsplit('/', 1)[0]}/{DATABASE}"


if __name__ == "__main__":
    main()
