"""Why a case or a text is taken off the page."""

from enum import StrEnum

from cases.domain.messages import noop as _


class OffPage(StrEnum):
    """How a case is off the page: with its reason in public, as if it never was, or under another address."""

    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    MERGED = "merged"


WITHDRAWAL_REASONS = {
    "not_a_case": _("It is not about how people produce together."),
    "not_sourced": _("What it says could not be found in its sources."),
    "wrong": _("It says things that turned out to be wrong."),
    "twice": _("Another case says the same."),
    "asked": _("The person who wrote it asked for it."),
    "other": _("For another reason, which the note says."),
}
"""Why a case is withdrawn, in the words that everybody reads."""

HIDING_REASONS = {
    "privacy": _("It says something private about a person."),
    "copyright": _("It holds a text that belongs to somebody else."),
    "abuse": _("It attacks or deceives people."),
}
"""Why a case or a text is hidden, in the words that moderators read."""

NOTE_LIMIT = 500

MERGED_REASON = _("Another case says all that it said, and its address leads there.")

KEPT_FROM_WRITERS = frozenset({"privacy", "abuse"})
"""The reasons for which a hidden text is hidden from those who wrote it, too."""
