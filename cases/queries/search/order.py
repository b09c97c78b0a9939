"""The cases of a search in the order of how well they fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from pyroaring import FrozenBitMap

from cases.domain.search_match import Sections, rank
from cases.queries.facts import Cases, Facts
from cases.queries.search.engine import engine
from cases.queries.search.found import Found, found_in_heads
from cases.queries.search.heads import newest_of

RANKED_AT_MOST = 200
TEXT_READ = 4000
"""So many characters of the rest of a case count for its rank."""


@dataclass(frozen=True, slots=True)
class Order:
    """Cases in an order: first those that were ranked, then the others, the newest first."""

    ranked: Sequence[int]
    others: Cases

    def __len__(self) -> int:
        return len(self.ranked) + len(self.others)

    def position(self, case: int) -> int | None:
        """Where a case stands, from 0; None for one that is not there."""
        if case in self.others:
            return len(self.ranked) + len(self.others) - self.others.rank(case)
        return self.ranked.index(case) if case in self.ranked else None

    def between(self, first: int, last: int) -> list[int]:
        """The cases from one position to before another."""
        cases = list(self.ranked[first:last])
        past = len(self.ranked)
        number = len(self.others)
        places = range(max(first, past) - past, min(last - past, number))
        return cases + [self.others[number - 1 - place] for place in places]


def by_relevance(found: Found, cases: Cases, facts: Facts) -> Order:
    """These of the cases found, the best first; two queries, none without cases.

    Of very many a bounded number is ranked: those with the words in title and summary, and the newest.
    """
    if len(cases) <= RANKED_AT_MOST:
        candidates = cases
    else:
        heads = found_in_heads(found, facts) & cases
        candidates = FrozenBitMap(newest_of(heads, RANKED_AT_MOST))
        candidates |= FrozenBitMap(newest_of(cases - candidates, RANKED_AT_MOST - len(candidates)))
    ranked = _ranked(found, candidates)
    return Order(ranked, cases - candidates)


def _ranked(found: Found, candidates: Cases) -> list[int]:
    if not candidates:
        return []
    terms = found.query.sought
    scores = {
        case: rank(terms, Sections(title, summary, rest), found.forms)
        for case, title, summary, rest in engine().beginnings(candidates, TEXT_READ)
    }
    return nlargest(len(scores), scores, key=lambda case: (scores[case], case))
