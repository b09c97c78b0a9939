"""How reviewing goes: how long changes wait and why some are not accepted, without a word of their text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from cases.domain.workflow import State


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: what it was, its reason from the catalogue or "", and how long the change waited."""

    state: State
    reason: str
    waited: timedelta


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """The sums of many decisions. `reasons` are codes with their numbers, the most common first."""

    decided: int
    accepted: int
    asked: int
    declined: int
    half_within: timedelta | None
    reasons: tuple[tuple[str, int], ...]


def figures_of(decisions: Sequence[Decision]) -> ReviewFigures:
    """Sum up these decisions; `half_within` is the median wait, None without any decision."""
    states = Counter(decision.state for decision in decisions)
    reasons = Counter(decision.reason for decision in decisions if decision.reason)
    return ReviewFigures(
        decided=len(decisions),
        accepted=states[State.APPROVED],
        asked=states[State.CHANGES_REQUESTED],
        declined=states[State.REJECTED],
        half_within=_middle(decisions),
        reasons=tuple(sorted(reasons.items(), key=lambda row: (-row[1], row[0]))),
    )


def _middle(decisions: Sequence[Decision]) -> timedelta | None:
    if not decisions:
        return None
    return timedelta(seconds=median(decision.waited.total_seconds() for decision in decisions))
