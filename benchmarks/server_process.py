"""What the process of the database beside this one costs the processor."""

import os
from pathlib import Path

from django.db import connection


def server_seconds() -> float:
    """What the process of PostgreSQL that serves this one has used; it counts in hundredths."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    fields = Path(f"/proc/{number}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
