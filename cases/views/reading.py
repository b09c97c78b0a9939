"""The ways in which a page of changes is read: each is a parameter of its address."""

import re
from dataclasses import dataclass, replace

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cases.domain.content import CaseContent
from cases.queries.preview import Preview, preview_of
from cases.views.parameters import one_of, scalar

WAYS = ("sides", "page", "text")
PATH = re.compile(r"[a-z0-9._-]{1,90}", re.ASCII)

READING = ("field", "show")
"""The parameters that `reading_of` reads."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the changes are shown: word by word, or in one of the ways; all of them, or one field alone.

    `preview` is there when they are shown as the page would read. `besides` is the query of what else the
    address says, which its other ways of reading keep.
    """

    show: str
    only: str
    preview: Preview | None = None
    besides: str = ""

    @property
    def ways(self) -> list[tuple[str, str]]:
        """Each way with its name, the usual one first."""
        return [
            ("", _("Word by word")),
            ("sides", _("Side by side")),
            ("page", _("As the page would read")),
            ("text", _("Text only")),
        ]


def reading_of(request: HttpRequest, *, besides: str = "") -> Reading:
    """How this address reads the changes. Raises BadRequest for a way or a field that cannot be."""
    only = scalar(request, "field")
    if only and not PATH.fullmatch(only):
        raise BadRequest("The address names a field that no case has. Open all changes.")
    return Reading(one_of(request, "show", WAYS), only, besides=besides)


def with_preview(reading: Reading, before: CaseContent | None, after: CaseContent) -> Reading:
    """The reading with the page as it would read, where that is asked for; three queries."""
    if reading.show != "page":
        return reading
    return replace(reading, preview=preview_of(after, before))
