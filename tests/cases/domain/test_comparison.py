"""Which rows differ, which claims are shared, and where cases disagree."""

from collections.abc import Hashable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.comparison import Accord, Ground, Stances, differ, ground_of
from cases.domain.vocabulary import Stance

YES, PARTLY, NO, NOT_FOUND = Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS, Stance.NOT_FOUND
CLAIMS = ("1a", "2f", "3c")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a", "a"], False),
        (["a", "b"], True),
        (["a", "a", "b"], True),
        ([None, None], False),
        ([None, ""], True),  # nobody wrote it, and it is empty
        ([frozenset({"ES", "FI"}), frozenset({"FI", "ES"})], False),
        (["alone"], False),
    ],
)
def test_a_row_differs_unless_all_its_values_are_alike(values: Sequence[Hashable], *, expected: bool) -> None:
    assert differ(values) is expected


# What each case does to its claims; the claims shared, those that fewer touch, and those in dispute.
GROUNDS: list[tuple[list[Stances], Ground, Accord]] = [
    ([{}, {}], Ground((), (), ()), Accord.APART),
    ([{"1a": [YES]}, {}], Ground((), ("1a",), ()), Accord.APART),
    ([{"1a": [YES]}, {"3c": [NO]}], Ground((), ("1a", "3c"), ()), Accord.APART),
    ([{"1a": [YES]}, {"1a": [YES]}], Ground(("1a",), (), ()), Accord.AGREED),
    ([{"1a": [YES]}, {"1a": [PARTLY]}], Ground(("1a",), (), ()), Accord.AGREED),
    ([{"1a": [NO]}, {"1a": [NO]}], Ground(("1a",), (), ()), Accord.AGREED),
    ([{"1a": [YES]}, {"1a": [NO]}], Ground(("1a",), (), ("1a",)), Accord.OPPOSED),
    ([{"1a": [PARTLY]}, {"1a": [NO]}], Ground(("1a",), (), ("1a",)), Accord.OPPOSED),
    # Looked for and not found is no stance: it neither touches nor opposes.
    ([{"1a": [NOT_FOUND]}, {"1a": [YES]}], Ground((), ("1a",), ()), Accord.APART),
    ([{"1a": [NOT_FOUND]}, {"1a": [NOT_FOUND]}], Ground((), ("1a",), ()), Accord.APART),
    ([{"1a": [NOT_FOUND]}, {"1a": [NO]}, {"1a": [NO]}], Ground(("1a",), (), ()), Accord.AGREED),
    # A case whose own sources disagree is at odds with another one on the claim, and not with itself.
    ([{"1a": [YES, NO]}, {}], Ground((), ("1a",), ()), Accord.APART),
    ([{"1a": [YES, NO]}, {"1a": [YES]}], Ground(("1a",), (), ("1a",)), Accord.OPPOSED),
    ([{"1a": [YES, NO]}, {"1a": [YES, NO]}], Ground(("1a",), (), ("1a",)), Accord.OPPOSED),
    # Two of four are enough, and the order is that of the text.
    (
        [{"3c": [YES], "2f": [YES]}, {}, {"2f": [NO]}, {"3c": [YES]}],
        Ground(("2f", "3c"), (), ("2f",)),
        Accord.OPPOSED,
    ),
]


@pytest.mark.parametrize(("cases", "ground", "accord"), GROUNDS)
def test_the_claims_are_sorted_by_what_the_cases_do_to_them(
    cases: list[Stances], ground: Ground, accord: Accord
) -> None:
    assert ground_of(CLAIMS, cases) == ground
    assert ground.accord is accord


STANCES = st.dictionaries(st.sampled_from(CLAIMS), st.sets(st.sampled_from(Stance), min_size=1))


@given(st.lists(STANCES, min_size=2, max_size=4))
def test_the_order_of_the_columns_changes_nothing(cases: list[Stances]) -> None:
    assert ground_of(CLAIMS, cases) == ground_of(CLAIMS, cases[::-1])
