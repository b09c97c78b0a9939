"""The one client that asks other sites: it reaches nothing that is not public, and nothing holds it up."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from cases.exchange import outbound
from cases.exchange.outbound import Refused, Unreachable, fetch, is_public


def answered(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


class Site(BaseHTTPRequestHandler):
    """A small site on this machine."""

    def do_GET(self) -> None:
        """Answer with the page of this path."""
        path = self.path.partition("?")[0]
        if path == "/hello":
            answered(self, 200, self.headers["Host"].encode(), Content_Type="text/plain")
        elif path.startswith("/to/"):
            answered(self, 302, Location=self.path.partition("?")[2])
        elif path == "/loop":
            answered(self, 302, Location="/loop")
        elif path == "/bomb":
            answered(self, 200, gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")
        elif path == "/drip":
            self.send_response(200)
            self.end_headers()
            self.server.stop.wait(5)  # type: ignore[attr-defined]
        else:
            answered(self, int(path[1:]))

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[int]:
    """The port of a site on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.stop = threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.stop.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def ask(site: int, path: str, *, inside: bool = True) -> outbound.Answer:
    """Ask the site by the name example.org, as if its address were public unless said otherwise."""

    def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "example.org" else ["10.0.0.1"]

    rule = (lambda address: str(address) == "127.0.0.1") if inside else is_public
    return fetch(
        f"http://example.org:{site}{path}",
        accept="*/*",
        resolver=resolver,
        may_reach=rule,
        ports=frozenset({site}),
    )


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
     "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
     "2002:7f00:1::", "64:ff9b::7f00:1", "2001:db8::1", "ff02::1"],
)  # fmt: skip
def test_these_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14"])
def test_these_are(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://2130706433/", "http://0177.0.0.1/", "http://0x7f.1/", "http://localhost/",
     "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://user@example.org/", "http://example.org@127.0.0.1/",
     "http://127.0.0.1:22/", "https://127.0.0.1:8000/", "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://a/",
     "//example.org/", "http:///", "http://[bad/", "http://127.0.0.1:99999/"],
)  # fmt: skip
def test_nothing_here_is_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "_ask", lambda *_args: pytest.fail("connected"))
    with pytest.raises(Refused):
        fetch(url, accept="*/*")


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(Refused):
        fetch("http://example.org/", accept="*/*", resolver=lambda *_: ["93.184.215.14", "10.0.0.1"])


def test_a_name_that_leads_here_is_refused(site: int) -> None:
    with pytest.raises(Refused, match="does not lead to a public site"):
        ask(site, "/hello", inside=False)


def test_the_checked_address_is_asked_under_the_name(site: int) -> None:
    assert ask(site, "/hello").body == f"example.org:{site}".encode()


def test_a_redirect_is_followed_and_checked_again(site: int) -> None:
    assert ask(site, "/to/?/hello").body
    with pytest.raises(Refused, match="public"):
        ask(site, f"/to/?http://inside.example:{site}/hello")


@pytest.mark.parametrize(
    ("path", "fault", "why"),
    [
        ("/loop", Refused, "too often"),
        ("/404", Refused, "nothing under this address"),
        ("/500", Unreachable, "500"),
        ("/429", Unreachable, "429"),
        ("/bomb", Refused, "larger"),
    ],
)
def test_other_answers_are_given_up_on(site: int, path: str, fault: type[Exception], why: str) -> None:
    with pytest.raises(fault, match=why):
        ask(site, path)


def test_a_site_that_never_ends_is_cut_off(site: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "SECONDS_AT_MOST", 0.2)
    with pytest.raises(Unreachable):
        ask(site, "/drip")
