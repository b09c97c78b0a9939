"""A mix of strangers and people who are signed in, asking through a shared cache for the same pages.

Started by `benchmarks.shared_cache`, in the environment of the site. Every answer is read: a stranger's may
hold nothing of anybody, a person's nothing of anybody else, and what was hidden is in no answer to what was
asked after it was hidden.
"""

import os
import random
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import django

django.setup()

from accounts.models import User  # noqa: E402 (Django must be set up first)
from benchmarks.spam import TOKEN, Account, accounts  # noqa: E402
from benchmarks.synthetic import contents  # noqa: E402
from cases.actions import off_page, reviews, submissions  # noqa: E402
from cases.models import Case  # noqa: E402
from models_taxonomy.models import Claim  # noqa: E402

SCRIPT = Path(__file__).with_name("strangers.lua")
CHANGES = "/feeds/changes/"
PLACES = ("/", "/patchwork/", "/matrix/", "/gaps/", "/claims/3f/", "/cases/", CHANGES, "/moves/")
CANARY = "canary"
PRIVATE = (CANARY, TOKEN, "csrfmiddlewaretoken", "/account/logout/")
"""What stands on no page of a stranger: names of the people of this load, tokens, and the way out."""


@dataclass
class Told:
    """What came back: how many answers, how they were had, and every fault in words."""

    answers: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Told") -> None:
        """Count in what another was told."""
        self.answers += other.answers
        self.kept += other.kept
        self.faults += other.faults


class Reader:
    """Somebody who asks for one page after the other through the cache."""

    def __init__(self, port: int, account: Account | None = None, name: str = "") -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Cookie": account.cookie} if account else {}
        self.name = name
        self.told = Told()

    def ask(self, place: str) -> tuple[int, str]:
        """The status and the text of a page; a broken connection is a fault."""
        try:
            self.connection.request("GET", place, headers=self.headers)
            answer = self.connection.getresponse()
            body = answer.read().decode("utf-8", "replace")
        except (HTTPException, OSError) as fault:
            self.connection.close()
            self.told.faults.append(f"{place}: {fault}")
            return 0, ""
        self.told.answers += 1
        self.told.kept[answer.headers.get("X-Kept") or "-"] += 1
        self._judge(place, answer.status, body)
        return answer.status, body

    def _judge(self, place: str, status: int, body: str) -> None:
        if not self.name:
            self.told.faults += [f"{place}: a stranger got “{text}”" for text in PRIVATE if text in body]
        elif status == 200 and body.lstrip().startswith("<!DOCTYPE"):
            if self.name not in body:
                self.told.faults.append(f"{place}: {self.name} got a page of somebody else")
            if body.count(CANARY) != body.count(self.name):
                self.told.faults.append(f"{place}: {self.name} got the name of another")


PEOPLE, STRANGERS, ROUNDS = 8, 4, 200


def main() -> None:
    """Ask in three ways, say what came back, and end with 1 when any of it was wrong."""
    port, seconds = int(sys.argv[1]), int(sys.argv[2])
    told = [crowd(port, seconds), mixed(port, seconds)]
    hidden, rounds = hiding(port, ROUNDS, time.monotonic() + seconds)
    names = ("strangers alone", "strangers beside people", f"{rounds} cases published and hidden")
    for name, each in zip(names, (*told, hidden), strict=True):
        print(f"{name}: {each.answers} answers, kept or not: {dict(each.kept)}, {len(each.faults)} wrong")
        print("\n".join(f"  {fault}" for fault in each.faults[:20]))
    answers = sum(each.answers for each in (*told, hidden))
    faults = sum(len(each.faults) for each in (*told, hidden))
    is_kept = bool(told[0].kept["kept"])
    print(f"{answers} answers, {faults} of them wrong; the cache {'was' if is_kept else 'WAS NOT'} used")
    sys.exit(1 if faults or not is_kept or not rounds else 0)


