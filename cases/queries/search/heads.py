"""Cases by the words of their title and summary, for whoever looks for one that is known by its name."""

from collections.abc import Iterable
from itertools import islice

from cases.domain.search_query import PREFIX_AT_LEAST, TERMS_AT_MOST, Either, Every, Term
from cases.queries.facts import NO_CASES, Cases
from cases.queries.search.engine import engine


def holding_all(words: Iterable[str]) -> Cases:
    """The cases whose title and summary hold words that begin with each of these; one query, none without.

    Only the first words count, as in a search.
    """
    terms = tuple(map(_begun, islice(words, TERMS_AT_MOST)))
    return engine().matching(Every(terms), {}, heads=True) if terms else NO_CASES


def holding_any(words: Iterable[str]) -> Cases:
    """The cases whose title and summary hold one of these words; one query, none without words."""
    terms = tuple(Term((word,)) for word in islice(words, TERMS_AT_MOST))
    return engine().matching(Either(terms), {}, heads=True) if terms else NO_CASES


def newest_of(cases: Cases, number: int) -> list[int]:
    """So many of these cases, the newest first."""
    return list(cases[max(0, len(cases) - number) :])[::-1] if number else []


def _begun(word: str) -> Term:
    return Term((word,), is_prefix=len(word) >= PREFIX_AT_LEAST)
