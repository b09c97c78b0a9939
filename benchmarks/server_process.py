"""What the process of the database beside this one costs the processor."""

from pathlib import Path

from django.db import connection


def server_seconds() -> float:
    """What the process of PostgreSQL that serves this one has used; Linux counts billionths."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    on_processor, _waiting, _turns = Path(f"/proc/{number}/schedstat").read_text("utf-8").split()
    return int(on_processor) / 1e9
