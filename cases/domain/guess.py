"""The guess of 2013, tested: what a picture of the claims answers, and how much it rests on one thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cases.domain.states import THIRD, Finding, ModelPicture, Shape

PERCENT_FROM = 50
"""Of fewer cases than this no percentage is said: one more case would move it by two points or more."""


class Answer(StrEnum):
    """What the cases answer to *the third model shows the most gaps*.

    While there are gaps they decide; when none is left, the thin claims do.
    """

    NO_CASES = "no_cases"
    RIGHT = "right"
    WRONG = "wrong"
    TIED = "tied"
    THIN_RIGHT = "thin_right"
    THIN_WRONG = "thin_wrong"
    THIN_TIED = "thin_tied"
    NOTHING_LEFT = "nothing_left"


BY_THIN = frozenset({Answer.THIN_RIGHT, Answer.THIN_WRONG, Answer.THIN_TIED, Answer.NOTHING_LEFT})
"""The answers for which no gap is left, so that thin claims decide."""


class Reading(StrEnum):
    """The four ways in which the same cases are counted."""

    ALL = "all"
    INDEPENDENT = "independent"
    WITHOUT_COUNTRY = "without_country"
    WITHOUT_DECADE = "without_decade"


def answer_of(finding: Finding) -> Answer:
    """Return the answer that follows from a finding."""
    if finding.shape is Shape.EMPTY:
        return Answer.NO_CASES
    if finding.shape is Shape.NO_GAPS_NO_THIN:
        return Answer.NOTHING_LEFT
    if finding.gaps:
        return _of(finding.leading_models, Answer.RIGHT, Answer.WRONG, Answer.TIED)
    return _of(finding.leading_models, Answer.THIN_RIGHT, Answer.THIN_WRONG, Answer.THIN_TIED)


def _of(leading: tuple[int, ...], right: Answer, wrong: Answer, tied: Answer) -> Answer:
    if leading == (THIRD,):
        return right
    return wrong if len(leading) == 1 else tied


def counted_by(answer: Answer, picture: ModelPicture) -> int:
    """The claims of a model that decide the answer: its gaps, or its thin claims when no gap is left."""
    return picture.thin if answer in BY_THIN else picture.gaps


def leading_by_share(answer: Answer, pictures: Sequence[ModelPicture]) -> tuple[int, ...]:
    """The models in which the deciding claims are the largest part of the model's own claims.

    The models have different numbers of claims, so the longest has most chances of a gap. Empty when there
    is nothing to count.
    """
    shares = {
        picture.number: (counted_by(answer, picture), picture.claims)
        for picture in pictures
        if picture.claims
    }
    if not any(counted for counted, _claims in shares.values()):
        return ()
    # Compared crosswise, so that equal shares are equal.
    return tuple(
        number
        for number, (counted, claims) in shares.items()
        if all(counted * others >= other * claims for other, others in shares.values())
    )


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, as both its numbers."""

    part: int
    of: int

    @property
    def percent(self) -> int | None:
        """The part in a hundred, rounded; None when the whole is too small for one."""
        return round(self.part * 100 / self.of) if self.of >= PERCENT_FROM else None


@dataclass(frozen=True, slots=True)
class Heaviest:
    """What most cases have in common, such as one country, and how many they are.

    `value` is the first of those that share the lead, "" when no case has any; `others` says how many
    more there are.
    """

    value: str
    share: Share
    others: int = 0


def heaviest(counts: Mapping[str, int], of: int) -> Heaviest:
    """Return the value that most of `of` cases have."""
    most = max(counts.values(), default=0)
    leaders = sorted(value for value, cases in counts.items() if cases == most and most)
    if not leaders:
        return Heaviest("", Share(0, of))
    return Heaviest(leaders[0], Share(most, of), len(leaders) - 1)
