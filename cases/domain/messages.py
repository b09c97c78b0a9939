"""Problems found in content: where, which fault, and the words that name the fix.

Domain code has no translation machinery. It marks message ids with `noop`, and the edges translate
`problem.message` and then fill in `problem.params`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


def noop(message: str) -> str:
    """Mark a message id for extraction and return it unchanged."""
    return message


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of some content.

    `path` names the field with dots, rows by their index from 0: `phases.0.start`, `parts.market`.
    `message` is a message id with `%(name)s` places for `params`.
    """

    path: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.path}: {self.text}" if self.path else self.text

    @property
    def text(self) -> str:
        """The English sentence."""
        return self.message % dict(self.params)


class ContentProblems(ValueError):  # noqa: N818 (it carries problems, which is the word readers know)
    """Raised when data cannot be read as content; holds every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def too_long(path: str, text: str, limit: int) -> tuple[Problem, ...]:
    """That a text has more characters than its field takes; nothing if it has not."""
    if len(text) <= limit:
        return ()
    message = noop("This has %(characters)s characters. Shorten it to %(limit)s.")
    return (Problem(path, message, {"characters": len(text), "limit": limit}),)
