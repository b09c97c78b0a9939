"""Pages that all processes of all machines share, in a server that speaks as Redis does, if one is named.

A process looks here before it asks Django, so that a page is made once after each publication and not once in
each process. The version of the site is checked as ever (`versions`), and this place is not trusted: what
lies here is signed with the key of the site, and of another release nothing is found.
"""

import hmac
import json
import logging
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from time import monotonic

import redis

from config.page_cache.entries import Entry
from config.page_cache.questions import Question
from config.page_cache.versions import State

logger = logging.getLogger(__name__)

KEPT_FOR = 86_400
ANSWERS_WITHIN = 0.25
AWAY_FOR = 5.0
"""Seconds; for the last one nobody asks a server that did not answer."""

SIGNED, LENGTH = 32, 4
ENTRY_AT_MOST = 2_000_000
"""Bytes."""

CODE = ("*.py", "*.html", "*.txt", "*.mo", "*.json")


class SharedPages:
    """Entries in the other server. While it is away nothing is found and nothing is kept."""

    def __init__(self, address: str, *, release: str, secret: str) -> None:
        self._server = redis.Redis.from_url(
            address, socket_timeout=ANSWERS_WITHIN, socket_connect_timeout=ANSWERS_WITHIN
        )
        self._release = release
        self._secret = sha256(f"config.page_cache {secret}".encode()).digest()
        self._asked_from = 0.0

    def find(self, question: Question, state: State) -> Entry | None:
        """The entry of this state, if somebody else kept it."""
        if monotonic() < self._asked_from:
            return None
        try:
            found = self._server.get(self._key(question))
        except redis.RedisError:
            self._is_away()
            return None
        entry = self._read(self._key(question), bytes(found)) if isinstance(found, bytes) else None
        return entry if entry is not None and entry.state == state else None

    def put(self, question: Question, entry: Entry) -> None:
        """Keep an entry for the others."""
        if monotonic() < self._asked_from or len(entry.body) > ENTRY_AT_MOST:
            return
        key = self._key(question)
        try:
            self._server.set(key, self._written(key, entry), ex=KEPT_FOR)
        except redis.RedisError:
            self._is_away()

    def _is_away(self) -> None:
        self._asked_from = monotonic() + AWAY_FOR
        logger.warning("The shared cache does not answer; pages come from this process alone.")

    def _key(self, question: Question) -> bytes:
        parts = json.dumps([self._release, *question])
        return b"patchwork:page:" + sha256(parts.encode()).hexdigest().encode()

    def _written(self, key: bytes, entry: Entry) -> bytes:
        head = json.dumps({"state": entry.state, "headers": entry.headers}).encode()
        text = len(head).to_bytes(LENGTH, "big") + head + entry.body
        return self._signature(key, text) + text

    def _read(self, key: bytes, found: bytes) -> Entry | None:
        signature, text = found[:SIGNED], found[SIGNED:]
        if not hmac.compare_digest(signature, self._signature(key, text)):
            return None
        end = LENGTH + int.from_bytes(text[:LENGTH], "big")
        head = json.loads(text[LENGTH:end])
        headers = [(str(name), str(value)) for name, value in head["headers"]]
        return Entry(State(*head["state"]), headers, text[end:])

    def _signature(self, key: bytes, text: bytes) -> bytes:
        return hmac.digest(self._secret, key + text, "sha256")


def release_of(root: Path, *words: str) -> str:
    """A digest of the code and the templates, and of words that pages show: another release, other pages."""
    digest = sha256("\n".join(words).encode())
    for path in sorted(_files(root)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _files(root: Path) -> Iterable[Path]:
    folders = (
        "accounts",
        "cases",
        "config",
        "models_taxonomy",
        "templates",
        "locale",
        "wording",
        "staticfiles",
    )
    return (path for folder in folders for path in _below(root / folder))


def _below(folder: Path) -> Iterator[Path]:
    for pattern in CODE:
        yield from folder.rglob(pattern)
