"""Cursors: a place in a list, signed for that list alone, so that nobody makes or mends one."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from cases.api.problems import FieldProblem, Refused

CURSOR, FIELDS = "cursor", "fields"
SHAPE = r"^[A-Za-z0-9_:-]+$"
LONGEST = 800

Key = list[int | str]
"""What the rows of a list are ordered by; of one row, its place."""


def read_cursor(request: HttpRequest) -> Key | None:
    """The place after which the page begins, or None for the first page. Raises Refused with 404."""
    text = request.GET.get(CURSOR, "")
    if not text:
        return None
    try:
        found: Key = _signer(request).unsign_object(text)
    except (BadSignature, ValueError):
        raise Refused(
            404,
            _("There is no such page of this list."),
            FieldProblem(
                CURSOR,
                _("This cursor is of no page here. Take “next” of the page before as it is."),
            ),
        ) from None
    return found


def cursor_at(request: HttpRequest, key: Sequence[int | str]) -> str:
    """The cursor of a place in the list that this request asks for."""
    return _signer(request).sign_object(list(key))


def address_after(request: HttpRequest, key: Sequence[int | str] | None) -> str | None:
    """The whole address of the page after this place; None where there is none."""
    if key is None:
        return None
    kept = [(name, value) for name, values in request.GET.lists() for value in values if name != CURSOR]
    query = urlencode([*kept, (CURSOR, cursor_at(request, key))])
    return f"{settings.SITE_URL}{escape_uri_path(request.path)}?{query}"


def _signer(request: HttpRequest) -> Signer:
    filters = sorted(
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name not in {CURSOR, FIELDS}
    )
    return Signer(salt=f"cases.api{request.path}?{urlencode(filters)}")
