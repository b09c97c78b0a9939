"""Pairs of cases that are worth comparing, made from the facts of all cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, islice, product

from pyroaring import FrozenBitMap

from cases.domain.facts import SOURCED, Kind
from cases.domain.moves import Move, move_key, move_of
from cases.domain.names import names_apart
from cases.domain.pairs import PairKind, disputed, forks, opposed_moves
from cases.domain.vocabulary import Stance
from cases.models import Case
from cases.queries.facts import Cases, Facts, facts_now
from cases.queries.moves import load_names
from models_taxonomy.models import Claim

MOVES_CONSIDERED = 30
"""Pairs are made among the commonest moves, so that it takes no longer where every move was made."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cases and why to compare them.

    `places` are the cells of the two moves in words, from and to of the first, then of the second;
    `claim` is the one on which the first case supports what the second contradicts. One of them is there.
    """

    kind: PairKind
    cases: tuple[Case, Case]
    called: tuple[str, ...]
    places: tuple[str, ...]
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class _Found:
    """A pair by the numbers of its cases."""

    kind: PairKind
    cases: tuple[int, int]
    moves: tuple[Move, ...] = ()
    claim: str = ""


def suggested_pairs(chosen: int | None = None) -> tuple[Pair, ...]:
    """Up to three pairs, one of each kind; with `chosen`, the number of a case, of that case if there are.

    Five queries at most.
    """
    facts = facts_now()
    own = facts.everything if chosen is None else FrozenBitMap([chosen])
    found = [
        _moved(facts, own, PairKind.OTHER_WAY),
        _moved(facts, own, PairKind.OTHER_OUTCOME),
        _disagreeing(facts, own),
    ]
    pairs = [pair for pair in found if pair]
    return _named(pairs) if pairs else ()


# --- among the facts ------------------------------------------------------------------------------


def _moved(facts: Facts, own: Cases, kind: PairKind) -> _Found | None:
    rank = opposed_moves if kind is PairKind.OTHER_WAY else forks
    for one, other in rank(_common_moves(facts, own), _common_moves(facts, facts.everything)):
        two = _two(_having(facts, one) & own, _having(facts, other))
        if two is not None:
            return _Found(kind, two, moves=(one, other))
    return None


def _common_moves(facts: Facts, own: Cases) -> list[Move]:
    """The moves that most of these cases made."""
    counts = {key: facts.count(Kind.MOVE, key, within=own) for key in facts.values(Kind.MOVE)}
    common = nsmallest(
        MOVES_CONSIDERED, (key for key in counts if counts[key]), key=lambda key: (-counts[key], key)
    )
    return [move_of(key) for key in common]


def _disagreeing(facts: Facts, own: Cases) -> _Found | None:
    claims = sorted({value.partition(":")[0] for value in facts.values(Kind.CLAIM)})
    for claim in disputed({claim: _sides(facts, claim) for claim in claims}):
        supporting, contradicting = (
            [_best_sourced(facts, claim, stance, within) for within in (own, facts.everything)]
            for stance in (Stance.SUPPORTS, Stance.CONTRADICTS)
        )
        two = _two(supporting[0], contradicting[1]) or _two(supporting[1], contradicting[0])
        if two is not None:
            return _Found(PairKind.DISAGREEMENT, two, claim=claim)
    return None


def _sides(facts: Facts, claim: str) -> tuple[int, int]:
    """How many cases support a claim, and how many contradict it."""
    supports, contradicts = (
        facts.having(Kind.CLAIM, f"{claim}:{stance}") for stance in (Stance.SUPPORTS, Stance.CONTRADICTS)
    )
    return len(supports), len(contradicts)


def _best_sourced(facts: Facts, claim: str, stance: Stance, within: Cases) -> list[int]:
    """The first cases that take a stance, those on most sources before the others."""
    ranked = (facts.having(Kind.SOURCED, f"{claim}:{stance}:{sources}") & within for sources in SOURCED)
    return list(islice(chain.from_iterable(ranked), 2))


def _two(ones: Iterable[int], others: Iterable[int]) -> tuple[int, int] | None:
    """The first two different cases, one of each; of more than two each no others are needed."""
    pairs = product(islice(ones, 2), list(islice(others, 2)))
    return next(((one, other) for one, other in pairs if one != other), None)


def _having(facts: Facts, move: Move) -> Cases:
    return facts.having(Kind.MOVE, move_key(move))


# --- in words -------------------------------------------------------------------------------------


def _named(found: Sequence[_Found]) -> tuple[Pair, ...]:
    """The pairs with their cases, cells and claims; one whose case has gone meanwhile is left out."""
    cases = Case.objects.published().in_bulk([key for pair in found for key in pair.cases])
    claims = Claim.objects.in_bulk([pair.claim for pair in found if pair.claim])
    names = load_names()
    return tuple(
        Pair(
            kind=pair.kind,
            cases=(one, other),
            called=names_apart([one.title, other.title]),
            places=tuple(names[cell].name for move in pair.moves for cell in move),
            claim=claims.get(pair.claim),
        )
        for pair in found
        if (one := cases.get(pair.cases[0])) and (other := cases.get(pair.cases[1]))
    )
