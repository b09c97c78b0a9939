"""What a file of cases gives: items, why some are left aside, and what is to be said of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cases.domain.content import CaseContent
from cases.domain.messages import Problem
from cases.exchange.documents import NotADocument

__all__ = ["Format", "Found", "NotAnImport", "Options", "WikiLicence"]


class Format(StrEnum):
    """The formats that are read."""

    MARKDOWN = "markdown"
    JSON_LINES = "json-lines"
    CSV = "csv"
    MEDIAWIKI = "mediawiki"


class WikiLicence(StrEnum):
    """Under which terms the pages of a wiki may be used; only such as let them be published here."""

    CC_BY_SA = "CC BY-SA 4.0"
    CC_BY_SA_3 = "CC BY-SA 3.0"
    CC_BY = "CC BY 4.0"
    CC0 = "CC0 1.0"
    PUBLIC_DOMAIN = "public domain"


class NotAnImport(NotADocument):
    """Raised when the file as a whole cannot be read on; `line` is where, 0 when there is no such place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the person says about a file.

    `name` is what it is called. `columns` names for each column of a table what it holds, "" for nothing.
    `licence` is that of a wiki; `history` asks for the first version of each page before its last.
    """

    name: str = ""
    columns: tuple[str, ...] = ()
    licence: str = ""
    history: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One item of a file.

    `where` is where it stands, in words that need no translation: a line, a row, a file name, a page.
    `origin` is what the same thing is called the next time, so that it is known again; `slug` is its wish for
    an address. `content` is None when it cannot be read, or is `skipped`: then `problems` say why, and
    `columns` say by the path of a field in which column of the table it stands. `remarks` are what was left
    out of it. `first` is what its oldest version said, when the history was asked for. `note` goes with the
    revision.
    """

    where: str
    origin: str = ""
    title: str = ""
    slug: str = ""
    content: CaseContent | None = None
    first: CaseContent | None = None
    note: str = ""
    skipped: bool = False
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
