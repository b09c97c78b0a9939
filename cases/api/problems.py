"""What the API says when it cannot do what was asked: problem details in JSON (RFC 9457)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from cases.domain.messages import Problem
from cases.queries.words import problem_in_words

CONTENT_TYPE = "application/problem+json"

TITLES = {
    400: gettext_lazy("The request cannot be read"),
    401: gettext_lazy("The token is missing or does not work"),
    403: gettext_lazy("This is not yours to do"),
    404: gettext_lazy("Nothing is here"),
    405: gettext_lazy("This address does not know the method"),
    409: gettext_lazy("Something changed meanwhile"),
    410: gettext_lazy("The case was withdrawn"),
    411: gettext_lazy("The body does not say how long it is"),
    413: gettext_lazy("The body is too large"),
    415: gettext_lazy("The body is not JSON"),
    422: gettext_lazy("The request breaks a rule"),
    429: gettext_lazy("Too much in a short time"),
    500: gettext_lazy("A fault of the site"),
    503: gettext_lazy("The site is busy"),
    507: gettext_lazy("The disk is full"),
}
"""What each kind of refusal is called; the guide explains them by their status."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field. `field` is its path with dots, rows by their index: `phases.0.start`.

    `fix` is what to do, where the message does not say it.
    """

    field: str
    message: str
    fix: str = ""

    @classmethod
    def of(cls, problem: Problem, *, below: str = "") -> "FieldProblem":
        """A problem of the domain in words; `below` names the field in which the content stands."""
        path = ".".join(step for step in (below, problem.path) if step)
        return cls(path, problem_in_words(problem))

    @property
    def data(self) -> dict[str, str]:
        """The problem as plain data."""
        fix = {"fix": self.fix} if self.fix else {}
        return {"field": self.field, "message": self.message, **fix}


class Refused(Exception):  # noqa: N818 (an answer, not a fault of the program)
    """Raised by what answers a program, to answer with a problem."""

    def __init__(
        self,
        status: int,
        detail: str,
        *errors: FieldProblem,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})

    @property
    def answer(self) -> HttpResponse:
        """The refusal as an answer."""
        return problem(self.status, self.detail, self.errors, headers=self.headers)


def problem(
    status: int,
    detail: str,
    errors: Iterable[FieldProblem] = (),
    *,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """An answer that says what is wrong, where, and how to mend it."""
    body = {
        "type": f"{settings.SITE_URL}/api/#problem-{status}",
        "title": str(TITLES[status]),
        "status": status,
        "detail": detail,
        "errors": [error.data for error in errors],
    }
    text = json.dumps(body, ensure_ascii=False) + "\n"
    # What a program sent may be quoted, and may hold half a character.
    content = text.encode("utf-8", "replace")
    return HttpResponse(content, status=status, content_type=CONTENT_TYPE, headers=dict(headers or {}))
