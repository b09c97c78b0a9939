"""Why an act was refused. Each is shown on a page that says what happened and what to do next."""

from cases.domain.messages import Problem
from cases.domain.proposals import ProposalState
from cases.domain.workflow import State
from cases.models import ProposalReview, Review


class Refusal(Exception):  # noqa: N818 (a refusal is an answer, not a fault of the program)
    """An act that may not happen now. Nothing was written."""


class NotAllowed(Refusal):
    """The person may not do this at all."""


class OwnWork(Refusal):
    """Nobody decides on own work."""


class AlreadyDecided(Refusal):
    """Somebody else decided first; `review` says who and how."""

    def __init__(self, review: Review) -> None:
        super().__init__(f"revision {review.revision_id} was decided: {review.decision}")
        self.review = review


class NotWaiting(Refusal):
    """The revision stands in a state from which this move does not start."""

    def __init__(self, state: State) -> None:
        super().__init__(f"the revision is {state.value}")
        self.state = state


class ChangedSinceSeen(Refusal):
    """The revision or the public case is not the one that the person had in view."""


class Outdated(Refusal):
    """The case moved on since the author began: the revision must be rebased first."""


class CaseOffPage(Refusal):
    """The case was taken off the page: nothing of it is published, changed or sent until it is put back."""


class OffPageMeanwhile(Refusal):
    """The thing is off the page already, or on it again: somebody else was first."""


class IsPublicNow(Refusal):
    """The public reads this version now. A clean one must be published first, or the case hidden."""


class Incomplete(Refusal):
    """The content does not say enough yet, or says something that cannot be."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class TooManyDrafts(Refusal):
    """The person has as many drafts as are kept for one person."""


class DraftTooLarge(Refusal):
    """What was typed is more than a draft holds."""


class DraftMovedOn(Refusal):
    """The draft was kept from another page since this page read it, and says something else now."""


class TooManyWaiting(Refusal):
    """Somebody whose work was never accepted has as many changes waiting as they may."""


class GapNotOpen(Refusal):
    """The gap was closed meanwhile, or there never was one."""


class LooksForTooMuch(Refusal):
    """The person says of as many gaps as one may that they are looking."""


class ProposalMovedOn(Refusal):
    """The proposal stands where this move does not start; `review` says who decided, if somebody did."""

    def __init__(self, state: ProposalState, review: ProposalReview | None) -> None:
        super().__init__(f"the proposal is {state.value}")
        self.state = state
        self.review = review
