"""`make test`: every test, on both databases and in the browser.

All tests but those of the browser run on SQLite; those that touch a database run again on PostgreSQL, when
a server answers; browser tests run once, on SQLite.
What cannot run here is said in the last lines, and with `CI=true` it is a failure. Arguments are handed
to pytest.
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from scripts.environment import PYTHON, ROOT, enter, say

RESULTS = ROOT / "var" / "test-reports"
LOCAL_POSTGRES = (
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://root@127.0.0.1:5432/root",
    "postgres:///postgres",
)
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is Chromium without the windows that nobody sees in a test, which cost a fifth of its time."""

NO_TESTS_COLLECTED = 5
SPREAD = ("-n", "2", "--dist", "loadgroup")
"""Two processes; what many tests look at is made in one of them."""


@dataclass(frozen=True, slots=True)
class Half:
    """A part of the tests: which of them, from where, on which database; or why it cannot run here."""

    name: str
    chosen: str
    folder: str = "tests"
    database: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a half: numbers of tests, and whether pytest itself ended well."""

    half: Half
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    is_good: bool = True

    def __str__(self) -> str:
        if self.half.missing:
            return f"{self.half.name}: SKIPPED, {self.half.missing}"
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        ended = "" if self.is_good or self.failed else ", and pytest ended badly (see above)"
        return (
            f"{self.half.name}: {self.passed} passed, {self.failed} failed{skipped} "
            f"in {self.seconds:.0f} s{ended}"
        )


def main() -> None:
    """Run what can run, then say what ran and what did not."""
    enter("scripts.test", "dev", sys.argv[1:])
    outcomes = [_run(half, sys.argv[1:]) for half in _halves()]
    sys.exit(conclude(outcomes))


def _halves() -> list[Half]:
    postgres, postgres_missing = find_postgres()
    browser_missing = "" if find_browser() else "no Chromium on PATH or in PATCHWORK_CHROMIUM"
    return [
        Half("SQLite", "not browser"),
        Half("PostgreSQL", "not browser and database", database=postgres, missing=postgres_missing),
        Half("Browser", "browser", folder="tests/browser", missing=browser_missing),
    ]


def find_postgres() -> tuple[str, str]:
    """Return the address of a PostgreSQL on which test databases can be made, or why there is none."""
    named = os.environ.get("TEST_DATABASE_URL", "")
    faults = []
    for url in [named] if named else LOCAL_POSTGRES:
        fault = _fault_of_postgres(url)
        if not fault:
            return url, ""
        faults.append(fault)
    return "", faults[0] if named else "no PostgreSQL answers here or at TEST_DATABASE_URL"


def _fault_of_postgres(url: str) -> str:
    import psycopg  # noqa: PLC0415 (installed only once main has entered the virtual environment)

    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return f"PostgreSQL does not answer: {str(error).strip().splitlines()[0]}"
    return "" if row and row[0] else "the PostgreSQL user may not make databases (ALTER ROLE … CREATEDB)"


def find_browser() -> str | None:
    """The path of a Chromium, or None."""
    return os.environ.get("PATCHWORK_CHROMIUM") or next(
        (found for name in BROWSERS if (found := shutil.which(name))), None
    )


def _run(half: Half, arguments: list[str]) -> Outcome:
    if half.missing:
        return Outcome(half)
    say(f"\n=== {half.name}: tests marked “{half.chosen}”")
    report = RESULTS / f"{half.name.lower()}.xml"
    report.unlink(missing_ok=True)
    environment = {**os.environ, "DATABASE_URL": half.database}
    command = [
        str(PYTHON),
        "-m",
        "pytest",
        "-q",
        *SPREAD,
        "-m",
        half.chosen,
        f"--junitxml={report}",
    ]
    # Arguments may name other places. Without any, what is elsewhere need not be read.
    where = arguments or [half.folder]
    begun = time.monotonic()
    code = subprocess.run([*command, *where], cwd=ROOT, env=environment, check=False).returncode
    passed, failed, skipped = count(report)
    # With arguments such as -k a half may rightly hold no test; without them that is a fault.
    is_good = code == 0 or (code == NO_TESTS_COLLECTED and bool(arguments))
    return Outcome(half, passed, failed, skipped, time.monotonic() - begun, is_good)


def count(report: Path) -> tuple[int, int, int]:
    """Return the numbers of passed, failed and skipped tests that a JUnit report tells."""
    if not report.exists():
        return 0, 0, 0
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 (our own file of a minute ago)
    tests = failed = skipped = 0
    for suite in suites:
        tests += int(suite.get("tests", "0"))
        failed += int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
        skipped += int(suite.get("skipped", "0"))
    return tests - failed - skipped, failed, skipped


def conclude(outcomes: list[Outcome]) -> int:
    """Say what ran, in lines that end with the plain sum; return the exit code."""
    say("")
    for outcome in outcomes:
        say(str(outcome))
    is_missing = any(outcome.half.missing for outcome in outcomes)
    must_be_whole = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    if is_missing and must_be_whole:
        say("With CI=true a skipped half is a failure.")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    say(f"{passed} passed, {failed} failed")
    is_good = all(outcome.is_good for outcome in outcomes) and not (is_missing and must_be_whole)
    return 0 if is_good and passed else 1


if __name__ == "__main__":
    main()
