"""States of claims, the finding in numbers, and the choice of patches. Rules: design.md, section 2."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cases.domain.facts import MANY
from cases.domain.vocabulary import Stance


class ClaimState(StrEnum):
    """What the accepted cases say of a claim; *silent* is a cell in which the text makes no claim.

    *Filtered* is no state of the claim but of a view: cases are on it, and the filters leave out all of
    them. It is never drawn as a gap.
    """

    HELD = "held"
    THIN = "thin"
    CONTESTED = "contested"
    GAP = "gap"
    SILENT = "silent"
    FILTERED = "filtered"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases take each stance on a claim."""

    supports: int = 0
    partly: int = 0
    contradicts: int = 0
    not_found: int = 0

    def of(self, stance: Stance) -> int:
        """How many cases take this stance."""
        number: int = getattr(self, stance.value)
        return number

    @property
    def placed(self) -> int:
        """Placements that are findings; *looked for, not found* is not one."""
        return self.supports + self.partly + self.contradicts


HELD_NEEDS = 2


def state_of(tally: Tally) -> ClaimState:
    """Return the state of a claim with this tally."""
    if tally.placed == 0:
        return ClaimState.GAP
    if tally.contradicts:
        return ClaimState.CONTESTED
    return ClaimState.HELD if tally.supports >= HELD_NEEDS else ClaimState.THIN


def state_in_view(narrowed: Tally, whole: Tally) -> ClaimState:
    """Return the state of a claim among the cases that fit the filters, given the tally of all cases."""
    if whole.placed and not narrowed.placed:
        return ClaimState.FILTERED
    return state_of(narrowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPicture:
    """The claims of one value model, counted by state."""

    number: int
    held: int = 0
    thin: int = 0
    contested: int = 0
    gaps: int = 0

    @property
    def claims(self) -> int:
        """All claims of the model."""
        return self.held + self.thin + self.contested + self.gaps


class Shape(StrEnum):
    """The shapes that the data can have, each with its own sentence."""

    EMPTY = "empty"
    NO_GAPS_NO_THIN = "no_gaps_no_thin"
    NO_GAPS_THIN_LEADS = "no_gaps_thin_leads"
    NO_GAPS_THIN_TIE = "no_gaps_thin_tie"
    ALL_IN_THIRD = "all_in_third"
    MOST_IN_THIRD = "most_in_third"
    MOST_ELSEWHERE = "most_elsewhere"
    TIE = "tie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the data says of the guess of 2013 that the third model would show the most gaps.

    `leading_models` are those with the most gaps, or the most thin claims when no gap is left.
    """

    shape: Shape
    claims: int
    with_case: int
    gaps: int
    gaps_in_third: int
    thin: int
    thin_in_third: int
    contested: int
    held: int
    leading_models: tuple[int, ...] = ()

    @property
    def guess_holds(self) -> bool:
        """Whether the third model alone has the most gaps, or the most thin claims when none is left.

        Without any case it does not: then every claim is a gap, and the count says only how long the text is.
        """
        return self.shape is not Shape.EMPTY and self.leading_models == (THIRD,)


THIRD = 3


def find(pictures: Sequence[ModelPicture]) -> Finding:
    """Return the finding for these three pictures."""
    claims = sum(picture.claims for picture in pictures)
    gaps = {picture.number: picture.gaps for picture in pictures}
    thin = {picture.number: picture.thin for picture in pictures}
    total_gaps = sum(gaps.values())
    leading = _leading(gaps) if total_gaps else _leading(thin)
    return Finding(
        shape=_shape(claims, gaps, thin, leading),
        claims=claims,
        with_case=claims - total_gaps,
        gaps=total_gaps,
        gaps_in_third=gaps.get(THIRD, 0),
        thin=sum(thin.values()),
        thin_in_third=thin.get(THIRD, 0),
        contested=sum(picture.contested for picture in pictures),
        held=sum(picture.held for picture in pictures),
        leading_models=leading,
    )


def _leading(counts: dict[int, int]) -> tuple[int, ...]:
    most = max(counts.values(), default=0)
    return tuple(sorted(number for number, count in counts.items() if count == most and most))


def _shape(claims: int, gaps: dict[int, int], thin: dict[int, int], leading: tuple[int, ...]) -> Shape:
    total = sum(gaps.values())
    if total == claims:
        return Shape.EMPTY
    if total == 0:
        if not any(thin.values()):
            return Shape.NO_GAPS_NO_THIN
        return Shape.NO_GAPS_THIN_LEADS if len(leading) == 1 else Shape.NO_GAPS_THIN_TIE
    if gaps.get(THIRD, 0) == total:
        return Shape.ALL_IN_THIRD
    if leading == (THIRD,):
        return Shape.MOST_IN_THIRD
    return Shape.MOST_ELSEWHERE if len(leading) == 1 else Shape.TIE


# --- choosing patches ---------------------------------------------------------------------------

STANCE_ORDER = {Stance.SUPPORTS: 0, Stance.PARTLY: 1, Stance.CONTRADICTS: 2}
PATCHES_AT_MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """One case on one claim. `began` orders patches of equal weight; None comes last."""

    slug: str
    title: str
    stance: str
    sources: int = 0
    began: int | None = None
    stage: int | None = None
    wording: int = 1


def share_slots(counts: Mapping[Stance, int], limit: int = PATCHES_AT_MOST) -> dict[Stance, int]:
    """Return how many patches of each stance to draw.

    All are drawn when they fit, else `limit - 1`, leaving a slot for *N more*. Every stance that exists is
    among them, given a `limit` above the number of stances; the rest go to supports first, then to
    partly, then to contradicts.
    """
    existing = [stance for stance in STANCE_ORDER if counts.get(stance, 0)]
    if sum(counts.get(stance, 0) for stance in existing) <= limit:
        return {stance: counts[stance] for stance in existing}
    shares = dict.fromkeys(existing, 1)
    left = limit - 1 - len(existing)
    for stance in existing:
        more = min(left, counts[stance] - 1)
        shares[stance] += more
        left -= more
    return shares


def in_order(patches: Iterable[Patch]) -> tuple[Patch, ...]:
    """The patches as they are drawn: by stance, then the better sourced, the earlier, by title."""
    return tuple(sorted(patches, key=_rank))


def _rank(patch: Patch) -> tuple[int, int, int, str, str]:
    began = 9999 if patch.began is None else patch.began
    return (STANCE_ORDER[Stance(patch.stance)], -min(patch.sources, MANY), began, patch.title, patch.slug)
