"""What every format gives and what it refuses."""

from dataclasses import dataclass

from cases.domain.content import CaseContent
from cases.domain.messages import ContentProblems, Problem


@dataclass(frozen=True, slots=True)
class Document:
    """One case in a file: what it says, and the slug under which it is known, or ""."""

    slug: str
    content: CaseContent


class NotADocument(ContentProblems):
    """Raised when a file does not have the shape of its format, so that no field can be named.

    `line` is the line of the fault, counted from 1. The message holds it as `%(line)s`.
    """

    def __init__(self, line: int, message: str, **params: object) -> None:
        super().__init__((Problem("", message, {"line": line, **params}),))
        self.line = line
