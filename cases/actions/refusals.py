"""Why an act was refused. Each is shown on a page that says what happened and what to do next."""

from cases.domain.choosing import Need
from cases.domain.messages import Problem
from cases.domain.proposals import ProposalState
from cases.domain.workflow import State
from cases.models import FirstYes, ProposalReview, Review


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


class OtherMoved(Refusal):
    """The case that was to be joined to another is not what it was when the two were put together."""


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


class TooManyUploads(Refusal):
    """The person has as many bytes of pictures here as are kept for one person: `held` of `at_most`."""

    def __init__(self, held: int, at_most: int) -> None:
        super().__init__(f"{held} of {at_most} bytes")
        self.held, self.at_most = held, at_most


class NeedsOthers(Refusal):
    """Some of the changes that were chosen do not stand without others that were left out."""

    def __init__(self, needs: tuple[Need, ...]) -> None:
        super().__init__("; ".join(f"{need.path or 'the case'} needs {need.others}" for need in needs))
        self.needs = needs


class TooManyDrafts(Refusal):
    """The person has as many drafts as are kept for one person."""


class DraftTooLarge(Refusal):
    """What was typed is more than a draft holds."""


class DraftMovedOn(Refusal):
    """The draft was kept from another page since this page read it, and says something else now."""


class TooManyWaiting(Refusal):
    """Somebody whose work was never accepted has as many changes waiting as they may."""


class CaseGone(Refusal):
    """The case is not public any more."""


class TooManyToday(Refusal):
    """Somebody whose work was never accepted sent as much in a day as they may."""


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


class AlreadyAppealed(Refusal):
    """The person's appeal is open: one at a time."""


class Overtaken(Refusal):
    """Somebody else did it first, or undid what it was about."""


class SecondNeeded(Refusal):
    """One reviewer is not enough for this change: another moderator must accept it as well."""


class FirstYesUnseen(Refusal):
    """Another moderator accepted this first, which the person had not in view; `first` says who."""

    def __init__(self, first: FirstYes) -> None:
        super().__init__(f"revision {first.revision_id} was accepted first by {first.by_id}")
        self.first = first


class NoSuchPart(Refusal):
    """The change does not have the part that was commented on, or the comment was resolved already."""


class ThreadGone(Refusal):
    """No comment of the thread is public any more; for the public there is no such thread."""


class TooLateToEdit(Refusal):
    """The time in which the author of a comment may change it is over."""


class CommentMovedOn(Refusal):
    """Somebody else decided on the comment, hid it or showed it again first."""


class NothingThere(Refusal):
    """Nothing public has this address."""


class WatchesTooMuch(Refusal):
    """The person watches as many things as one may."""


class ImportMovedOn(Refusal):
    """The import is not where this act begins: it is being read or sent, or was sent already."""


class TooManyImports(Refusal):
    """The person has as many imports that were not sent as are kept for one person."""


class ImportTooLarge(Refusal):
    """The file has more bytes than one that is imported on the site may have."""


class KeyUsedOtherwise(Refusal):
    """The key of a writing was used for another one before."""
