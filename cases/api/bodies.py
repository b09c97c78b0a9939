"""Reading what a program sends: JSON, one object, and no field that there is not."""

import hashlib
import re
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.actions.kept_answers import once
from cases.api.answers import CREATED, private
from cases.api.entry import ApiRequest
from cases.api.problems import FieldProblem, Refused
from cases.domain.content import Data
from cases.domain.messages import Problem
from cases.domain.reader import Reader
from cases.exchange.strict_json import NotJson, read_json
from cases.models.kept_answer import KEY_LIMIT
from cases.queries.words import problem_in_words

JSON = "application/json"
KEY = "Idempotency-Key"
KEY_SHAPE = re.compile(rf"[!-~]{{1,{KEY_LIMIT}}}")

T = TypeVar("T")


def read_body(request: HttpRequest, read: Callable[[Reader], T]) -> T:
    """What `read` makes of the object that was sent. Raises Refused with 400 or 415.

    `read` notes its problems with the reader; every field that it did not ask for is one more.
    """
    reader = Reader("", _object(request), [])
    found = read(reader)
    reader.refuse_unknown()
    refuse_problems(reader.problems)
    return found


def refuse_problems(
    problems: list[Problem] | tuple[Problem, ...], *, below: str = "", status: int = 400
) -> None:
    """Raise Refused with every problem, if there is one."""
    if problems:
        detail = (
            _("The body cannot be read. See “errors”.")
            if status == 400
            else _("The case is not ready to be sent. See “errors”; nothing was written.")
        )
        raise Refused(status, detail, *(FieldProblem.of(each, below=below) for each in problems))


def write(request: ApiRequest, act: Callable[[], Data], *, status: int = CREATED) -> HttpResponse:
    """Do it and answer, once for each Idempotency-Key. Raises Refused and what `act` refuses."""
    key = request.headers.get(KEY)
    if key is None:
        return private(act(), status=status)
    if not KEY_SHAPE.fullmatch(key):
        words = _("Write 1 to %(limit)s letters, digits and signs of ASCII, such as a UUID.")
        fault = FieldProblem(KEY, words % {"limit": KEY_LIMIT})
        raise Refused(400, _("The key of this writing cannot be kept."), fault)
    sent = f"{request.method} {request.path}\n".encode("utf-8", "replace") + request.body
    done = once(by=request.auth.person, key=key, digest=hashlib.sha256(sent).hexdigest(), act=act)
    again = {"Idempotency-Replayed": "true"} if done.is_again else {}
    return private(done.answer, status=status, headers=again)


def _object(request: HttpRequest) -> object:
    if request.content_type != JSON:
        raise Refused(
            415,
            _("The body must be JSON. Send the header Content-Type: application/json."),
        )
    try:
        data = read_json(request.body)
    except NotJson as refusal:
        raise Refused(400, problem_in_words(refusal.problem)) from None
    if not isinstance(data, dict):
        raise Refused(400, _("The body is no JSON object. Write { and } around it."))
    return data
