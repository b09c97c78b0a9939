"""What the commands of the Makefile say and decide."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from benchmarks.clusters import wait_until
from benchmarks.http.servers import children as children_of
from scripts import environment, run, static
from scripts import test as testing
from scripts.serve import refuse_busy, serve
from scripts.test import Half, Outcome

ROOT = Path(__file__).parents[2]
FULL = [
    Outcome(Half("SQLite", "not browser"), passed=5),
    Outcome(Half("PostgreSQL", "not browser"), passed=5),
    Outcome(Half("Browser", "browser"), passed=2),
]
WITHOUT_BROWSER = [*FULL[:2], Outcome(Half("Browser", "browser", missing="no Chromium"))]
ONE_FAILED = [*FULL[:2], Outcome(Half("Browser", "browser"), passed=1, failed=1, is_good=False)]
CRASHED = [*FULL[:2], Outcome(Half("Browser", "browser"), passed=2, is_good=False)]


@pytest.mark.parametrize(
    ("outcomes", "ci", "code"),
    [
        (FULL, "", 0),
        (FULL, "true", 0),
        (WITHOUT_BROWSER, "", 0),
        (WITHOUT_BROWSER, "true", 1),
        (ONE_FAILED, "", 1),
        (CRASHED, "", 1),
        ([Outcome(Half("SQLite", "not browser"))], "", 1),
    ],
    ids=["full", "full in CI", "skipped", "skipped in CI", "failed", "crashed", "nothing ran"],
)
def test_the_tests_end_well_only_when_they_ran_and_passed(
    monkeypatch: pytest.MonkeyPatch, outcomes: list[Outcome], ci: str, code: int
) -> None:
    monkeypatch.setenv("CI", ci)
    assert testing.conclude(outcomes) == code


def test_the_last_lines_say_what_ran_what_did_not_and_the_sum(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "true")
    testing.conclude(WITHOUT_BROWSER)
    assert capsys.readouterr().out.splitlines() == [
        "",
        "SQLite: 5 passed, 0 failed in 0 s",
        "PostgreSQL: 5 passed, 0 failed in 0 s",
        "Browser: SKIPPED, no Chromium",
        "With CI=true a skipped half is a failure.",
        "10 passed, 0 failed",
    ]


def test_a_report_is_counted(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="9" failures="2" errors="1" skipped="3"/></testsuites>', "utf-8"
    )
    assert testing.count(report) == (3, 3, 3)
    assert testing.count(tmp_path / "missing.xml") == (0, 0, 0)


def test_a_named_database_that_does_not_answer_is_not_replaced_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")
    url, missing = testing.find_postgres()
    assert (url, missing.split(":")[0]) == ("", "PostgreSQL does not answer")


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "²"])
def test_a_port_that_is_none_is_refused_with_the_fix(text: str) -> None:
    with pytest.raises(SystemExit, match="Write a number from 1 to 65535"):
        run.read_port([text])


def test_a_busy_port_is_said_before_anything_is_loaded() -> None:
    with socket.socket() as taken:
        # As the server itself does, which would share the port without a word.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind((run.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is in use. Stop what uses it, or choose another"):
            refuse_busy(run.HOST, port, command="make serve")


def test_an_address_of_another_machine_is_said_too() -> None:
    with pytest.raises(SystemExit, match=r"Nothing can listen at 192\.0\.2\.1:8000"):
        refuse_busy("192.0.2.1", 8000, command="make serve")


def test_static_files_of_older_code_are_collected_before_the_server_starts(
    settings: Settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "digest.txt").write_text("of older code", "ascii")
    static.collect_for_server()
    assert (tmp_path / "css" / "site.css").is_file()
    assert (tmp_path / "digest.txt").read_text("ascii") != "of older code"


def test_a_server_that_cannot_collect_says_who_can(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "ascii")
    settings.STATIC_ROOT = tmp_path / "file" / "below"
    with pytest.raises(SystemExit, match=r"not those of this code(.|\n)*python3 -m scripts\.static"):
        static.collect_for_server()


def test_a_set_that_is_installed_is_not_installed_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def remember(command: list[str]) -> bool:
        asked.append(command[-1])
        return True

    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "succeeds", remember)
    environment.install("runtime")
    first = len(asked)
    environment.install("runtime")
    assert first >= 1
    assert len(asked) == first


def test_pip_installs_by_hash_where_uv_is_not_to_be_had(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []

    def without_uv(command: list[str]) -> bool:
        asked.append(command)
        return not command[0].endswith("uv") and not command[-1].endswith("bootstrap.txt")

    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "succeeds", without_uv)
    environment.install("runtime")
    assert {"pip", "--require-hashes"} <= set(asked[-1])
    assert asked[-1][-1].endswith("runtime.txt")
    assert "going on with pip" in capsys.readouterr().out


def test_a_python_without_venv_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        environment.make_venv()


def test_make_alone_lists_the_commands() -> None:
    done = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True)
    for command in ("make run", "make test", "make check", "make fix", "make lock", "make serve"):
        assert command in done.stdout


def test_readers_whose_connections_idle_lock_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[str] = []
    monkeypatch.setattr(os, "execv", lambda _path, arguments: began.extend(arguments))
    serve(host="127.0.0.1", port=8000, workers=1)
    assert int(began[began.index("--backpressure") + 1]) >= 1000


BEGUN = "import os; from scripts.run import begin_worker; begin_worker(); os.execvp('sleep', ['sleep', '60'])"


def test_the_worker_of_the_living_site_ends_with_its_server_however_that_ends(tmp_path: Path) -> None:
    environment = {**os.environ, "PATCHWORK_VAR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", BEGUN], cwd=ROOT, env=environment) as server:
        wait_until(lambda: any(map(is_worker, children_of(server.pid))), "the worker has begun")
        (worker,) = children_of(server.pid)
        server.kill()
    wait_until(lambda: not is_worker(worker), "the worker has ended")


def is_worker(pid: int) -> bool:
    """Whether such a worker runs as this process."""
    try:
        return "until-closed" in Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
