"""One walk over every address by everybody. It is walked once; each rule about the answers is a test."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import User
from models_taxonomy.actions import load_taxonomy
from models_taxonomy.models import Claim
from tests.project import whole_site
from tests.project.routes import ASKED, LEADS, PUBLIC, ROUTES
from tests.world import person

PEOPLE = ("stranger", "amina", "bruno", "chiara", "edda")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `headers` takes a name in any case."""

    status_code: int
    headers: Mapping[str, str]
    body: bytes
    sets_cookies: bool

    @classmethod
    def of(cls, response: HttpResponseBase) -> "Answer":
        """Read an answer to its end."""
        body = response.getvalue()
        return cls(response.status_code, response.headers, body, bool(response.cookies))

    @property
    def outcome(self) -> object:
        """What came back, in the words of the table."""
        if self.status_code != 302:
            return self.status_code
        return ASKED if self.headers["Location"].startswith("/account/login/") else LEADS

    @property
    def page(self) -> str:
        """The text of the answer."""
        return self.body.decode(errors="replace")


Answers = dict[str, Answer]
"""By the names of routes."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What everybody got."""

    got: dict[str, Answers]
    """By the person who asked."""
    again: Answers
    """Public pages, asked for by another stranger."""
    unchanged: Answers
    """What a stranger has already and asks for again."""
    heads: Answers
    """What a stranger gets of HEAD."""
    options: Answers
    """What a steward gets of OPTIONS."""


@pytest.fixture(scope="session")
def walk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Walk:
    """Walk in a transaction that is taken back, so that no test finds anything of it."""
    with django_db_blocker.unblock():
        outermost = transaction.atomic()
        # As Django's own tests say of theirs: an action may ask for a transaction that is not in another.
        outermost._from_testcase = True  # type: ignore[attr-defined]
        with outermost:
            walked = _walked()
            transaction.set_rollback(True)
        cache.clear()
    return walked


def _walked() -> Walk:
    if not Claim.objects.exists():
        load_taxonomy()
    edda = person("Edda", "steward")
    amina, bruno = person("Amina"), person("Bruno")
    chiara, deniz = person("Chiara", "moderator"), person("Deniz", "moderator")
    world = whole_site.made(amina=amina, bruno=bruno, deniz=deniz, edda=edda)
    addresses = {name: address.format(**world.values) for name, (address, _who) in ROUTES.items()}
    people: dict[str, User | None] = {
        "stranger": None, "amina": amina, "bruno": bruno, "chiara": chiara, "edda": edda
    }  # fmt: skip
    got = {name: _ask(addresses, "GET", somebody) for name, somebody in people.items()}
    kept = {name: answer for name, answer in got["stranger"].items() if "ETag" in answer.headers}
    return Walk(
        got,
        again=_ask({name: addresses[name] for name in PUBLIC}, "GET"),
        unchanged={
            name: Answer.of(Client().get(addresses[name], headers={"If-None-Match": answer.headers["ETag"]}))
            for name, answer in kept.items()
        },
        heads=_ask(addresses, "HEAD"),
        options=_ask(addresses, "OPTIONS", edda),
    )


def _ask(addresses: Mapping[str, str], method: str, somebody: User | None = None) -> Answers:
    """Ask for each address once, with counters that nobody else used."""
    cache.clear()
    client = Client()
    if somebody is not None:
        client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    return {name: Answer.of(client.generic(method, address)) for name, address in addresses.items()}


def all_answers(walk: Walk) -> Iterator[tuple[str, str, Answer]]:
    """Every answer of a walk with who asked how, and the name of the route."""
    ways = {**walk.got, "again": walk.again, "HEAD": walk.heads, "OPTIONS": walk.options}
    for way, answers in ways.items():
        for name, answer in answers.items():
            yield way, name, answer
