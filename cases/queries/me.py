"""A person's own page: drafts, what waits, and what was decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from cases.domain.content import CaseContent
from cases.domain.workflow import State
from cases.models import Draft, PartialAcceptance, Revision, RevisionState
from cases.queries.merge import offer_of
from cases.queries.reasons import Catalogue, ShownReason, load_reasons
from cases.queries.words import label_of

SHOWN_AT_MOST = 50
PAGE = 30
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OwnChange:
    """One own revision as the page shows it; `ahead` counts those before it in the queue.

    `left_out` names the changes that were not accepted when it was made of some of another revision's.
    """

    revision: Revision
    state: State
    ahead: int
    reason: ShownReason | None
    can_answer: bool
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Everything on a person's page; each list is newest first and bounded.

    `decided_lately` counts the reviews of the last seven days.
    """

    drafts: tuple[Draft, ...]
    waiting: tuple[OwnChange, ...]
    to_answer: tuple[OwnChange, ...]
    decided: tuple[OwnChange, ...]
    decided_lately: int


def own_page(user: User) -> OwnPage:
    """Read the page in three queries. What still asks for something comes first, however old it is."""
    week_ago = timezone.now() - A_WEEK
    catalogue = load_reasons()
    changes = [as_own_change(revision, catalogue) for revision in _open_first(user)[:SHOWN_AT_MOST]]
    return OwnPage(
        drafts=tuple(Draft.objects.of(user).select_related("follows")[:SHOWN_AT_MOST]),
        waiting=tuple(change for change in changes if change.state is State.SUBMITTED),
        to_answer=tuple(change for change in changes if change.can_answer),
        decided=tuple(
            change for change in changes if change.state is not State.SUBMITTED and not change.can_answer
        ),
        decided_lately=sum(_reviewed_since(change.revision, week_ago) for change in changes),
    )


def _reviewed_since(revision: Revision, when: datetime) -> bool:
    review = getattr(revision, "review", None)
    return review is not None and review.at >= when


def own_change(user: User, pk: int) -> OwnChange | None:
    """One own revision, or None when it is not theirs."""
    revision = with_place(user).filter(pk=pk).first()
    return as_own_change(revision, load_reasons()) if revision else None


def own_changes(user: User, *, before: int | None, state: str) -> tuple[list[OwnChange], int | None]:
    """A page of own revisions of one state, or of all, newest first; and the key of the last if more follow.

    Two queries at most besides the catalogue.
    """
    rows = with_place(user)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if state:
        rows = rows.filter(standing__state=state)
    catalogue, found = load_reasons(), list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return [as_own_change(row, catalogue) for row in shown], shown[-1].pk if len(found) > PAGE else None


def base_of_own(revision: Revision) -> CaseContent | None:
    """What the author began from; None for a new case, and when that text is hidden by now."""
    base = revision.base
    return base.read() if base is not None and not hasattr(base, "hidden") else None


def as_own_change(revision: Revision, catalogue: Catalogue) -> OwnChange:
    """The revision with what the page says about it; needs `with_people` and the place in the queue."""
    review = getattr(revision, "review", None)
    partial: PartialAcceptance | None = getattr(revision, "partial", None)
    answered = getattr(revision, "followed_by", None) is not None
    return OwnChange(
        revision=revision,
        state=revision.state,
        ahead=getattr(revision, "ahead", 0),
        reason=catalogue.of(review.reason) if review else None,
        can_answer=revision.state is State.CHANGES_REQUESTED and not answered,
        left_out=tuple(map(label_of, partial.left_out)) if partial else (),
    )


def rest_of(revision: Revision) -> CaseContent | None:
    """What a revision that was accepted in part would say with all that was left out; None for any other."""
    whole = revision.follows
    if whole is None or not hasattr(revision, "partial"):
        return None
    return offer_of(whole, onto=revision.base).content


def _open_first(user: User) -> "models.QuerySet[Revision]":
    waits = Q(standing__state=State.SUBMITTED)
    asks = Q(standing__state=State.CHANGES_REQUESTED, followed_by__isnull=True)
    is_open = models.Case(models.When(waits | asks, then=1), default=0)
    return with_place(user).order_by(is_open.desc(), "-id")


def with_place(user: User) -> "models.QuerySet[Revision]":
    """The person's own revisions, newest first, with how many wait before each (`ahead`)."""
    earlier = (
        RevisionState.objects.alias(at=Coalesce("place_id", "revision_id"))
        .filter(state=State.SUBMITTED, at__lt=OuterRef("place"))
        .order_by()
        .values("state")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        Revision.objects.by(user)
        .open_to_writers()
        .with_people()
        .select_related("followed_by__partial", "record__case", "partial")
        .with_place()
        .annotate(ahead=Coalesce(Subquery(earlier, output_field=IntegerField()), 0))
        .order_by("-id")
    )
