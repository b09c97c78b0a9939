"""Files of the data: sent while they are made, at stable addresses, to anybody, with nothing to wait for.

Every file says what it is: its name with the day of the data, its licence in a header, and an ETag by which
a program that has it already gets a 304. Files are in English whatever the reader's language, so that one
address gives everybody the same bytes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from cases.exchange.data_package import CC0, CC_BY_SA
from cases.queries.data import Selection, selection_of
from cases.views.addresses import Pairs, address
from cases.views.browse import read_search, search_pairs
from cases.views.files import begun

FORM = 1
"""Grows with every change of what files look like, so that nobody is told that an old one is still good."""

ZIP = "application/zip"
JSON_LINES, JSON_LD, GEO_JSON = (
    "application/jsonl; charset=utf-8",
    "application/ld+json",
    "application/geo+json",
)
TEXT_AND_DATA = (CC_BY_SA["path"], CC0["path"])
DATA = (CC0["path"],)

Pieces = Iterable[str] | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request for a file asks for: the cases of the list with the same parameters."""

    selection: Selection

    @property
    def pairs(self) -> Pairs:
        """The parameters of the address, without those of a page of the list."""
        return search_pairs(self.selection.search)

    @property
    def page(self) -> str:
        """The whole address of the page of the data with the same filters."""
        return settings.SITE_URL + address("data", self.pairs)

    @property
    def data_of(self) -> str | None:
        """The day of the last publication, as ISO 8601."""
        changed_at = self.selection.facts.changed_at
        return timezone.localdate(changed_at).isoformat() if changed_at else None

    @property
    def envelope(self) -> dict[str, object]:
        """What a JSON file says of itself."""
        return {
            "title": "Cases of Patchwork",
            "address": self.page,
            "licence": list(TEXT_AND_DATA),
            "data_of": self.data_of,
            "cases_in_all": self.selection.in_all,
            "cases_found": len(self.selection.found),
        }


@dataclass(frozen=True, slots=True)
class File:
    """How a file is called and what it is; `name` is without the day and the ending."""

    name: str
    ending: str
    content_type: str
    licences: tuple[str, ...] = TEXT_AND_DATA


def download(request: HttpRequest, file: File, make: Callable[[Asked], Pieces]) -> HttpResponseBase:
    """The file of the cases that the request asks for, or a 304. `make` is not called for that."""
    asked = Asked(selection_of(read_search(request)))
    return send(request, file, lambda: make(asked), tag=str(asked.selection.facts.stamp), day=asked.data_of)


def table_address(table: str, pairs: Pairs) -> str:
    """The address of the file of a table, with these parameters."""
    path, query = reverse("cases:data_table", args=[table]), urlencode(pairs)
    return f"{path}?{query}" if query else path


def send(
    request: HttpRequest, file: File, make: Callable[[], Pieces], *, tag: str, day: str | None
) -> HttpResponseBase:
    """A file whose bytes depend on its address and on `tag` alone, or a 304; `day` is that of its data."""
    known_by = sha256(f"{FORM} {tag} {settings.SITE_URL} {request.get_full_path()}".encode()).hexdigest()
    etag = f'"{known_by[:32]}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        # Whoever asks for the head only must not make the site write the file.
        answer = StreamingHttpResponse(begun(make()) if request.method == "GET" else ())
    answer.headers["ETag"] = etag
    if answer.status_code == 200:
        name = "-".join(word for word in (file.name, day) if word)
        answer.headers["Content-Type"] = file.content_type
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{file.ending}"'
        answer.headers["Link"] = ", ".join(f'<{licence}>; rel="license"' for licence in file.licences)
    return answer
