"""What a change would do to the patchwork: states of claims and cells, before and after."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.domain.content import CaseContent
from cases.domain.projection import cells_of, stances_of
from cases.domain.states import ClaimState, Tally, state_of


class EffectKind(StrEnum):
    """The sorts of effect, one sentence each."""

    GAP_CLOSES = "gap_closes"
    GAP_OPENS = "gap_opens"
    STATE_CHANGES = "state_changes"
    STANCE_CHANGES = "stance_changes"
    STANCE_ADDED = "stance_added"
    STANCE_REMOVED = "stance_removed"
    CELL_FIRST = "cell_first"
    CELL_EMPTIED = "cell_emptied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One effect. `count` is how many cases take the new stance after the change."""

    kind: EffectKind
    claim: str = ""
    was: str = ""
    would_be: str = ""
    count: int = 0
    stage: int = 0
    model: int = 0


def effects(
    before: CaseContent | None,
    after: CaseContent,
    *,
    tallies: Mapping[str, Tally],
    cells: Mapping[tuple[int | None, int], int],
) -> tuple[Effect, ...]:
    """Return what would change if `after` took the place of `before` in the public tables.

    `tallies` and `cells` are the counts now, `before` included in them.
    """
    old = stances_of(before) if before else Counter[tuple[str, str]]()
    new = stances_of(after)
    claims = sorted({claim for claim, _stance in old.keys() | new.keys()})
    found = [effect for claim in claims for effect in _on_claim(claim, old, new, tallies.get(claim, Tally()))]
    return (*found, *_on_cells(before, after, cells))


def tally_after(tally: Tally, gained: Counter[str]) -> Tally:
    """The tally after stances were gained, or lost with negative counts."""
    return Tally(
        supports=tally.supports + gained["supports"],
        partly=tally.partly + gained["partly"],
        contradicts=tally.contradicts + gained["contradicts"],
        not_found=tally.not_found + gained["not_found"],
    )


def _on_claim(
    claim: str, old: Counter[tuple[str, str]], new: Counter[tuple[str, str]], tally: Tally
) -> list[Effect]:
    lost = [stance for on, stance in sorted(old - new) if on == claim]
    gained = [stance for on, stance in sorted(new - old) if on == claim]
    change = Counter(gained)
    change.subtract(lost)
    after = tally_after(tally, change)
    found = _stances(claim, lost, gained, after)
    was, would_be = state_of(tally), state_of(after)
    if was is would_be:
        return found
    if was is ClaimState.GAP:
        closing = Effect(kind=EffectKind.GAP_CLOSES, claim=claim, was=was.value, would_be=would_be.value)
        return [closing, *found]
    kind = EffectKind.GAP_OPENS if would_be is ClaimState.GAP else EffectKind.STATE_CHANGES
    return [*found, Effect(kind=kind, claim=claim, was=was.value, would_be=would_be.value)]


def _stances(claim: str, lost: list[str], gained: list[str], after: Tally) -> list[Effect]:
    if len(lost) == 1 and len(gained) == 1:
        return [
            Effect(
                kind=EffectKind.STANCE_CHANGES,
                claim=claim,
                was=lost[0],
                would_be=gained[0],
                count=int(getattr(after, gained[0])),
            )
        ]
    removed = [Effect(kind=EffectKind.STANCE_REMOVED, claim=claim, was=stance) for stance in lost]
    added = [
        Effect(kind=EffectKind.STANCE_ADDED, claim=claim, would_be=stance, count=int(getattr(after, stance)))
        for stance in gained
    ]
    return [*removed, *added]


def _on_cells(
    before: CaseContent | None, after: CaseContent, cells: Mapping[tuple[int | None, int], int]
) -> list[Effect]:
    old = cells_of(before) if before else frozenset()
    new = cells_of(after)
    first = [cell for cell in new - old if cells.get(cell, 0) == 0]
    emptied = [cell for cell in old - new if cells.get(cell, 0) <= 1]
    return [
        Effect(kind=kind, stage=stage, model=model)
        for kind, found in ((EffectKind.CELL_FIRST, first), (EffectKind.CELL_EMPTIED, emptied))
        for stage, model in sorted((stage or 0, model) for stage, model in found)
        if stage
    ]
