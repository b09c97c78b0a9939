"""What a process of the web server holds in memory: what all hold only once, and nothing of rare acts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from models_taxonomy.actions import load_taxonomy
from tests.tables import shared_tables
from tests.world import content, person, published

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
RARE = (
    "bibtexparser", "boto3", "citeproc", "confusable_homoglyphs.confusables", "mwparserfromhell", "PIL",
    "pylatexenc", "redis", "sentry_sdk", "storages",
)  # fmt: skip
"""For files that are imported, styles of citations, names that look alike, pictures, and what is optional."""

READ = """
import sys
from config.wsgi import site
from django.test import Client
client = Client(SERVER_NAME="127.0.0.1")
for page in sys.argv[1:]:
    assert client.get(page).status_code == 200, page
print(*sys.modules)
"""
PAGES = (
    "/", "/cases/guifi-net/", "/claims/3f/", "/cases/", "/cases/?q=network", "/patchwork/", "/matrix/",
    "/gaps/", "/map/", "/timeline/", "/moves/", "/tags/",
)  # fmt: skip
FORKED = """
import gc, threading
from scripts.workers import load
load("config.wsgi:application")
from django.db import connections
open_ones = [each for each in connections.all() if each.connection is not None]
print(gc.get_freeze_count() > 100_000, threading.active_count(), len(open_ones))
"""


def said(program: str, folder: Path, *arguments: str) -> list[str]:
    """What a program prints that runs in a process of its own, with the tables of the test."""
    tables = {"DATABASE_URL": shared_tables(folder), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={**os.environ, **tables},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.split()


@pytest.fixture
def loaded(tmp_path: Path) -> list[str]:
    """The modules that are there once the main pages were read."""
    load_taxonomy()
    published(content(), by=person("Amina"), reviewer=person("Chiara", "moderator"))
    return said(READ, tmp_path, *PAGES)


def test_the_main_pages_load_nothing_that_only_rare_acts_need(loaded: list[str]) -> None:
    assert "cases.views.patchwork" in loaded
    assert [name for name in RARE if name in loaded] == []


@pytest.mark.skipif(os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="it is needed there")
def test_a_process_on_sqlite_loads_nothing_of_postgresql(loaded: list[str]) -> None:
    assert "psycopg" not in loaded


def test_what_is_forked_is_frozen_and_has_neither_threads_nor_connections(tmp_path: Path) -> None:
    """A thread would be missing in the workers, and a connection would be used by several."""
    assert said(FORKED, tmp_path) == ["True", "1", "0"]
