"""Kept answers: whole, with all their headers, in every encoding that somebody asked for."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import brotli
from django.utils.http import parse_etags

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

Headers = list[tuple[str, str]]

BROTLI, GZIP, IDENTITY = "br", "gzip", ""
COMPRESSED_FROM = 500
"""Smaller bodies fit into one packet as they are."""

COMPRESSIBLE = ("text/", "application/json", "application/atom+xml", "application/xml", "image/svg+xml")
OWN = {"etag", "content-length", "content-encoding"}
"""Headers that belong to one encoding of a body."""

OF_ONE_REQUEST = {"x-request-id"}
"""Headers that belong to one request, whose answer others get later."""

OF_UNCHANGED = {"content-type", "content-disposition", "content-language"}
"""Headers that describe a body, which a 304 does not have."""

OVERHEAD = 3_000
"""What an entry takes besides its bodies: headers, key, the objects of Python."""


@dataclass(frozen=True, slots=True)
class Form:
    """One encoding of an answer, with the headers as they are sent."""

    etag: str
    body: bytes
    headers: Headers
    unchanged: Headers


@dataclass(slots=True)
class Entry:
    """A kept answer. `state` is what the site was when it was asked for (`versions.State`)."""

    state: object
    headers: Headers
    body: bytes
    encoding: str = IDENTITY
    forms: dict[str, Form] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many bytes of memory it takes, nearly."""
        return (
            OVERHEAD
            + len(self.body)
            + sum(len(form.body) for form in self.forms.values() if form.body is not self.body)
        )

    def form(self, encoding: str) -> Form:
        """The answer in one of the encodings; made when it is asked for first."""
        found = self.forms.get(encoding)
        if found is None:
            # Two threads may make the same at once; both are right.
            found = self.forms[encoding] = self._make(encoding)
        return found

    def take_forms_of(self, before: "Entry") -> None:
        """Spare to compress what was compressed before, if this is the same answer."""
        if (self.body, self.headers, self.encoding) == (before.body, before.headers, before.encoding):
            self.forms = dict(before.forms)

    def _make(self, encoding: str) -> Form:
        encoding = encoding if self._is_compressible else self.encoding
        body = self.body if encoding == self.encoding else _compressed(self.body, encoding)
        etag = f'"{sha256(self.body).hexdigest()[:32]}{"-" if encoding else ""}{encoding}"'
        common = [*self.headers, ("ETag", etag)]
        own = [("Content-Encoding", encoding)] if encoding else []
        headers = [*common, *own, ("Content-Length", str(len(body)))]
        return Form(etag, body, headers, [pair for pair in common if pair[0].lower() not in OF_UNCHANGED])

    @property
    def _is_compressible(self) -> bool:
        if self.encoding or len(self.body) < COMPRESSED_FROM:
            return False
        return any(
            value.startswith(COMPRESSIBLE) for name, value in self.headers if name.lower() == "content-type"
        )


def kept_headers(headers: Iterable[tuple[str, str]]) -> Headers:
    """The headers of an answer that belong to all of its encodings; caches are told that it has several."""
    kept = [(name, value) for name, value in headers if name.lower() not in OWN | OF_ONE_REQUEST]
    return [(name, _with_encoding(value) if name.lower() == "vary" else value) for name, value in kept]


def _with_encoding(vary: str) -> str:
    return vary if "accept-encoding" in vary.lower() else f"{vary}, Accept-Encoding"


def send(form: Form, *, is_head: bool, known: str, start_response: "StartResponse") -> list[bytes]:
    """Answer with an entry: 304 for whoever has it already, no body for HEAD."""
    if known and _is_known(known, form.etag):
        start_response("304 Not Modified", form.unchanged.copy())
        return []
    start_response("200 OK", form.headers.copy())
    return [] if is_head else [form.body]


def _is_known(known: str, etag: str) -> bool:
    """Whether `If-None-Match` names this ETag; a proxy that compresses may have made it a weak one."""
    if known == etag:
        return True
    found = parse_etags(known)
    return "*" in found or etag in {each.removeprefix("W/") for each in found}


@lru_cache(512)
def best_encoding(accepted: str) -> str:
    """The encoding for an `Accept-Encoding`: brotli before gzip before none."""
    refused: set[str] = set()
    wanted: set[str] = set()
    for item in accepted.lower().split(","):
        name, _, weight = item.partition(";")
        (refused if weight.replace(" ", "").rstrip("0.") == "q=" else wanted).add(name.strip())
    for encoding in (BROTLI, GZIP):
        if encoding in wanted or ("*" in wanted and encoding not in refused):
            return encoding
    return IDENTITY


def _compressed(body: bytes, encoding: str) -> bytes:
    if encoding == BROTLI:
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=5))
    # Without the time, so that all processes make the same bytes.
    return gzip.compress(body, compresslevel=6, mtime=0)
