"""The reasons for asking for changes or declining: each says what to do about it.

These are the words that the site begins with, and their translations are ours. Moderators may word a reason
anew and add others: pages read the catalogue through `cases.queries.reasons`. A reason added to REASONS is
in the catalogue of every site at once.
"""

import re
from dataclasses import dataclass

from cases.domain.messages import noop as _


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a short name for the reviewer, and guidance for the author.

    `link` is a page of this site that explains more.
    """

    code: str
    name: str
    guidance: str
    link: str = ""


SPAM = "spam"
"""The one reason that needs no note: it is given in one step."""

REASONS = (
    Reason(
        "source-missing",
        _("A sentence needs a source"),
        _("Add a source that a reader can check, and put its key after the sentence: [@key]."),
        "/about/evidence/#citing",
    ),
    Reason(
        "source-does-not-say",
        _("The source does not say this"),
        _("Quote the passage that carries the sentence, or change the sentence to what the source says."),
        "/about/evidence/#quotes",
    ),
    Reason(
        "claim-does-not-fit",
        _("The case speaks to another claim"),
        _("Compare the wording of the claim with your note, and move the placement to the claim it fits."),
        "/about/method/#claims",
    ),
    Reason(
        "placement-unclear",
        _("The stage or model is not shown"),
        _("Say in the phase's reason who sets the frame and who realises the value, with a source."),
        "/about/method/#stages",
    ),
    Reason(
        "too-much-copied",
        _("The words are the source's own"),
        _("Say the facts in your own words. A quote may have 300 characters and stands in its own field."),
        "/about/evidence/#quotes",
    ),
    Reason(
        "already-there",
        _("This case is already here"),
        _("Edit the case that exists; what is new in your text is welcome there."),
        "/cases/",
    ),
    Reason(
        "not-a-case",
        _("This is not a case"),
        _("A case names who made what together, where and since when. An opinion alone is not one."),
        "/about/evidence/#not",
    ),
    Reason(
        "advertising",
        _("This advertises"),
        _("Say what others have found, with sources that are not the organisation's own."),
        "/about/evidence/#speakers",
    ),
    Reason(
        SPAM,
        _("This is spam"),
        _("Nobody but you and the moderators can read it. If you wrote about a case, send it again as one."),
    ),
    Reason("other", _("Another reason, in the note"), _("See the reviewer's note.")),
)

PAGE_HERE = re.compile(r"/(?:[^\s/\\?#]+/)*(?:#[^\s#\\]+)?")
"""The address of a page of this site: a path, perhaps with the part of the page that is meant."""
EXAMPLE = re.compile(r"/cases/(?P<slug>[^\s/\\?#]+)/(?:history/\d{1,6}/)?(?:#[^\s#\\]+)?", re.ASCII)
"""The address of a case, of one of its parts, or of one of its versions."""


def is_page_here(address: str) -> bool:
    """Whether this is the address of a page of this site, as its path."""
    return PAGE_HERE.fullmatch(address) is not None


def slug_of_example(address: str) -> str:
    """The slug of the case that this address leads to, or "" when it leads to none."""
    match = EXAMPLE.fullmatch(address)
    return match["slug"] if match else ""
