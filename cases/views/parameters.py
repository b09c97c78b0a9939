"""Reading the query string: a parameter that may stand once, with values that are known."""

from collections.abc import Collection, Iterable
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict

KEY_DIGITS = 18
"""As many as fit into the integers of both databases."""


def canonical(pairs: Iterable[tuple[str, str]], listed: Collection[str]) -> str:
    """The one query string of all those that ask the same of a page with these parameters.

    What the page does not know and what is empty is left out, and names are in order. The values of one
    name stay in theirs, which a page may show.
    """
    kept = [(name, value) for name, value in pairs if name in listed and value]
    return urlencode(sorted(kept, key=lambda pair: pair[0]))


def keep_only(request: HttpRequest, listed: Collection[str]) -> None:
    """Let a view see of its address what it has listed, in the canonical form, and nothing else."""
    if not request.META.get("QUERY_STRING"):
        return
    pairs = ((name, value) for name, values in request.GET.lists() for value in values)
    asked = canonical(pairs, listed)
    request.META["QUERY_STRING"] = asked
    request.GET = QueryDict(asked)


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
