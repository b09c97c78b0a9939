"""The catalogue of reasons for asking for changes or declining: each says what to do about it."""

from dataclasses import dataclass

from cases.domain.messages import noop as _


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a short name for the reviewer, and guidance for the author."""

    code: str
    name: str
    guidance: str


SPAM = "spam"
"""The one reason that needs no note: it is given in one step."""

REASONS = (
    Reason(
        "source-missing",
        _("A sentence needs a source"),
        _("Add a source that a reader can check, and put its key after the sentence: [@key]."),
    ),
    Reason(
        "source-does-not-say",
        _("The source does not say this"),
        _("Quote the passage that carries the sentence, or change the sentence to what the source says."),
    ),
    Reason(
        "claim-does-not-fit",
        _("The case speaks to another claim"),
        _("Compare the wording of the claim with your note, and move the placement to the claim it fits."),
    ),
    Reason(
        "placement-unclear",
        _("The stage or model is not shown"),
        _("Say in the phase's reason who sets the frame and who realises the value, with a source."),
    ),
    Reason(
        "too-much-copied",
        _("The words are the source's own"),
        _("Say the facts in your own words. A quote may have 300 characters and stands in its own field."),
    ),
    Reason(
        "already-there",
        _("This case is already here"),
        _("Edit the case that exists; what is new in your text is welcome there."),
    ),
    Reason(
        "not-a-case",
        _("This is not a case"),
        _("A case names who made what together, where and since when. An opinion alone is not one."),
    ),
    Reason(
        "advertising",
        _("This advertises"),
        _("Say what others have found, with sources that are not the organisation's own."),
    ),
    Reason(
        SPAM,
        _("This is spam"),
        _("Nobody but you and the moderators can read it. If you wrote about a case, send it again as one."),
    ),
    Reason("other", _("Another reason, in the note"), _("See the reviewer's note.")),
)

REASON_CODES = tuple(reason.code for reason in REASONS)


def reason_of(code: str) -> Reason:
    """Return the reason of this code. Raises KeyError when there is none."""
    return {reason.code: reason for reason in REASONS}[code]
