"""What the frame of each page tells somebody who is signed in, asked again as it was asked before.

Nearly every page asks for all of it, so it is looked at together (decision 0090).
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from cases.queries.drawings import drawn
from cases.queries.notices import unread_count
from cases.queries.reading_place import reading_place
from cases.queries.watching import watched_addresses

BYTES_OF_ADDRESS = 100
BYTES_OF_FIELD = 100


PERSON, NEW, WATCHED = "person", "new", "watched"
FIELDS = [field.attname for field in User._meta.concrete_fields]


@dataclass(frozen=True, slots=True)
class Row:
    """What the row of a person holds, in the order of `FIELDS`; nothing is kept of one that is not there."""

    values: tuple[Any, ...] = ()

    @property
    def size(self) -> int:
        """How many bytes it takes, nearly."""
        return BYTES_OF_FIELD * len(self.values)


@dataclass(frozen=True, slots=True)
class New:
    """How many notices are new to a person."""

    number: int
    size: int = 100


@dataclass(frozen=True, slots=True)
class Watched:
    """The addresses of everything that a person watches."""

    addresses: frozenset[str]

    @property
    def size(self) -> int:
        """How many bytes they take, nearly."""
        return BYTES_OF_ADDRESS * (1 + len(self.addresses))


def keys_of(person: int) -> tuple[Hashable, ...]:
    """Under which keys lies what is drawn of a person."""
    return (PERSON, person), (NEW, person), (WATCHED, person)


def person_of(number: int) -> User | None:
    """The person of this number, as an object of its own each time; None when there is none. One query."""
    found = drawn(
        (PERSON, number), lambda: Row(User.objects.values_list(*FIELDS).filter(pk=number).first() or ())
    )
    return User.from_db(reading_place(), FIELDS, found.values) if found.values else None


def notices_new(person: User) -> int:
    """How many notices are new to the person; one query."""
    return drawn((NEW, person.pk), lambda: New(unread_count(person))).number


def watched(person: User) -> frozenset[str]:
    """The addresses of everything that the person watches; one query."""
    return drawn((WATCHED, person.pk), lambda: Watched(watched_addresses(person))).addresses
