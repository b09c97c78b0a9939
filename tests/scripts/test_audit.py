"""The audit of packages: a weakness fails, silence of the service is said, and both are told apart."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from scripts import audit

WEAKNESS = {
    "id": "PYSEC-7f3a",
    "aliases": [],
    "summary": "A weakness.",
    "published": "2026-01-01T00:00:00Z",
    "modified": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "django", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}


class Advisories(HTTPServer):
    """A service of advisories that knows these weaknesses of one package."""

    weak = ""

    @property
    def options(self) -> tuple[str, ...]:
        """By which pip-audit asks it."""
        return ("--vulnerability-service", "osv", "--osv-url", f"http://127.0.0.1:{self.server_port}/")


class Answers(BaseHTTPRequestHandler):
    """Answers in the form of OSV."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        is_weak = asked["package"]["name"] == self.server.weak  # type: ignore[attr-defined]
        body = json.dumps({"vulns": [WEAKNESS]} if is_weak else {}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[Advisories]:
    server = Advisories(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_known_weakness_is_a_fault(service: Advisories, capsys: pytest.CaptureFixture[str]) -> None:
    service.weak = "django"
    faults = audit.known_weaknesses(*service.options)
    assert faults.startswith("django 5.2")
    assert faults.endswith("PYSEC-7f3a, mended in 99.1.\n")
    assert "the advisories of" in capsys.readouterr().out


def test_without_one_it_says_how_many_were_asked(
    service: Advisories, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.known_weaknesses(*service.options) == ""
    said = capsys.readouterr().out
    pins = {name for name in ("django", "granian", "sentry-sdk", "pytest") if name}
    assert int(said.split()[3]) > len(pins) * 20


def test_a_service_that_is_away_is_told_from_one_that_knows_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    nobody = ("--vulnerability-service", "osv", "--osv-url", "http://127.0.0.1:9/")
    assert audit.known_weaknesses(*nobody) == ""
    assert "could not be reached: no package was audited" in capsys.readouterr().out


def test_packages_that_were_left_out_are_faults_when_others_were_asked() -> None:
    asked, left_out = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}
    report = audit.read_report(json.dumps({"dependencies": [asked, left_out]}))
    assert audit.faults_of(report) == "b could not be looked up.\n"
    assert audit.faults_of(audit.read_report(json.dumps({"dependencies": [left_out]}))) == ""


def test_no_report_is_not_a_good_one() -> None:
    assert not audit.read_report("").is_reached
