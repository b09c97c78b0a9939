"""Reading JSON that strangers send: what RFC 8259 leaves open is refused, and every refusal says where.

A name that stands twice, NaN and infinities, numbers that no database holds, nesting without end, and
characters that cannot be stored are all no JSON here.
"""

import json
import re
from typing import NoReturn

from cases.domain.content import Data
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.reader import quoted

DEEPEST = 32
NUL_OR_HALF = re.compile("[\x00\ud800-\udfff]")
"""How deep objects and lists may lie in each other."""

LONGEST_NUMBER = 18
"""As many digits as fit into the integers of both databases."""


class NotJson(ValueError):  # noqa: N818 (it carries the problem, as ContentProblems does)
    """Raised for bytes that are no JSON that we read; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_json(body: bytes) -> object:
    """Return the plain data of a JSON text in UTF-8. Raises NotJson."""
    try:
        text = body.decode()
    except UnicodeDecodeError as fault:
        _refuse(_("The text is not UTF-8 from byte %(byte)s on. Send it in UTF-8."), byte=fault.start)
    try:
        data = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as fault:
        _refuse(
            _("This is no JSON: line %(line)s, column %(column)s. Check quotes, commas and brackets there."),
            line=fault.lineno,
            column=fault.colno,
        )
    except RecursionError:
        _refuse_depth()
    _check(data)
    return data


def _object(pairs: list[tuple[str, object]]) -> Data:
    found: Data = {}
    for name, value in pairs:
        if name in found:
            _refuse(_("“%(name)s” stands twice in one object. Name it once."), name=quoted(name))
        found[name] = value
    return found


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > LONGEST_NUMBER:
        _refuse(_("A number has more than %(limit)s digits. Shorten it."), limit=LONGEST_NUMBER)
    return int(digits)


def _decimal(digits: str) -> float:
    value = float(digits)
    if value in {float("inf"), float("-inf")}:
        _refuse(_("A number is larger than any that can be kept. Write a smaller one."))
    return value


def _constant(name: str) -> NoReturn:
    _refuse(_("%(name)s is no number of JSON. Write digits, or null."), name=name)


def _check(data: object) -> None:
    """Refuse what lies too deep, and text that no database holds; without recursion."""
    left = [(data, 1)]
    while left:
        value, depth = left.pop()
        if isinstance(value, dict | list) and depth > DEEPEST:
            _refuse_depth()
        if isinstance(value, dict):
            left += [(each, depth + 1) for each in value]
            left += [(each, depth + 1) for each in value.values()]
        elif isinstance(value, list):
            left += [(each, depth + 1) for each in value]
        elif isinstance(value, str) and _cannot_be_stored(value):
            _refuse(_("The text “%(text)s” holds NUL or half a character. Remove it."), text=quoted(value))


def _cannot_be_stored(text: str) -> bool:
    return NUL_OR_HALF.search(text) is not None


def _refuse_depth() -> NoReturn:
    _refuse(_("Objects and lists lie more than %(limit)s deep in each other. Flatten them."), limit=DEEPEST)


def _refuse(message: str, **params: object) -> NoReturn:
    raise NotJson(Problem("", message, params))
