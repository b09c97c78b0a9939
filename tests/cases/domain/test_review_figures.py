"""What the figures of reviewing say."""

from datetime import timedelta

from cases.domain.review_figures import Decision, figures_of
from cases.domain.workflow import State

HOUR = timedelta(hours=1)


def test_without_a_decision_nothing_is_said() -> None:
    figures = figures_of([])
    assert (figures.decided, figures.half_within, figures.reasons) == (0, None, ())


def test_decisions_are_counted_and_half_of_them_waited_less_than_the_middle_one() -> None:
    figures = figures_of(
        [
            Decision(State.APPROVED, "", HOUR),
            Decision(State.REJECTED, "other", 9 * HOUR),
            Decision(State.CHANGES_REQUESTED, "source-missing", 2 * HOUR),
            Decision(State.CHANGES_REQUESTED, "source-missing", 4 * HOUR),
        ]
    )
    assert (figures.decided, figures.accepted, figures.asked, figures.declined) == (4, 1, 2, 1)
    assert figures.half_within == 3 * HOUR
    assert figures.reasons == (("source-missing", 2), ("other", 1))
