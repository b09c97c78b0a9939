"""The tables of a test, for another process than that of the test."""

import sqlite3
from pathlib import Path

from django.db import connection


def shared_tables(folder: Path) -> str:
    """The address of a database that holds these tables for a process beside this one."""
    made = connection.settings_dict
    if connection.vendor != "sqlite":
        there = f"{made['USER']}:{made['PASSWORD']}@{made['HOST']}:{made['PORT'] or 5432}"
        return f"postgres://{there}/{made['NAME']}"
    connection.ensure_connection()
    path = folder / "shared.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{path}"
