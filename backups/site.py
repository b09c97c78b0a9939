"""The site whose backups are made, and commands of the same code that look at a copy of it."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import connection

from backups.databases import LIBPQ, Database, PostgreSQL, SQLite
from backups.folder import BackupFault


def database_of_site() -> Database:
    """The database of this site."""
    if connection.vendor == "sqlite":
        return SQLite(Path(connection.settings_dict["NAME"]))
    given = connection.get_connection_params()
    return PostgreSQL({name: str(given[name]) for name in LIBPQ if given.get(name)})


def version_of_patchwork() -> str:
    """The version of this code."""
    said = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text("utf-8"))
    return str(said["project"]["version"])


def run_on_copy(*command: str, database: Database, var: Path, media_url: str | None = "") -> str:
    """Run one of our commands with this database and folder in the place of the site's; return what it says.

    Its pictures lie in the folder, or with None where those of the site lie. Raises BackupFault with the last
    line of its complaint.
    """
    given = {
        "DATABASE_URL": database.url,
        # The copy itself is looked at, and nothing that stands before or beside the site's own database.
        "PATCHWORK_REPLICA_URL": "",
        "PATCHWORK_POOLER": "",
        "PATCHWORK_VAR": str(var),
        **({} if media_url is None else {"PATCHWORK_MEDIA_URL": media_url}),
        "PATCHWORK_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
        raise BackupFault(_first_fault(done.stdout) or said[-1])
    return done.stdout


def facts_of_copy(
    *, check: str, database: Database, var: Path, media_url: str | None = ""
) -> Mapping[str, object]:
    """Verify a copy and return what it is. Raises BackupFault with the first fault."""
    said = json.loads(
        run_on_copy("verify", f"--{check}", "--json", database=database, var=var, media_url=media_url)
    )
    return dict(said["facts"])


def _first_fault(output: str) -> str:
    try:
        faults = json.loads(output)["faults"]
    except (ValueError, KeyError, TypeError):
        return ""
    return f"The restored copy is wrong: {faults[0]}" if faults else ""
