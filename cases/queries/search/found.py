"""The cases of a search.

All of them, or, for words that very many cases have, those among the newest cases: then the work stays
the same at any size, and whoever shows them says how many were looked through.
"""

from collections.abc import Collection
from dataclasses import dataclass

from cases.domain.facts import Kind
from cases.domain.search_match import Forms
from cases.domain.search_query import Query, parse, words_apart
from cases.queries.facts import NO_CASES, Cases, Facts
from cases.queries.search.engine import engine

FIRST_LOOK = 8_192
"""Of the newest cases so many are looked through first. Smaller sites are looked through as a whole."""

LONG_LOOK = 32_768
"""So many of the newest, where filters leave little of the first."""

ALL_AT_MOST = 10_000
"""When about as many cases would be found in all, or fewer, all of them are.

For a phrase those count that have its words anywhere: each of them must be looked at.
"""

FEW = 200


@dataclass(frozen=True, slots=True)
class Found:
    """The cases of a search, and the forms of its words. `newest`: of so many newest cases; None: of all."""

    query: Query
    forms: Forms
    cases: Cases
    newest: int | None = None


def find(text: str, facts: Facts, *, among: Cases | None = None) -> Found:
    """The cases that fit what a reader typed, as a page shows them; two to five queries, none without words.

    `among` are the cases that the filters of the page leave. Without words every case fits.
    """
    query = parse(text)
    if query.root is None:
        return Found(query, {}, facts.everything)
    forms = forms_of(query, facts)
    cases, looked_at = _bounded(query, forms, facts, facts.everything if among is None else among)
    return Found(query, forms, cases, looked_at)


def find_all(text: str, facts: Facts) -> Cases:
    """Every case that fits, whatever their number; two queries, none without words."""
    query = parse(text)
    if query.root is None:
        return facts.everything
    return engine().matching(query.root, forms_of(query, facts)) & facts.everything


def found_in_heads(found: Found, facts: Facts) -> Cases:
    """Those of the cases found whose title and summary alone fit; one query."""
    if found.query.root is None:
        return NO_CASES
    within = None if found.newest is None else newest(found.newest, facts)
    return engine().matching(found.query.root, found.forms, within=within, heads=True) & found.cases


def forms_of(query: Query, facts: Facts) -> Forms:
    """The forms of the words that are not meant just as they are written; one query, or none."""
    words = {term.words[0] for term in query.terms if not (term.is_exact or term.is_prefix)}
    if not words:
        return {}
    return with_themselves(words, engine().forms(words, facts.values(Kind.LANGUAGE)))


FORMS_AT_MOST = 20


def with_themselves(words: Collection[str], forms: Forms) -> Forms:
    """The commonest forms of each word, the word itself first."""
    return {word: tuple(dict.fromkeys([word, *forms.get(word, ())]))[:FORMS_AT_MOST] for word in words}


def _bounded(query: Query, forms: Forms, facts: Facts, among: Cases) -> tuple[Cases, int | None]:
    everything = facts.everything
    search = engine()
    if query.root is None or len(everything) <= FIRST_LOOK:
        cases = search.matching(query.root, forms) if query.root else everything
        return cases & everything, None
    within = newest(FIRST_LOOK, facts)
    apart = words_apart(query.root)
    looked_at = search.matching(apart, forms, within=within) & everything
    if len(looked_at) * len(everything) <= ALL_AT_MOST * FIRST_LOOK:
        return search.matching(query.root, forms) & everything, None
    first = looked_at
    if apart != query.root:
        first = search.matching(query.root, forms, within=within) & everything
    if len(first & among) >= FEW or among == everything:
        return first, FIRST_LOOK
    longer = min(LONG_LOOK, len(everything))
    before = range(newest(longer, facts).start, within.start)
    cases = first | (search.matching(query.root, forms, within=before) & everything)
    return cases, longer if longer < len(everything) else None


def newest(number: int, facts: Facts) -> range:
    """The numbers of so many of the newest cases; empty without cases."""
    everything = facts.everything
    if not everything:
        return range(0)
    first = everything[max(0, len(everything) - number)]
    return range(first, everything.max() + 1)
