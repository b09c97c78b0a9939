"""Two real PostgreSQL servers: reads go to the replica, and nobody is ever shown anything old."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(900)  # two servers are made, broken and started again
def test_a_site_with_a_replica_keeps_its_promises(db: None) -> None:
    if connection.vendor != "postgresql":
        return
    command = [sys.executable, "-m", "tests.project.site_with_replica"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        _nothing, said = process.communicate()
    finally:
        process.terminate()  # it stops its servers
        process.wait(60)
    assert process.returncode == 0, said[-3000:]
