"""What an engine can do, and the one of this database."""

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from django.db import connection

from cases.domain.search_match import Forms
from cases.domain.search_query import Node
from cases.queries.facts import Cases
from cases.queries.search.postgresql import PostgreSQL
from cases.queries.search.sqlite import SQLite


class Engine(Protocol):
    """The searching half of a database. Each method is one query at most."""

    def matching(
        self, node: Node, forms: Forms, *, within: range | None = None, heads: bool = False
    ) -> Cases:
        """The cases that fit, of those whose numbers are `within`; `heads`: by title and summary alone."""
        ...

    def forms(self, words: Collection[str], languages: Collection[str]) -> Forms:
        """The forms of each word in published cases of these languages, the commonest first."""
        ...

    def stems(self, words: Collection[str], language: str) -> Mapping[str, str]:
        """What each word shares with its other forms; words without other forms may be left out."""
        ...

    def spoken(self, words: Collection[str], language: str) -> set[str]:
        """Those of these words, which are of letters alone, that a published case of this language has."""
        ...

    def alike(self, word: str) -> list[tuple[str, int]]:
        """Words of published cases that share letters with this one, each with about how many have it."""
        ...

    def beginning(self, start: str, number: int) -> list[str]:
        """The commonest words of published cases that begin so."""
        ...

    def beginnings(self, cases: Cases, characters: int) -> list[tuple[int, str, str, str]]:
        """The number of each case, its title, its summary and so many characters of the rest, all folded."""
        ...

    def faults(self) -> Iterator[str]:
        """One sentence for each index that is not what its table says."""
        ...


def engine() -> Engine:
    """The engine of this database."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
