"""Notices and mail as data: which kinds there are, who may see each, and when a digest is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.domain.messages import noop as _


class Sight(StrEnum):
    """The rule by which a person may still see a notice; asked when it is shown and when it is mailed."""

    OWN_CHANGE = "own_change"  # who may see the revision: its people and moderators
    OWN_PROPOSAL = "own_proposal"  # who may see the proposal
    PUBLIC_CHANGE = "public_change"  # everybody, for as long as that version of the case is public
    COMMENT = "comment"  # who may read the comment


class NoticeKind(StrEnum):
    """What a notice tells."""

    DECISION = "decision"
    PROPOSAL = "proposal"
    CASE_CHANGED = "case_changed"
    CLAIM_CHANGED = "claim_changed"
    TAG_CHANGED = "tag_changed"
    CELL_CHANGED = "cell_changed"
    GAP_CHANGED = "gap_changed"
    MENTION = "mention"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """Who may see notices of a kind, and whether a mail of its own tells the same at once."""

    sight: Sight
    has_own_mail: bool = False


RULES: dict[NoticeKind, NoticeRule] = {
    NoticeKind.DECISION: NoticeRule(Sight.OWN_CHANGE, has_own_mail=True),
    NoticeKind.PROPOSAL: NoticeRule(Sight.OWN_PROPOSAL, has_own_mail=True),
    NoticeKind.CASE_CHANGED: NoticeRule(Sight.PUBLIC_CHANGE),
    NoticeKind.CLAIM_CHANGED: NoticeRule(Sight.PUBLIC_CHANGE),
    NoticeKind.TAG_CHANGED: NoticeRule(Sight.PUBLIC_CHANGE),
    NoticeKind.CELL_CHANGED: NoticeRule(Sight.PUBLIC_CHANGE),
    NoticeKind.GAP_CHANGED: NoticeRule(Sight.PUBLIC_CHANGE),
    NoticeKind.MENTION: NoticeRule(Sight.COMMENT),
    NoticeKind.ANSWER: NoticeRule(Sight.COMMENT),
}
ABOUT_PUBLIC_CHANGES = frozenset(kind for kind, rule in RULES.items() if rule.sight is Sight.PUBLIC_CHANGE)


class Rhythm(StrEnum):
    """How often a person gets mail about notices."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


RHYTHM_LABELS = {
    Rhythm.AT_ONCE: _("At once"),
    Rhythm.DAILY: _("Once a day"),
    Rhythm.WEEKLY: _("Once a week"),
    Rhythm.NEVER: _("Never"),
}
DIGEST_HOUR = 6


@dataclass(frozen=True, slots=True)
class Period:
    """A day or a week of notices: its name, and when the digest of it is due."""

    name: str
    due_at: datetime


def period_at(rhythm: Rhythm, at: datetime) -> Period:
    """The period in which this moment lies: a day, or for the weekly rhythm a week from Monday."""
    day = at.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    if rhythm is Rhythm.WEEKLY:
        year, week, weekday = at.isocalendar()
        return Period(f"{year}-W{week:02}", day + timedelta(days=8 - weekday))
    return Period(f"{at:%Y-%m-%d}", day + timedelta(days=1))
