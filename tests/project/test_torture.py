"""A few of the faults of `make torture`: processes that are killed, and calls that fail, within acts.

The long run makes thousands of them, on disks and clusters of its own; its figures in docs/reliability.md.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections

from models_taxonomy.actions import load_taxonomy
from scripts.environment import ROOT
from torture import injection, kills
from torture.__main__ import ENVIRONMENT
from torture.forms import DONE, FORMS
from torture.ground import Ground, database, faults_now, make_ground
from torture.killing import Aim, Ledger, Phase, fork, let_end, server_forgot
from torture.servers import Visitor, serving
from torture.told import Row, rows_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tables(transactional_db: None) -> None:
    """Tables that other processes see, with nothing but the two texts in them."""
    load_taxonomy()
    call_command("createcachetable", "site_cache", verbosity=0)


@pytest.fixture
def ground(tables: None, settings: LazySettings) -> Iterator[Ground]:
    """A cast and a few cases; their files in a folder of their own."""
    settings.MEDIA_ROOT = Path(settings.VAR_DIR) / "media-of-torture"
    settings.MAILS_A_DAY = 1000
    yield make_ground()
    cache.clear()


def rows_of(part: str, share: str) -> list[Row]:
    """What a part of the torture tells of the tables of this test, as a program of its own.

    A child that is forked from a process with other tests behind it has their threads' connections and locks.
    """
    connections.close_all()
    done = subprocess.run(
        [sys.executable, "-m", f"torture.{part}", share],
        env={**os.environ, **ENVIRONMENT, **own_environment()},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return rows_in(done.stdout.splitlines())


def test_an_act_whose_process_is_killed_is_done_or_it_is_not(tables: None) -> None:
    rows = rows_of("kills", "0.05")
    assert {row.what: row.broken for row in rows if row.broken} == {}
    assert [row.trials > 0 for row in rows] == [True] * (len(kills.ACTS) + 2)


def test_a_call_that_fails_loses_nothing_and_is_told(tables: None) -> None:
    rows = rows_of("injection", "37")
    assert {row.what: row.broken for row in rows if row.broken} == {}
    assert [row.trials > 0 for row in rows] == [True] * len(FORMS) * len(injection.FAULTS[database()])


def test_a_killed_process_of_the_server_is_made_anew_and_takes_the_form_again(ground: Ground) -> None:
    form = FORMS["keep a draft"](ground, 0)
    visitor = Visitor(0, form.by)
    with serving(workers=1, **own_environment()) as server:
        visitor.port = server.port
        for worker in server.workers():
            os.kill(worker, signal.SIGKILL)
        server.answers()
        assert visitor.send(form).status == DONE
        assert server.process.poll() is None
    assert form.is_done()
    assert list(form.half_done()) == []


def own_environment() -> dict[str, str]:
    """What a server needs to work on the tables of this test."""
    made = connection.settings_dict
    given = {"DJANGO_SETTINGS_MODULE": "config.settings", "PATCHWORK_VAR": str(settings.VAR_DIR)}
    if connection.vendor == "sqlite":
        return given | {"DATABASE_URL": f"sqlite:///{made['NAME']}"}
    there = f"{made['USER']}:{made['PASSWORD']}@{made['HOST']}:{made['PORT'] or 5432}"
    return given | {"DATABASE_URL": f"postgres://{there}/{made['NAME']}"}


def test_the_torture_itself_sees_what_is_half_done(ground: Ground) -> None:
    trial = kills.ACTS["review"](ground, 0)
    trial.do()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_outboxmessage WHERE kind = 'decision'")
    assert list(trial.half_done(True)) == ["the mail of the decision is not queued with it"]
    assert "the revision is rejected" in list(trial.half_done(False))


def test_a_child_dies_where_it_is_told_to_and_tells_what_was_acknowledged(ground: Ground) -> None:
    ledger, aim, trial = Ledger(), Aim(1), kills.ACTS["publish"](ground, 1)
    assert let_end(fork(trial.do, ledger, kill_at=6)) < 0
    server_forgot()
    assert (ledger.phase, ledger.was_acknowledged, trial.is_done()) == (Phase.WRITING, False, False)
    assert let_end(fork(trial.do, ledger)) == 0
    aim.learn(ledger)
    assert ledger.was_acknowledged
    assert trial.is_done()
    assert aim.steps > 6
    assert faults_now() == []
