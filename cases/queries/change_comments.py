"""Comments on parts of a waiting change, with those on the revisions that it goes on from."""

from dataclasses import dataclass

from cases.domain.diff import visible_controls
from cases.domain.workflow import State
from cases.models import ChangeComment, CommentResolution, Revision
from cases.queries.chains import chain_of


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as its readers see it: invisible characters shown as marks.

    `is_earlier`: it was made on a revision that this one goes on from. `can_resolve`: this revision may be
    said to answer it.
    """

    comment: ChangeComment
    text: str
    resolution: CommentResolution | None
    is_earlier: bool
    can_resolve: bool

    @property
    def path(self) -> str:
        """The changed field on which it hangs."""
        return self.comment.path

    @property
    def is_open(self) -> bool:
        """Whether nobody resolved it yet."""
        return self.resolution is None


def comments_on(revision: Revision) -> tuple[ShownComment, ...]:
    """The comments on this revision and on all that it follows; one query, needs `join_chains`."""
    chain = [revision.pk, *(step.pk for step in chain_of(revision))]
    rows = ChangeComment.objects.filter(revision__in=chain).select_related("by", "resolution__by")
    waits = revision.state is State.SUBMITTED
    return tuple(_shown(row, revision, waits=waits) for row in rows.order_by("pk"))


def _shown(row: ChangeComment, revision: Revision, *, waits: bool) -> ShownComment:
    resolution = getattr(row, "resolution", None)
    is_earlier = row.revision_id != revision.pk
    return ShownComment(
        comment=row,
        text=visible_controls(row.text),
        resolution=resolution,
        is_earlier=is_earlier,
        can_resolve=waits and is_earlier and resolution is None,
    )
