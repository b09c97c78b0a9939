"""Proposals about gaps: what waits for a moderator, and what a person proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from cases.domain.diff import visible_controls
from cases.domain.proposals import proposal_reason
from cases.domain.reasons import Reason
from cases.models import Looking, Proposal
from cases.queries.gap_words import Words, titles_of, words_of
from cases.queries.queue import LATE
from cases.queries.taxonomy import Taxonomy, load_all

LISTED_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """A proposal with the name of its gap; text and sources show every invisible character as a mark."""

    proposal: Proposal
    words: Words
    text: str
    sources: str
    reason: Reason | None
    is_late: bool


def waiting_proposals(now: datetime) -> tuple[ProposalShown, ...]:
    """The oldest proposals that wait; six queries."""
    rows = list(Proposal.objects.waiting().with_people()[:LISTED_AT_MOST])
    return _shown(rows, load_all(), now)


def proposals_of(user: User, now: datetime) -> tuple[ProposalShown, ...]:
    """What a person proposed, newest first; six queries, one when there is nothing."""
    rows = list(Proposal.objects.by(user).with_people().order_by("-id")[:LISTED_AT_MOST])
    return _shown(rows, load_all(), now) if rows else ()


def lookings_of(user: User) -> tuple[tuple[Looking, Words], ...]:
    """The gaps that a person looks for, the first to run out first; six queries, one when there are none."""
    rows = list(user.lookings.now().order_by("until", "pk"))
    if not rows:
        return ()
    taxonomy, titles = load_all(), titles_of(row.of_gap for row in rows)
    return tuple((row, words_of(row.of_gap, taxonomy, titles)) for row in rows)


def load_proposal(pk: int, now: datetime) -> ProposalShown | None:
    """One proposal, or None; six queries."""
    row = Proposal.objects.with_people().filter(pk=pk).first()
    return _shown([row], load_all(), now)[0] if row else None


def _shown(rows: Iterable[Proposal], taxonomy: Taxonomy, now: datetime) -> tuple[ProposalShown, ...]:
    rows = list(rows)
    titles = titles_of(row.of_gap for row in rows)
    return tuple(
        ProposalShown(
            proposal=row,
            words=words_of(row.of_gap, taxonomy, titles),
            text=visible_controls(row.text),
            sources=visible_controls(row.sources),
            reason=_reason(row),
            is_late=now - row.created_at >= LATE,
        )
        for row in rows
    )


def _reason(row: Proposal) -> Reason | None:
    review = getattr(row, "review", None)
    return proposal_reason(review.reason) if review and review.reason else None
