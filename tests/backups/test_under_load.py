"""The short rehearsal: a backup made while people write is served from an empty place."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from backups.site import database_of_site
from scripts.ports import free_port

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(900)
@pytest.mark.django_db
def test_what_was_acknowledged_before_the_backup_is_in_what_is_served() -> None:
    engine = "sqlite" if connection.vendor == "sqlite" else database_of_site().url
    arguments = ["--seconds", "2", "--port", str(free_port())]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.backup_under_load", engine, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything acknowledged before the backup is in the restored site." in done.stdout
