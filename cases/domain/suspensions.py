"""Suspending a person: for what, and what may become of an appeal."""

from enum import StrEnum

from cases.domain.messages import noop as _
from cases.domain.reasons import Reason

NOTE_LIMIT = 2_000
APPEAL_LIMIT = 2_000

SUSPENSION_REASONS = (
    Reason(
        "spam",
        _("Spam"),
        _("What you sent advertises, or a program sent it. Say in your appeal what you want to add here."),
    ),
    Reason(
        "abuse",
        _("Abuse of people"),
        _("What you wrote attacks people. Say in your appeal how you will disagree from now on."),
    ),
    Reason(
        "made-up",
        _("Made-up cases or sources"),
        _("What you wrote does not stand in the sources you named. Say in your appeal where it can be read."),
    ),
    Reason(
        "copied",
        _("Copied texts, again after being told"),
        _("The words are those of others. Say in your appeal that you will write your own."),
    ),
    Reason(
        "several-accounts",
        _("Several accounts of one person"),
        _("One person has one account here. Say in your appeal which of them you keep."),
    ),
    Reason("other", _("Another reason, in the note"), _("See the note of the moderator.")),
)
SUSPENSION_REASON_CODES = tuple(reason.code for reason in SUSPENSION_REASONS)


def suspension_reason(code: str) -> Reason:
    """The reason of this code. Raises KeyError when there is none."""
    return {reason.code: reason for reason in SUSPENSION_REASONS}[code]


class AppealDecision(StrEnum):
    """What another moderator says to an appeal."""

    KEEP = "keep"
    LIFT = "lift"
