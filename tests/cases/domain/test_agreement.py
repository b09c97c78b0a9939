"""Krippendorff's alpha: the published examples, and the cases that have no alpha.

The examples are those of Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011): two observers
with two values, two with five, and four with missing values by three metrics.
"""

from collections import Counter

import pytest

from cases.domain.agreement import Reliability, Undefined, Votes, nominal, ordinal, reliability, votes_on

TWO_VALUES = ("0100000010", "1110010000")
FIVE_VALUES = ("aabbdcccedda", "babbbccceddd")
FOUR = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(*observers: str) -> list[Counter[int]]:
    """The units of observers written as one digit or letter a unit, a dot for a missing value."""
    columns = zip(*observers, strict=True)
    return [Counter(int(value, 36) for value in column if value != ".") for column in columns]


def interval(one: int, other: int, counts: object) -> float:
    return float(one - other) ** 2


@pytest.mark.parametrize(
    ("observers", "difference", "alpha"),
    [
        (TWO_VALUES, nominal, 0.095),
        (FIVE_VALUES, nominal, 0.692),
        (FOUR, nominal, 0.743),
        (FOUR, ordinal, 0.815),
        (FOUR, interval, 0.849),
    ],
)
def test_the_published_examples(observers: tuple[str, ...], difference: object, alpha: float) -> None:
    found = reliability(units(*observers), difference)  # type: ignore[arg-type]
    assert found.alpha == pytest.approx(alpha, abs=0.0005)
    assert found.why is None


@pytest.mark.parametrize(
    ("observers", "expected"),
    [
        ((), Reliability(None, Undefined.NOT_COMPARED, 0)),
        (("12..", "..34"), Reliability(None, Undefined.NOT_COMPARED, 0)),
        (("11", "11"), Reliability(None, Undefined.NO_VARIATION, 2)),
        (("12", "12"), Reliability(1.0, None, 2)),
        (("12.", "124"), Reliability(1.0, None, 2)),
        (("12", "21"), Reliability(-0.5, None, 2)),
        (("1", "2"), Reliability(0.0, None, 1)),
    ],
)
def test_no_alpha_is_not_an_alpha_of_nought(observers: tuple[str, ...], expected: Reliability) -> None:
    assert reliability(units(*observers), nominal) == expected


def test_a_far_rank_weighs_more_than_a_near_one() -> None:
    near = reliability(units("1234567", "2234567"), ordinal)
    far = reliability(units("1234567", "7234567"), ordinal)
    assert near.alpha is not None
    assert far.alpha is not None
    assert near.alpha > far.alpha


@pytest.mark.parametrize(
    ("given", "votes"),
    [({}, Votes(0, 0)), ({"6": 2}, Votes(2, 0)), ({"6": 2, "5": 1}, Votes(2, 1)), ({"5": 3}, Votes(0, 3))],
)
def test_opinions_agree_with_the_published_value_or_not(given: dict[str, int], votes: Votes) -> None:
    assert votes_on("6", given) == votes
