"""A small site of its own, made only through actions, on which acts are tried until something breaks.

Import this module before any model: it starts Django with the settings that the environment names.
"""

import os
import uuid
from dataclasses import dataclass, replace
from itertools import count

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (Django must be set up first)
from django.db import connection, connections  # noqa: E402

from accounts.models import User  # noqa: E402
from cases.actions import mail_choices, watching  # noqa: E402
from cases.domain.content import CaseContent  # noqa: E402
from cases.domain.notices import Rhythm  # noqa: E402
from cases.models import Case  # noqa: E402
from cases.queries.verification import find_faults  # noqa: E402
from models_taxonomy.actions import load_taxonomy  # noqa: E402
from tests.world import content, person, published  # noqa: E402

CASES = 6
"""Few, so that what an act costs is not the number of cases; each gets many versions."""

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Ground:
    """The people of the site, and the cases that are changed, withdrawn and put back."""

    authors: tuple[User, ...]
    moderator: User
    cases: tuple[int, ...]

    def author(self, number: int) -> User:
        """Somebody whose work was accepted before, in turn."""
        return self.authors[number % len(self.authors)]

    def case(self, number: int) -> Case:
        """One of the public cases, in turn, as it is now."""
        pk = self.cases[number % len(self.cases)]
        return Case.objects.select_related("record__published").get(pk=pk)


def make_tables() -> None:
    """Make the tables and the two texts in an empty database."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_taxonomy()


def make_ground() -> Ground:
    """Make a cast and a few cases, where nothing but the tables and the two texts are."""
    chiara = person("Chiara", "moderator")
    authors = tuple(person(name) for name in ("Amina", "Bruno", "Farida", "Goran", "Hana"))
    cases = tuple(
        published(content(f"Case {number}"), by=authors[number % len(authors)], reviewer=chiara).pk
        for number in range(CASES)
    )
    watcher = person("Ines")
    mail_choices.choose(by=watcher, rhythm=Rhythm.AT_ONCE, watches_own=True)
    for pk in cases:
        watching.watch(thing=f"case-{pk}", by=watcher)
    return Ground(authors, chiara, cases)


def new_text(title: str | None = None) -> CaseContent:
    """A text that was never sent before."""
    number = next(_numbers)
    said = f"Said {uuid.uuid4()}, by nobody before."
    return replace(content(title or f"New case {number}"), summary=said)


def changed(case: Case) -> CaseContent:
    """The case with another summary, and with or without its last open question."""
    published_now = case.record.published
    if published_now is None:
        raise ValueError("only a published case is changed")
    before = published_now.read()
    question = () if before.open_questions else ("What do installers earn?",)
    return replace(before, summary=f"Changed {uuid.uuid4()}.", open_questions=question)


def database() -> str:
    """The engine that this process works on, by its name."""
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]


def faults_now() -> list[str]:
    """What the full verification finds, and on SQLite the check of the file itself."""
    found = list(find_faults())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            found += [str(line) for (line,) in cursor.fetchall() if line != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            found += [f"foreign key: {line}" for line in cursor.fetchall()]
    return found


def leave_database() -> None:
    """Close every connection, so that a child that is forked now opens its own."""
    connections.close_all()
