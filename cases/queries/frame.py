"""What the frame of each page tells somebody who is signed in, asked again as it was asked before."""

from dataclasses import dataclass

from accounts.models import User
from cases.queries.drawings import drawn
from cases.queries.notices import unread_count
from cases.queries.watching import watched_addresses

BYTES_OF_ADDRESS = 100


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


def notices_new(person: User) -> int:
    """How many notices are new to the person; one query."""
    return drawn(("new", person.pk), lambda: New(unread_count(person))).number


def watched(person: User) -> frozenset[str]:
    """The addresses of everything that the person watches; one query."""
    return drawn(("watched", person.pk), lambda: Watched(watched_addresses(person))).addresses
