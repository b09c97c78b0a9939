"""What all formats of citations share: what one gives, what it refuses, and what it says of the rest.

An entry becomes a `Source`. Who speaks in it, no format says; `Speaker.OTHER` stands there until a person
chooses. What a source has no place for is named in a remark, so that nothing goes without a word.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cases.domain.content import Source
from cases.domain.messages import ContentProblems, Problem
from cases.domain.messages import noop as _
from cases.domain.vocabulary import EARLIEST_YEAR, LATEST_YEAR, Absence, SourceKind

ENTRIES_AT_MOST = 20
PASTED_AT_MOST = 100_000  # characters
NO_DATE = frozenset({"n.d.", "nd", "n.d"})
NO_TEXT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""What a file can hold in escapes and no text of ours may."""


class NotCitations(ContentProblems):
    """Raised when a text cannot be read as citations. Each problem names the entry, the fault and the fix."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__((Problem("", message, params),))


@dataclass(frozen=True, slots=True)
class Cited:
    """The sources of a text in its order, with keys as the text has them, and what is to be said of them."""

    sources: tuple[Source, ...]
    remarks: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Entry:
    """One entry that is being read, by the name under which a person knows it."""

    name: str
    remarks: list[Problem] = field(default_factory=list)

    def remark(self, message: str, **params: object) -> None:
        """Say something of this entry; the message holds its name as `%(name)s`."""
        self.remarks.append(Problem("", message, {"name": self.name, **params}))

    def kind(self, kinds: Mapping[str, SourceKind], word: str) -> SourceKind:
        """The kind of source for a format's own word."""
        if word in kinds:
            return kinds[word]
        self.remark(
            _("“%(name)s” is of the type “%(word)s”, which is not known here. Its kind is now Other; look."),
            word=word,
        )
        return SourceKind.OTHER

    def year(self, typed: str) -> int | Absence:
        """The year at the beginning of a date; missing when there is none."""
        if not typed:
            return Absence.MISSING
        if typed.casefold() in NO_DATE:
            return Absence.NOT_KNOWN
        digits = typed[:4]
        is_year = digits.isascii() and digits.isdigit() and not typed[4:5].isalnum()
        if is_year and EARLIEST_YEAR <= int(digits) <= LATEST_YEAR:
            return int(digits)
        self.remark(_("“%(name)s” has the year “%(year)s”. Write the year in four digits."), year=typed)
        return Absence.MISSING

    def leave_out(self, names: Iterable[str]) -> None:
        """Name what the entry says and a source has no field for."""
        words = ", ".join(sorted(names))
        if words:
            self.remark(_("Of “%(name)s”, a source has no field for: %(fields)s."), fields=words)


def one_line(text: str) -> str:
    """The text without line ends, doubled spaces and what no text may hold."""
    return " ".join(NO_TEXT.sub(" ", text).split())


def joined(names: Iterable[str]) -> str:
    """Names as a person writes them: *A, B and C*; *others* comes last as *and others*."""
    found = [name for name in map(one_line, names) if name]
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def check_count(count: int) -> None:
    """Raise NotCitations for more entries than are read at once, and for none."""
    if count > ENTRIES_AT_MOST:
        raise NotCitations(
            _("There are %(count)s entries; at most %(most)s are read at once. Paste them in parts."),
            count=count,
            most=ENTRIES_AT_MOST,
        )
    if not count:
        raise NotCitations(_("There is no entry in the text. Paste one, or fill in a source by hand."))
