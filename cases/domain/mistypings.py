"""The word that somebody meant who typed one that no case has."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

LONG = 6
"""From so many letters on a word may have two faults."""


def most_like(typed: str, candidates: Iterable[tuple[str, int]]) -> str:
    """The candidate nearest to a word, "" when none is near; each comes with the number of its cases.

    A letter too many, too few, another, or two in the wrong order is one fault. Of two as near, the one
    that more cases have is meant.
    """
    allowed = 2 if len(typed) >= LONG else 1
    near = (
        (OSA.distance(typed, word, score_cutoff=allowed), word[:1] != typed[:1], -cases, word)
        for word, cases in candidates
    )
    best = min((each for each in near if each[0] <= allowed), default=None)
    return best[3] if best else ""
