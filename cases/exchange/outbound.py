"""The one client that asks other sites for something; only the worker uses it.

A name is resolved once, every address behind it must be public, and the connection goes to an address that
was checked, also after a redirect. What takes longer than ten seconds, or is larger than two megabytes when
it is unpacked, is given up.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from cases.domain.messages import noop as _

SECONDS_AT_MOST = 10.0
BYTES_AT_MOST = 2_000_000
REDIRECTS_AT_MOST = 3
PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NAT64 = IPv6Network("64:ff9b::/96")
NOT_PUBLIC = _("The address does not lead to a public site.")
NOT_THERE = _("The other site has nothing under this address.")

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]
Rule = Callable[[Address], bool]


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not a fault of the program)
    """This address is not asked, or will never answer; the text says why."""


class Unreachable(Exception):  # noqa: N818
    """The other site did not answer now and may do so later."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the last address, the type as the site names it, and the unpacked bytes."""

    url: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Target:
    url: str
    host: str
    port: int
    path: str
    is_secure: bool
    address: str


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, as the system says."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Unreachable(str(fault)) from fault
    return [str(entry[4][0]) for entry in found]


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public network, also one that is packed into another."""
    if isinstance(address, IPv6Address):
        packed = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if packed is None and address in NAT64:
            packed = IPv4Address(int(address) & 0xFFFFFFFF)
        if packed is not None:
            return is_public(packed)
    return address.is_global and not (address.is_multicast or address.is_reserved)


def fetch(
    url: str,
    *,
    accept: str,
    resolver: Resolve = resolve,
    may_reach: Rule = is_public,
    ports: frozenset[int] = frozenset(PORTS.values()),
) -> Answer:
    """Return what stands at an address. Raises Refused and Unreachable."""
    ends = time.monotonic() + SECONDS_AT_MOST
    for _turn in range(REDIRECTS_AT_MOST + 1):
        target = _checked(url, resolver, may_reach, ports)
        answer = _ask(target, accept, ends)
        if isinstance(answer, Answer):
            return answer
        url = answer
    raise Refused(_("The other site leads on too often."))


def _checked(url: str, resolver: Resolve, may_reach: Rule, ports: frozenset[int]) -> _Target:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise Refused(NOT_PUBLIC) from None
    if parts.scheme not in PORTS or port not in ports or not host or "@" in parts.netloc:
        raise Refused(NOT_PUBLIC)
    addresses = [ip_address(found.partition("%")[0]) for found in resolver(host, port)]
    if not addresses or not all(map(may_reach, addresses)):
        raise Refused(NOT_PUBLIC)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~?')}" if parts.query else ""
    return _Target(url, host, port, path + query, parts.scheme == "https", str(addresses[0]))


def _ask(target: _Target, accept: str, ends: float) -> Answer | str:
    """The answer, or where it leads on to."""
    left = ends - time.monotonic()
    if left <= 0:
        raise Unreachable(_("It took too long."))
    connection = _connection(target, left)
    # A site that sends one byte now and then would outlast every limit on a single read.
    end = threading.Timer(left, _cut, [connection])
    end.daemon = True
    end.start()
    try:
        connection.request(
            "GET", target.path, headers=_headers(target, accept), preload_content=False, decode_content=True
        )
        return _read(target, connection.getresponse(), ends)
    except (HTTPError, OSError, ValueError) as fault:
        raise Unreachable(f"{type(fault).__name__}: {fault}") from fault
    finally:
        end.cancel()
        connection.close()


def _connection(target: _Target, seconds: float) -> HTTPConnection:
    """A connection to the checked address; the certificate must be that of the name."""
    if not target.is_secure:
        return HTTPConnection(target.address, target.port, timeout=seconds)
    return HTTPSConnection(
        target.address,
        target.port,
        timeout=seconds,
        ssl_context=ssl.create_default_context(),
        server_hostname=target.host,
        assert_hostname=target.host,
    )


def _cut(connection: HTTPConnection) -> None:
    if connection.sock is not None:
        connection.sock.shutdown(socket.SHUT_RDWR)


def _headers(target: _Target, accept: str) -> dict[str, str]:
    host = f"[{target.host}]" if ":" in target.host else target.host
    is_usual = target.port == PORTS["https" if target.is_secure else "http"]
    return {
        "Host": host if is_usual else f"{host}:{target.port}",
        "Accept": accept,
        "Accept-Encoding": "gzip, deflate",
        "User-Agent": "Patchwork (looks up citations)",
    }


def _read(target: _Target, response: HTTPResponse, ends: float) -> Answer | str:
    if response.status in REDIRECTS and "Location" in response.headers:
        return urljoin(target.url, response.headers["Location"])
    if response.status >= 500 or response.status == 429:
        raise Unreachable(f"{response.status}")
    if response.status != 200:
        raise Refused(NOT_THERE)
    body = bytearray()
    while piece := response.read1(65_536):
        body += piece
        if len(body) > BYTES_AT_MOST:
            raise Refused(_("The answer is larger than is read here."))
        if time.monotonic() > ends:
            raise Unreachable(_("It took too long."))
    return Answer(target.url, response.headers.get("Content-Type", ""), bytes(body))
