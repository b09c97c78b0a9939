"""Discussion: threads on a case, on one of its parts or on one of its placements, and their comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from cases.domain.messages import Problem, too_long
from cases.domain.messages import noop as _
from cases.domain.reasons import Reason
from cases.domain.vocabulary import PARTS, Stance

SUBJECT_LIMIT = 150
COMMENT_LIMIT = 5_000
ANCHOR_LIMIT = 60
MENTIONS_AT_MOST = 10
EDITABLE_FOR = timedelta(minutes=30)
"""How long the author of a comment may change its words."""

PART_ADDRESS = re.compile(r"part-([a-z-]+)", re.ASCII)
CLAIM_ADDRESS = re.compile(r"claim-([0-9a-z]{1,10})-([a-z_]+)", re.ASCII)


class UnknownAnchor(ValueError):  # noqa: N818 (an address that names nothing)
    """The address names nothing on which a thread can hang."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a thread hangs on: a part, a placement (claim and stance), or the case as a whole."""

    part: str = ""
    claim: str = ""
    stance: str = ""

    @classmethod
    def read(cls, address: str) -> "Anchor":
        """The anchor at this address; "" is the whole case. Raises UnknownAnchor."""
        if not address:
            return cls()
        if (found := PART_ADDRESS.fullmatch(address)) and found[1] in PARTS:
            return cls(part=found[1])
        if (found := CLAIM_ADDRESS.fullmatch(address)) and found[2] in set(Stance):
            return cls(claim=found[1], stance=found[2])
        raise UnknownAnchor(address)

    @property
    def address(self) -> str:
        """The anchor as one word, as addresses and tables hold it."""
        if self.part:
            return f"part-{self.part}"
        return f"claim-{self.claim}-{self.stance}" if self.claim else ""


def problems_of_subject(subject: str) -> tuple[Problem, ...]:
    """What is wrong with the subject line of a thread."""
    if not subject.strip():
        return (Problem("subject", _("The subject is missing. Say in one line what this is about.")),)
    return too_long("subject", subject, SUBJECT_LIMIT)


def problems_of_comment(text: str) -> tuple[Problem, ...]:
    """What is wrong with the text of a comment, before it is rendered."""
    if not text.strip():
        return (Problem("text", _("The comment is empty. Write what you want to say.")),)
    return too_long("text", text, COMMENT_LIMIT)


def problem_of_mentions(number: int) -> tuple[Problem, ...]:
    """Whether a comment calls too many people by name."""
    if number <= MENTIONS_AT_MOST:
        return ()
    message = _("The comment names %(number)s people with @. Name at most %(limit)s.")
    return (Problem("text", message, {"number": number, "limit": MENTIONS_AT_MOST}),)


# --- mentions -------------------------------------------------------------------------------------

WORD = r"\w[\w\-'’.]*"
MENTION = rf"(?<![\w@./\\])@({WORD}(?: {WORD}){{0,3}})"
"""`@` and a name, which may have several words; only a name that somebody has becomes a link."""
MENTIONS_READ_AT_MOST = 50


def possible_names(words: str) -> Iterator[str]:
    """The names that the words after an `@` may begin with, the longest first."""
    pieces = words.split(" ")
    for length in range(len(pieces), 0, -1):
        name = " ".join(pieces[:length])
        yield name
        if (bare := name.rstrip("-'’._")) and bare != name:
            yield bare


def names_in(text: str) -> set[str]:
    """Every name that the text may call; bounded, for most of them are nobody's."""
    found = re.finditer(MENTION, text)
    calls = [match[1] for match, _turn in zip(found, range(MENTIONS_READ_AT_MOST), strict=False)]
    return {name for words in calls for name in possible_names(words)}


# --- why a comment is hidden or declined ----------------------------------------------------------

COMMENT_REASONS = (
    Reason(
        "not-about-the-case",
        _("It is not about the case"),
        _("Say what in the case you speak of, and what should change."),
    ),
    Reason("attack", _("It attacks somebody"), _("Speak of the text, not of the person who wrote it.")),
    Reason(
        "personal",
        _("It tells something private of a person"),
        _("Leave out what a person did not make public themselves."),
    ),
    Reason(
        "advertising", _("This advertises"), _("A discussion is about cases and sources, and sells nothing.")
    ),
    Reason(
        "copied",
        _("It copies somebody else's text"),
        _("Say it in your own words, and link to the source."),
    ),
    Reason("other", _("Another reason"), _("Write to a moderator if you do not know why.")),
)
COMMENT_REASON_CODES = tuple(reason.code for reason in COMMENT_REASONS)


def comment_reason(code: str) -> Reason:
    """The reason of this code. Raises KeyError when there is none."""
    return {reason.code: reason for reason in COMMENT_REASONS}[code]
