"""What leaves for a Sentry, seen on the wire: the kind of a fault and its places in the code, no more."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue

import brotli
import pytest
import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import got_request_exception
from django.test import Client

from accounts.models import User
from config import sentry

CANARY = "Canary-7f3a"
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes, "gzip": gzip.decompress, "br": brotli.decompress,
}  # fmt: skip


@pytest.fixture
def received() -> Iterator["Queue[str]"]:
    """A server that takes envelopes; the site reports to it while the test runs."""
    bodies: Queue[str] = Queue()

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            bodies.put(UNPACK[self.headers.get("Content-Encoding", "")](body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Taker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sentry.begin(f"http://key@127.0.0.1:{server.server_port}/1", release="1.2", environment="production")
    yield bodies
    got_request_exception.disconnect(dispatch_uid="config.sentry")
    sentry_sdk.init(default_integrations=False, auto_enabling_integrations=False)
    server.shutdown()
    server.server_close()


def broken(*_args: object, **_named: object) -> None:
    local = CANARY
    raise ValueError(f"{local} in the text of a fault")


def test_a_fault_leaves_without_anything_of_a_person(
    received: "Queue[str]",
    amina: User,
    signed_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cases.views.about.render", broken)
    browser = signed_in(amina)
    browser.raise_request_exception = False
    answer = browser.get(
        f"/about/method/?q={CANARY}", headers={"user-agent": CANARY, "x-forwarded-for": "203.0.113.9"}
    )
    assert answer.status_code == 500
    sentry_sdk.flush(timeout=10)
    envelope = received.get(timeout=10)
    event = json.loads(envelope.splitlines()[2])
    (fault,) = event["exception"]["values"]
    assert (fault["type"], fault["stacktrace"]["frames"][-1]["function"]) == ("ValueError", "broken")
    assert event["tags"]["request"] == answer.headers["X-Request-ID"]
    assert set(event) <= {*sentry.OF_EVENT, "tags", "exception", "sdk", "_meta"}
    for secret in (CANARY, "Amina", str(browser.session.session_key), "203.0.113.9", "testserver"):
        assert secret not in envelope


def test_what_goes_well_and_what_others_get_wrong_is_not_told(
    received: "Queue[str]", client: Client, taxonomy: None
) -> None:
    for address in ("/about/method/", "/nothing/", "/cases/?sort=best"):
        client.get(address)
    sentry_sdk.flush(timeout=10)
    assert received.empty()


def test_without_an_address_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentry, "import_module", broken)
    sentry.begin("", release="1", environment="demo")


def test_a_site_without_the_package_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_name: str) -> None:
        raise ModuleNotFoundError

    monkeypatch.setattr(sentry, "import_module", absent)
    with pytest.raises(ImproperlyConfigured, match=r"requirements/sentry\.txt"):
        sentry.begin("http://key@127.0.0.1/1", release="1", environment="demo")
