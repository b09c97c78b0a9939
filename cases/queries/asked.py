"""What a reviewer asked for, as the author reads it beside the form of the answer."""

from dataclasses import dataclass

from cases.models import Review, Revision
from cases.queries.chains import join_chains
from cases.queries.change_comments import ShownComment, comments_on
from cases.queries.reasons import ShownReason, load_reasons
from cases.queries.words import label_of


@dataclass(frozen=True, slots=True)
class Asked:
    """The decision on a change, its reason with the guidance, and the open comments with their labels."""

    review: Review
    reason: ShownReason | None
    comments: tuple[tuple[str, ShownComment], ...]


def asked_of(revision: Revision | None) -> Asked | None:
    """What was asked of the change that an answer follows; None for what follows nothing."""
    review: Review | None = getattr(revision, "review", None)
    if revision is None or review is None:
        return None
    join_chains([revision])
    comments = tuple((label_of(row.path), row) for row in comments_on(revision) if row.is_open)
    return Asked(review, load_reasons().of(review.reason), comments)
