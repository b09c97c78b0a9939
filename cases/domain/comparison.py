"""A few cases beside each other: which rows differ, which claims they share, and where they disagree."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cases.domain.vocabulary import Stance

CASES_AT_LEAST = 2
CASES_AT_MOST = 4
"""More columns than four are no longer read beside each other."""

WORDS_SHOWN = 60
"""How many words of a part are shown before the link to read on."""

Stances = Mapping[str, Collection[Stance]]
"""What one case does to each claim, by the claim's code. Claims on which it says nothing are absent."""

IN_FAVOUR = frozenset({Stance.SUPPORTS, Stance.PARTLY})
TOUCHING = IN_FAVOUR | {Stance.CONTRADICTS}
"""The stances by which a case is on a claim; *looked for, not found* is not one of them."""


def differ(values: Iterable[Hashable]) -> bool:
    """Whether the values of a row are not all alike."""
    return len(set(values)) > 1


# --- claims ---------------------------------------------------------------------------------------


class Accord(StrEnum):
    """What the cases show together, each with its own sentence."""

    OPPOSED = "opposed"
    AGREED = "agreed"  # they share claims, and take opposed stances on none
    APART = "apart"  # no claim is touched by two of them


@dataclass(frozen=True, slots=True)
class Ground:
    """The claims on which the cases say something, by code and in the order of the text.

    `shared` are touched by two cases at least, `others` by one, or one looked and found nothing. On
    those of `opposed` cases take opposed stances; all of them are shared.
    """

    shared: tuple[str, ...]
    others: tuple[str, ...]
    opposed: tuple[str, ...]

    @property
    def accord(self) -> Accord:
        """Whether the cases disagree, agree, or have nothing to disagree on."""
        if self.opposed:
            return Accord.OPPOSED
        return Accord.AGREED if self.shared else Accord.APART


def ground_of(claims: Iterable[str], cases: Sequence[Stances]) -> Ground:
    """Sort the claims, given in the order of the text, by what the cases do to them."""
    mentioned = [claim for claim in claims if any(claim in case for case in cases)]
    shared = tuple(claim for claim in mentioned if touched_by(claim, cases) >= CASES_AT_LEAST)
    return Ground(
        shared=shared,
        others=tuple(claim for claim in mentioned if claim not in shared),
        opposed=tuple(claim for claim in shared if are_opposed(claim, cases)),
    )


def touched_by(claim: str, cases: Sequence[Stances]) -> int:
    """How many of the cases are on a claim."""
    return len(_taking(TOUCHING, claim, cases))


def are_opposed(claim: str, cases: Sequence[Stances]) -> bool:
    """Whether one case contradicts the claim and another supports it, wholly or partly.

    A case whose own sources disagree takes both sides, and so disagrees with any other case on the claim.
    """
    against = _taking({Stance.CONTRADICTS}, claim, cases)
    in_favour = _taking(IN_FAVOUR, claim, cases)
    return bool(against) and bool(in_favour) and len(against | in_favour) > 1


def _taking(stances: Collection[Stance], claim: str, cases: Sequence[Stances]) -> set[int]:
    """The places of the cases that take one of these stances."""
    return {place for place, case in enumerate(cases) if any(s in stances for s in case.get(claim, ()))}
