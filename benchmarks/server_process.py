"""What the process of the database beside this one costs the processor."""

from pathlib import Path

from django.db import connection


def server_seconds() -> float:
    """What the process of PostgreSQL that serves this one has used; Linux counts billionths."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    number = connection.connection.info.backend_pid
    on_processor, _waiting, _turns = Path(f"/proc/{number}/schedstat").read_text("utf-8").split()
    return int(on_processor) / 1e9
