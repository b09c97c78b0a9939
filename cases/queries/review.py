"""One change as its reviewer sees it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Count, Q, QuerySet

from accounts.models import User
from cases import permissions
from cases.domain.content import CaseContent
from cases.domain.diff import visible_controls
from cases.domain.effect import Effect
from cases.domain.workflow import State
from cases.models import Case, CaseRecord, Joining, Review, Revision, Taking
from cases.models.taking import taking_of
from cases.queries.chains import chain_of, join_chains
from cases.queries.change_comments import ShownComment, comments_on
from cases.queries.changes import (
    ShownChange,
    comments_elsewhere,
    shown_changes,
    unchanged_fields,
    with_comments,
)
from cases.queries.effect import effect_of_change
from cases.queries.fixed import fixed
from cases.queries.imports import import_of_key
from cases.queries.merge import merge_of
from cases.queries.queue import EVERYTHING, Neighbours, QueueFilter, QueuePage, neighbours_of, queue_page
from cases.queries.reasons import Catalogue, ShownReason, load_reasons
from cases.queries.second import Care, care_of
from cases.queries.taxonomy import load_all
from cases.queries.words import label_of

QUEUE_BESIDE = 10


@dataclass(frozen=True, slots=True)
class Talk:
    """A review with its reason from the catalogue, None where it was accepted."""

    review: Review
    reason: ShownReason | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything that the page of one change shows, in a fixed number of queries.

    `content` would replace `base`. `title`, `note` and `stake` have their invisible characters shown as
    marks; `case` is the public one. `earlier` counts the decisions on the author's revisions before this
    one. `talks` are the reviews of the revisions that this one follows, oldest first; `decided` is its own,
    when there is one. Of a waiting revision that is outdated, `collisions` names the fields on which a
    person must choose. When there are none, `content` and `changes` are what would become of the public
    case, and `woven` names the fields that both sides changed. `taking` says who reads it, `care` whether
    it needs two reviewers; `catalogue` holds the reasons.
    `of_import` is the number of the import by which it came.
    `open_comments` counts those that nobody resolved; `comments_elsewhere` hang on fields that do not change.
    """

    revision: Revision
    title: str
    note: str
    of_import: int | None
    stake: str
    content: CaseContent
    base: CaseContent | None
    is_new_case: bool
    changes: tuple[ShownChange, ...]
    unchanged: int
    effects: tuple[Effect, ...]
    earlier: int
    earlier_accepted: int
    case: Case | None
    talks: tuple[Talk, ...]
    decided: Talk | None
    queue: QueuePage
    neighbours: Neighbours
    is_waiting: bool
    is_own: bool
    sources_named: bool
    collisions: tuple[str, ...]
    woven: tuple[str, ...]
    taking: Taking | None
    catalogue: Catalogue
    comments_elsewhere: tuple[tuple[ShownComment, str], ...]
    open_comments: int
    care: Care

    @property
    def joins(self) -> CaseRecord | None:
        """The case that this change merges into its own, or None."""
        joining: Joining | None = getattr(self.revision, "joining", None)
        return joining.absorbed if joining else None

    @property
    def can_be_split(self) -> bool:
        """Whether some of the changes could be accepted without the others: several are in view."""
        return self.is_waiting and not self.collisions and len(self.changes) > 1 and self.joins is None

    @property
    def goes_together(self) -> bool:
        """Whether the change could be accepted although others changed the case meanwhile."""
        return self.revision.is_outdated and not self.collisions


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a revision stands, and the review that put it there, if one did."""

    state: State
    review: Review | None


def load_revision(pk: int) -> Revision | None:
    """A revision with its people, its record and all that it follows, or None; two queries."""
    revision = next(iter(_revision(pk)), None) if pk <= BigIntegerField.MAX_BIGINT else None
    if revision is not None:
        join_chains([revision])
    return revision


@fixed
def _revision(pk: int) -> QuerySet[Revision]:
    # Prepared on the server, too: PostgreSQL plans so many joins much longer than it needs for the answer.
    return (
        Revision.objects.with_people()
        .select_related(
            "record__published",
            "record__case",
            "taking__by",
            "followed_by__partial",
            "joining__absorbed__case",
        )
        .defer("followed_by__content")
        .filter(pk=pk)
    )


def standing_of(pk: int) -> Standing:
    """Where a revision stands at this moment; one query.

    One that was accepted in part, or together with what others changed, stands where its successor does.
    """
    people = Revision.objects.select_related(
        "standing", "review__by", "followed_by__standing", "followed_by__review__by"
    )
    revision = people.defer("content", "followed_by__content").get(pk=pk)
    successor: Revision | None = getattr(revision, "followed_by", None)
    if revision.state is State.WITHDRAWN and successor is not None and hasattr(successor, "review"):
        revision = successor
    return Standing(revision.state, getattr(revision, "review", None))


def sent_with_key(key: uuid.UUID, *, by: User) -> Revision | None:
    """What this person sent with this key already, so that sending twice is sending once; or None."""
    people = Q(author=by) | Q(prepared_by=by)
    return Revision.objects.filter(people, submission_key=key).defer("content").first()


def review_page(
    revision: Revision, reader: User, now: datetime, *, only: str = "", narrowed: QueueFilter = EVERYTHING
) -> ReviewPage:
    """Read the page of one change, or of its field `only`: seventeen queries after `load_revision`.

    `queue` and `neighbours` are those of the queue as it is narrowed.
    """
    content = revision.read()
    base = revision.base.read() if revision.base else None
    public = revision.record.published.read() if revision.record.published else None
    is_waiting = revision.state is State.SUBMITTED
    catalogue, comments = load_reasons(), comments_on(revision)
    earlier = Review.objects.filter(author=revision.author, revision__lt=revision.pk)
    numbers = earlier.aggregate(all=Count("pk"), accepted=Count("pk", filter=Q(decision=State.APPROVED)))
    merge = merge_of(revision) if is_waiting and revision.is_outdated else None
    effects = effect_of_change(base, content, public)
    if merge is not None and not merge.collisions:
        base, content = public, merge.content
    return ReviewPage(
        revision=revision,
        title=visible_controls(revision.title),
        note=visible_controls(revision.note),
        of_import=import_of_key(revision.submission_key),
        stake=visible_controls(content.stake.which) if content.stake else "",
        content=content,
        is_new_case=revision.base_id is None,
        base=base,
        changes=with_comments(shown_changes(base, content, load_all(), only=only), comments),
        comments_elsewhere=comments_elsewhere(base, content, comments),
        open_comments=sum(row.is_open for row in comments),
        unchanged=unchanged_fields(base, content),
        effects=effects if is_waiting else (),
        earlier=numbers["all"],
        earlier_accepted=numbers["accepted"],
        case=getattr(revision.record, "case", None),
        talks=tuple(talk for step in chain_of(revision) if (talk := _talk(step, catalogue))),
        decided=_talk(revision, catalogue),
        catalogue=catalogue,
        care=care_of(revision, reader),
        neighbours=neighbours_of(revision, now=now, narrowed=narrowed),
        queue=queue_page(reader=reader, now=now, size=QUEUE_BESIDE, narrowed=narrowed),
        is_waiting=is_waiting,
        taking=taking_of(revision, now),
        is_own=reader.pk in permissions.writers_of(revision),
        collisions=tuple(map(label_of, merge.collisions)) if merge else (),
        woven=tuple(label_of(change.path) for change in merge.taken if change.path in merge.woven)
        if merge
        else (),
        sources_named=all(row.sources or row.stance == "not_found" for row in content.illustrations),
    )


def _talk(revision: Revision, catalogue: Catalogue) -> Talk | None:
    """The review of a revision; needs `with_people` or `join_chains`."""
    review = getattr(revision, "review", None)
    if review is None:
        return None
    return Talk(review, catalogue.of(review.reason))
