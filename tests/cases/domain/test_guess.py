"""What the cases answer to the guess, for every shape that the data can have."""

import pytest

from cases.domain.guess import Answer, Heaviest, Share, answer_of, heaviest, leading_by_share
from cases.domain.states import ModelPicture, find

Counts = tuple[int, int, int, int]
"""Held, thin, contested, gaps."""


def pictures(*rows: Counts) -> list[ModelPicture]:
    return [
        ModelPicture(number=number, held=held, thin=thin, contested=contested, gaps=gaps)
        for number, (held, thin, contested, gaps) in enumerate(rows, start=1)
    ]


ANSWERS = [
    ("no case at all", ((0, 0, 0, 8), (0, 0, 0, 8), (0, 0, 0, 14)), Answer.NO_CASES, (1, 2, 3)),
    ("all gaps in the third", ((8, 0, 0, 0), (8, 0, 0, 0), (8, 0, 0, 6)), Answer.RIGHT, (3,)),
    ("most in the third, by number only", ((5, 0, 0, 3), (8, 0, 0, 0), (10, 0, 0, 4)), Answer.RIGHT, (1,)),
    ("most in the third, as large a part", ((6, 0, 0, 2), (8, 0, 0, 0), (9, 0, 0, 3)), Answer.RIGHT, (1, 3)),
    ("most in the first", ((4, 0, 0, 4), (8, 0, 0, 0), (12, 0, 0, 2)), Answer.WRONG, (1,)),
    ("most in the second", ((8, 0, 0, 0), (6, 0, 0, 2), (13, 0, 0, 1)), Answer.WRONG, (2,)),
    ("a tie with the third", ((6, 0, 0, 2), (8, 0, 0, 0), (12, 0, 0, 2)), Answer.TIED, (1,)),
    ("a tie without the third", ((6, 0, 0, 2), (6, 0, 0, 2), (14, 0, 0, 0)), Answer.TIED, (1, 2)),
    ("no gap, most thin in the third", ((7, 1, 0, 0), (8, 0, 0, 0), (9, 5, 0, 0)), Answer.THIN_RIGHT, (3,)),
    ("no gap, most thin in the second", ((8, 0, 0, 0), (5, 3, 0, 0), (13, 1, 0, 0)), Answer.THIN_WRONG, (2,)),
    ("no gap, thin tie", ((7, 1, 0, 0), (7, 1, 0, 0), (14, 0, 0, 0)), Answer.THIN_TIED, (1, 2)),
    ("nothing left", ((8, 0, 0, 0), (0, 0, 8, 0), (14, 0, 0, 0)), Answer.NOTHING_LEFT, ()),
    ("gaps decide, not thin claims", ((1, 7, 0, 0), (8, 0, 0, 0), (13, 0, 0, 1)), Answer.RIGHT, (3,)),
]


@pytest.mark.parametrize(
    ("rows", "answer", "by_share"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS]
)
def test_the_answer_by_number_and_by_share(
    rows: tuple[Counts, ...], answer: Answer, by_share: tuple[int, ...]
) -> None:
    picture = pictures(*rows)
    assert answer_of(find(picture)) is answer
    assert leading_by_share(answer, picture) == by_share


def test_every_answer_is_in_the_table() -> None:
    assert {row[2] for row in ANSWERS} == set(Answer)


def test_a_model_without_claims_leads_nothing() -> None:
    assert leading_by_share(Answer.RIGHT, pictures((0, 0, 0, 0), (1, 0, 0, 0), (1, 0, 0, 1))) == (3,)


@pytest.mark.parametrize(
    ("share", "percent"),
    [
        (Share(6, 14), None),
        (Share(49, 49), None),
        (Share(25, 50), 50),
        (Share(31, 77), 40),
        (Share(0, 99), 0),
    ],
)
def test_percentages_are_said_of_many_only(share: Share, percent: int | None) -> None:
    assert share.percent == percent


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, Heaviest("", Share(0, 9))),
        ({"ES": 0}, Heaviest("", Share(0, 9))),
        ({"ES": 2, "FI": 5}, Heaviest("FI", Share(5, 9))),
        ({"FR": 2, "ES": 2, "US": 2, "FI": 1}, Heaviest("ES", Share(2, 9), 2)),
    ],
)
def test_what_most_cases_have_in_common(counts: dict[str, int], expected: Heaviest) -> None:
    assert heaviest(counts, 9) == expected
