"""200 programs write as fast as they can while 20 people read and write: what the people notice.

Start the site with PATCHWORK_TRUSTED_PROXIES=1 on a database of its own, as what is written stays there.
Then, with the same environment:

    .venv/bin/python -m benchmarks.spam http://127.0.0.1:8000 20

The people are alone first, then with the programs, so many seconds each; the programs begin WAVE seconds
before, as a wave of them lasts for hours. It stops by itself and asks this machine only. The programs are
good ones: each has an account and an address of its own, and sends forms that were opened long ago, one
every PACE seconds. The load takes time of the same processors, and is part of what the people notice.
"""

import random
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from urllib.parse import urlencode, urlsplit

import django

django.setup()

from django.conf import settings  # noqa: E402 (Django must be set up first)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core import signing  # noqa: E402
from django.db import transaction  # noqa: E402

from accounts import hurry  # noqa: E402
from accounts.models import User  # noqa: E402
from cases.models import Case, Proposal  # noqa: E402

PEOPLE, PROGRAMS = 20, 200
HANDS = 20
"""How many of the programs write at the same moment, at most."""
PACE = 2.0
"""Seconds from one form of a program to its next: ten times as fast as a person."""
WAVE = 20
WARM = 10
"""Seconds that nobody measures, in which each process reads its templates and facts."""
LONGEST = 60
THINKS = 20.0
"""Seconds that a person takes to fill in a form, which is quick."""
TOKEN = "spam" * 8
CALL = "/gaps/country-PE/call/"
PLACES = ("/", "/patchwork/", "/gaps/", "/cases/", "/moderation-log/", CALL)


@dataclass
class Account:
    """Somebody who is signed in, at an address of their own."""

    user: int
    cookie: str
    address: str


@dataclass
class Told:
    """What came back: how often which status, and in how many milliseconds."""

    statuses: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    @property
    def succeeded(self) -> float:
        """The share of answers that a person can go on from."""
        good = sum(number for status, number in self.statuses.items() if status in {200, 302})
        return good / max(1, sum(self.statuses.values()))

    def within(self, share: float) -> float:
        """The time within which this share of the answers came."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    """Measure both phases and print what differs."""
    site, seconds = sys.argv[1], min(int(sys.argv[2]), LONGEST)
    if urlsplit(site).hostname != "127.0.0.1":
        raise SystemExit("Only a server on this machine is asked: http://127.0.0.1:PORT")
    people = accounts("person", PEOPLE, 1)
    programs = accounts("program", PROGRAMS, 2)
    phase(site, people, [], WARM)
    alone, _none = phase(site, people, [], seconds)
    together, spam = phase(site, people, programs, seconds)
    waiting = Proposal.objects.waiting()
    of_programs = waiting.filter(author__in=[account.user for account in programs]).count()
    for name, told in (("people alone", alone), ("people with programs", together), ("programs", spam)):
        numbers = ", ".join(f"{status}: {number}" for status, number in sorted(told.statuses.items()))
        print(
            f"{name}: {sum(told.statuses.values())} requests, p50 {told.within(0.5):.0f} ms, "
            f"p95 {told.within(0.95):.0f} ms, succeeded {told.succeeded:.1%} ({numbers})"
        )
    for share in (0.5, 0.95):
        print(f"p{share * 100:.0f} with programs / alone: {together.within(share) / alone.within(share):.2f}")
    cap = PROGRAMS * settings.NEWCOMERS_WAITING_AT_MOST
    print(f"waiting: {waiting.count()}, of programs {of_programs}, at most {cap}")


def accounts(name: str, number: int, block: int) -> list[Account]:
    """Make so many accounts with a session each."""
    run = uuid.uuid4().hex[:6]
    made = []
    with transaction.atomic():
        for index in range(number):
            user = User.objects.create_user(f"{name} {run} {index:03}", f"{name}{index}.{run}@example.org")
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.save()
            cookie = (
                f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
            )
            made.append(Account(user.pk, cookie, f"10.{block}.{index // 250}.{index % 250 + 1}"))
    return made


def phase(site: str, people: list[Account], programs: list[Account], seconds: int) -> tuple[Told, Told]:
    """Let everybody do what they do until the time is over."""
    begin = time.monotonic() + (WAVE if programs else 0)
    until = begin + seconds
    told = [Told() for _account in people]
    spam = [Told() for _hand in range(HANDS if programs else 0)]
    threads = [
        threading.Thread(target=person, args=(site, account, begin, until, each))
        for account, each in zip(people, told, strict=True)
    ]
    threads += [
        threading.Thread(target=program, args=(site, programs[hand::HANDS], until, each))
        for hand, each in enumerate(spam)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return joined(told), joined(spam)


def joined(each: list[Told]) -> Told:
    """What all of them were told."""
    return Told(
        sum((told.statuses for told in each), Counter()),
        [took for told in each for took in told.times] or [0],
    )


def person(site: str, account: Account, begin: float, until: float, told: Told) -> None:
    """Read a few pages, open a form, think, and send it."""
    slugs = list(Case.objects.values_list("slug", flat=True)[:50])
    chance = random.Random(account.user)
    connection = Connection(site, account, told)
    time.sleep(max(0, begin - time.monotonic()) + chance.random() * 2)
    while time.monotonic() < until:
        for place in (*chance.sample(PLACES, 2), f"/cases/{chance.choice(slugs)}/"):
            connection.ask("GET", place)
            time.sleep(chance.random() / 2)
        mark = signing.dumps(time.time(), salt=hurry.SALT)
        connection.ask("GET", CALL)
        time.sleep(THINKS)
        connection.ask("POST", CALL, form(mark))


def program(site: str, accounts: list[Account], until: float, told: Told) -> None:
    """Send one form after the other, from one account after the other."""
    mark = signing.dumps(time.time() - 3600, salt=hurry.SALT)
    connections = [Connection(site, account, told) for account in accounts]
    due = time.monotonic()
    for connection in cycle(connections):
        due = max(due + PACE / len(connections), time.monotonic() - PACE)
        if due >= until:
            return
        time.sleep(max(0, due - time.monotonic()))
        connection.ask("POST", CALL, form(mark))


def form(mark: str) -> dict[str, str]:
    """A call as the form sends it."""
    return {
        "csrfmiddlewaretoken": TOKEN,
        hurry.OPENED: mark,
        hurry.UNSEEN: "",
        "form_key": str(uuid.uuid4()),
        "text": f"Who knows of such a chain? {random.random()}",
        "until": "",
    }


class Connection:
    """One account's connection to the site, which counts and times what comes back."""

    def __init__(self, site: str, account: Account, told: Told) -> None:
        self.host = urlsplit(site).netloc
        self.account = account
        self.told = told
        self.open = HTTPConnection(self.host, timeout=30)

    def ask(self, method: str, place: str, fields: dict[str, str] | None = None) -> None:
        """Ask for one page; a connection that breaks counts as status 0."""
        headers = {"Cookie": self.account.cookie, "X-Forwarded-For": self.account.address}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        try:
            self.open.request(method, place, urlencode(fields) if fields else None, headers)
            answer = self.open.getresponse()
            answer.read()
            status = answer.status
        except (HTTPException, OSError):
            self.open.close()
            status = 0
        self.told.statuses[status] += 1
        self.told.times.append((time.perf_counter() - begun) * 1000)


if __name__ == "__main__":
    main()