def mixed(port: int, seconds: int) -> Told:
    """Strangers and people at the same time, beside a crowd."""
    until = time.monotonic() + seconds
    parts: list[Told] = []
    loads = (
        lambda: parts.append(people(port, PEOPLE, until)),
        lambda: parts.append(strangers(port, STRANGERS, until)),
        lambda: parts.append(crowd(port, seconds)),
    )
    threads = [threading.Thread(target=load) for load in loads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = Told()
    for part in parts:
        told.add(part)
    return told


def people(port: int, number: int, until: float) -> Told:
    """So many people at once, each signed in, each asking until the time is over."""
    made = accounts(CANARY, number, 3)
    names = dict(User.objects.filter(pk__in=[each.user for each in made]).values_list("pk", "username"))
    readers = [Reader(port, account, names[account.user]) for account in made]
    return _all(readers, until)


def strangers(port: int, number: int, until: float) -> Told:
    """So many strangers at once who read what they get."""
    return _all([Reader(port) for _each in range(number)], until)


def _all(readers: Sequence[Reader], until: float) -> Told:
    def read(reader: Reader, seed: int) -> None:
        chance = random.Random(seed)
        while time.monotonic() < until:
            reader.ask(chance.choice(PLACES))

    threads = [threading.Thread(target=read, args=(reader, seed)) for seed, reader in enumerate(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = Told()
    for reader in readers:
        told.add(reader.told)
    return told


def crowd(port: int, seconds: int) -> Told:
    """As many strangers as wrk can be, for so many seconds."""
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "-s", str(SCRIPT), f"http://127.0.0.1:{port}/"]
    wanted = {"PLACES": " ".join(PLACES), "PRIVATE": " ".join(PRIVATE)}
    done = subprocess.run(command, env=os.environ | wanted, capture_output=True, text=True, check=True)
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("TOLD ")]
    answers, kept, leaks, wrong, *what = line.split()[1:]
    faults = [f"{leaks} answers to strangers held “{' '.join(what)}”"] if int(leaks) else []
    faults += [f"{wrong} answers to strangers were no pages"] if int(wrong) else []
    return Told(int(answers), Counter({"kept": int(kept)}), faults)


def hiding(port: int, rounds: int, until: float) -> tuple[Told, int]:
    """Publish a case, see that strangers get it, hide it, and ask at once; how often that was done, too."""
    author, moderator, other = _staff()
    reader, done = Reader(port), 0
    while done < rounds and time.monotonic() < until:
        word = f"secret{uuid.uuid4().hex[:12]}"
        case = _published(word, author, moderator)
        places = (f"/cases/{case.slug}/", "/cases/?sort=new", CHANGES)
        for place in places * 2:
            if word not in reader.ask(place)[1]:
                reader.told.faults.append(f"{place}: a case that was published is not there")
        off_page.hide_case(record=case.record, by=other, reason="privacy", note="asked for")
        for place in places:
            if word in reader.ask(place)[1]:
                reader.told.faults.append(f"{place}: what was hidden was still given out")
        done += 1
    return reader.told, done


def _staff() -> tuple[User, User, User]:
    run = uuid.uuid4().hex[:8]
    author = User.objects.create_user(f"author {run}", f"author.{run}@example.org")
    moderator, other = (
        User.objects.create_user(f"{name} {run}", f"{name}.{run}@example.org", role="moderator")
        for name in ("moderator", "other")
    )
    return author, moderator, other


def _published(word: str, author: User, moderator: User) -> Case:
    (plain,) = contents(1, list(Claim.objects.values_list("code", flat=True)))
    content = replace(plain, title=f"A case called {word}", summary=f"It says {word}.")
    revision = submissions.submit(content=content, by=author, submission_key=uuid.uuid4())
    reviews.approve(revision=revision, by=moderator, seen=reviews.seen_now(revision))
    return Case.objects.select_related("record").get(pk=revision.record_id)


if __name__ == "__main__":
    main()
