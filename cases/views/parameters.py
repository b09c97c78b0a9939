"""Reading the query string: a parameter that may stand once, with values that are known."""

from collections.abc import Collection

from django.core.exceptions import BadRequest
from django.http import HttpRequest

KEY_DIGITS = 18
"""As many as fit into the integers of both databases."""


def scalar(request: HttpRequest, name: str) -> str:
    """The value of a parameter, "" when it is absent. Raises BadRequest when it stands twice."""
    values = request.GET.getlist(name)
    if len(values) > 1:
        raise BadRequest(f"The address names “{name}” twice. Name it once.")
    return values[0] if values else ""


def one_of(request: HttpRequest, name: str, known: Collection[str]) -> str:
    """The value of a parameter, one of `known` or "". Raises BadRequest for another value."""
    value = scalar(request, name)
    if value and value not in known:
        choices = ", ".join(known)
        raise BadRequest(f"The address gives “{name}” a value that it cannot have. It can be: {choices}.")
    return value


def page_key(request: HttpRequest, name: str) -> int | None:
    """The key at which a page of a list begins, or None. Raises BadRequest for what is no number."""
    text = scalar(request, name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > KEY_DIGITS:
        raise BadRequest(
            f"The address says “{name}” with something that is no number. Begin at the first page."
        )
    return int(text)
