"""The public log of moderation: which acts it tells of, in which words, and what it may name.

One table, from the verbs of the audit log to sentences. A verb that is not in it is not shown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.domain.messages import noop as _
from cases.domain.off_page import HIDING_REASONS, WITHDRAWAL_REASONS
from cases.domain.proposals import PROPOSAL_REASONS
from cases.domain.reasons import REASONS, Reason
from cases.domain.suspensions import SUSPENSION_REASONS
from cases.domain.talk import COMMENT_REASONS


class LogKind(StrEnum):
    """The kinds of acts by which the log can be read."""

    DECISIONS = "decisions"
    CASES = "cases"
    HIDDEN = "hidden"
    PEOPLE = "people"
    WORDINGS = "wordings"
    ROLES = "roles"


class Named(StrEnum):
    """What an entry may name, if it is public when the log is read."""

    NOTHING = "nothing"
    CASE = "case"
    CLAIM = "claim"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Told:
    """How the log tells of an act."""

    kind: LogKind
    says: str
    names: Named = Named.NOTHING


VERBS: Mapping[str, Told] = {
    "approved revision": Told(LogKind.DECISIONS, _("A change was accepted"), Named.CASE),
    "changes_requested revision": Told(
        LogKind.DECISIONS, _("A change was sent back with a request"), Named.CASE
    ),
    "rejected revision": Told(LogKind.DECISIONS, _("A change was declined"), Named.CASE),
    "approved proposal": Told(LogKind.DECISIONS, _("A call or a search note was accepted")),
    "rejected proposal": Told(LogKind.DECISIONS, _("A call or a search note was declined")),
    "withdraw_case": Told(LogKind.CASES, _("A case was withdrawn"), Named.CASE),
    "put_back_case": Told(LogKind.CASES, _("A case was put back"), Named.CASE),
    "rename_case": Told(LogKind.CASES, _("A case was given another address"), Named.CASE),
    "merge_cases": Told(LogKind.CASES, _("Two cases were put together"), Named.CASE),
    "dispute_opened": Told(LogKind.CASES, _("A case was marked as disputed"), Named.CASE),
    "dispute_ended": Told(LogKind.CASES, _("A dispute about a case was ended"), Named.CASE),
    "publish_snapshot": Told(LogKind.CASES, _("A snapshot of everything public was published")),
    "hide_case": Told(LogKind.HIDDEN, _("A case was hidden")),
    "unhide_case": Told(LogKind.HIDDEN, _("A hidden case was shown again")),
    "hide_revision": Told(LogKind.HIDDEN, _("A version of a case was hidden")),
    "unhide_revision": Told(LogKind.HIDDEN, _("A hidden version of a case was shown again")),
    "hide_comment": Told(LogKind.HIDDEN, _("A comment was hidden")),
    "unhide_comment": Told(LogKind.HIDDEN, _("A hidden comment was shown again")),
    "suspend_person": Told(LogKind.PEOPLE, _("A person was suspended")),
    "lift_suspension": Told(LogKind.PEOPLE, _("A suspension was lifted")),
    "worded claimversion": Told(LogKind.WORDINGS, _("A claim was given a new wording"), Named.CLAIM),
    "tag_renamed": Told(LogKind.WORDINGS, _("A tag was given another name")),
    "tag_merged": Told(LogKind.WORDINGS, _("A tag was merged into another")),
    "role_changed user": Told(LogKind.ROLES, _("A role was given"), Named.ROLE),
}
"""By verb; where the same verb is said of several things, by verb and kind of thing."""

KIND_LABELS: Mapping[LogKind, str] = {
    LogKind.DECISIONS: _("Decisions"),
    LogKind.CASES: _("Cases"),
    LogKind.HIDDEN: _("Hidden"),
    LogKind.PEOPLE: _("People"),
    LogKind.WORDINGS: _("Wordings"),
    LogKind.ROLES: _("Roles"),
}

CATALOGUES: tuple[tuple[str, tuple[Reason, ...]], ...] = (
    (_("Why a change is not accepted as it is"), REASONS),
    (_("Why a call or a search note is declined"), PROPOSAL_REASONS),
    (_("Why a person is suspended"), SUSPENSION_REASONS),
)
OFF_PAGE_REASONS = {
    **WITHDRAWAL_REASONS,
    **HIDING_REASONS,
    **{reason.code: reason.name for reason in COMMENT_REASONS},
}
OFF_PAGE_VERBS = frozenset(
    {"withdraw_case", "put_back_case", "hide_case", "unhide_case", "hide_revision", "unhide_revision"}
    | {"hide_comment", "unhide_comment"}
)
CODE = re.compile(r"[a-z]+(?:[-_][a-z]+)*", re.ASCII)
LONGEST_CODE = 40


def told_of(verb: str, subject_kind: str) -> Told | None:
    """How the log tells of this act, or None for what it does not tell of."""
    return VERBS.get(f"{verb} {subject_kind}") or VERBS.get(verb)


def verbs_of(kind: LogKind | None) -> frozenset[str]:
    """The verbs that the log tells of, of one kind or of all."""
    return frozenset(key.partition(" ")[0] for key, told in VERBS.items() if kind in {None, told.kind})


def reason_in_words(verb: str, code: object) -> str:
    """The name of a reason. One of no catalogue is its own name, if it is a code and no text; else ""."""
    if not isinstance(code, str) or len(code) > LONGEST_CODE or not CODE.fullmatch(code):
        return ""
    if verb in OFF_PAGE_VERBS and code in OFF_PAGE_REASONS:
        return OFF_PAGE_REASONS[code]
    reasons = SUSPENSION_REASONS if verb == "suspend_person" else (*REASONS, *PROPOSAL_REASONS)
    names = {reason.code: reason.name for reason in reasons if reason.code != "other"}
    return names.get(code, code.replace("-", " ").replace("_", " "))
