"""What pages give away: their table as CSV and JSON, and their picture as a document of its own.

Every file says the same of itself: what it is, the permanent address of its page with the filters, the
licence, and the day of the data. Tables of any length are sent piece by piece, in the same form.
"""

import html
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import TypeVar

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.exchange.csv_table import Row, csv_pieces, write_csv
from cases.exchange.figure import Caption, Picture, write_figure
from cases.exchange.figure_text import isolated
from cases.exchange.licences import LICENCE_OF_DATA
from cases.queries.filters import FilterShown
from cases.queries.words import day_in_words

ROWS_AT_ONCE = 500
Answer = TypeVar("Answer", bound=HttpResponseBase)
Piece = TypeVar("Piece")

CSV, JSON, SVG = "text/csv; charset=utf-8", "application/json", "image/svg+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file says of itself.

    `name` begins the name of the file. `page` is the address of the page on this site, with its filters.
    `filters` are those that are on, as they stand in the address. `changed_at` is when the data last
    changed, None before the first publication.
    """

    name: str
    title: str
    page: str
    filters: Mapping[str, str]
    changed_at: datetime | None

    @property
    def permalink(self) -> str:
        """The whole address of the page."""
        return settings.SITE_URL + self.page

    @property
    def data_of(self) -> str | None:
        """The day of the last publication, as ISO 8601."""
        return timezone.localdate(self.changed_at).isoformat() if self.changed_at else None

    @property
    def envelope(self) -> dict[str, object]:
        """What stands before the data in every JSON file."""
        return {
            "title": self.title,
            "address": self.permalink,
            "licence": LICENCE_OF_DATA,
            "data_of": self.data_of,
            "filters": dict(self.filters),
        }


# --- tables ---------------------------------------------------------------------------------------


def csv_answer(imprint: Imprint, head: Sequence[str], rows: Iterable[Row]) -> HttpResponse:
    """A table as CSV; its last column is the day of the data."""
    table = write_csv(*_dated(imprint, head, rows))
    return _named(HttpResponse(table, content_type=CSV), imprint, "csv")


def long_csv_answer(imprint: Imprint, head: Sequence[str], rows: Iterable[Row]) -> StreamingHttpResponse:
    """The same for a table of any length: `rows` are read while they are sent."""
    pieces = begun(csv_pieces(*_dated(imprint, head, rows)))
    return _named(StreamingHttpResponse(pieces, content_type=CSV), imprint, "csv")


def json_answer(imprint: Imprint, body: Mapping[str, object]) -> HttpResponse:
    """Data as JSON, after what the file says of itself."""
    data = json.dumps({**imprint.envelope, **body}, ensure_ascii=False, indent=1)
    return _named(HttpResponse(data, content_type=JSON), imprint, "json")


def long_json_answer(
    imprint: Imprint, body: Mapping[str, object], name: str, rows: Iterable[object]
) -> StreamingHttpResponse:
    """The same with a list of any length at its end, called `name`: `rows` are read while they are sent."""
    pieces = begun(json_pieces({**imprint.envelope, **body}, name, rows))
    return _named(StreamingHttpResponse(pieces, content_type=JSON), imprint, "json")


def _dated(imprint: Imprint, head: Sequence[str], rows: Iterable[Row]) -> tuple[Sequence[str], Iterable[Row]]:
    return (*head, "data_of"), ((*row, imprint.data_of) for row in rows)


def json_pieces(before: Mapping[str, object], name: str, rows: Iterable[object]) -> Iterator[str]:
    """The object `before` with one more member, a list with one row a line."""
    opening = json.dumps(before, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield f"{opening},\n {json.dumps(name)}: ["
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    comma = "\n  "
    while batch := list(islice(lines, ROWS_AT_ONCE)):
        yield comma + ",\n  ".join(batch)
        comma = ",\n  "
    yield "\n ]\n}"


def begun(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces, of which the first two were made at once: what fails early is still an error page."""
    rest = iter(pieces)
    return chain(list(islice(rest, 2)), rest)


# --- pictures -------------------------------------------------------------------------------------


def svg_answer(
    imprint: Imprint, picture: Picture, *, shown: Iterable[str], found: str, notes: Iterable[str] = ()
) -> HttpResponse:
    """A picture in its frame. `shown` are the filters in words, `found` says how many cases are in it."""
    caption = Caption(
        title=imprint.title,
        shown=" · ".join(shown) or _("All published cases"),
        found=found,
        notes=tuple(notes),
        origin=_origin(imprint),
        permalink=imprint.permalink,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return _named(HttpResponse(write_figure(caption, picture), content_type=SVG), imprint, "svg")


def _origin(imprint: Imprint) -> str:
    if imprint.changed_at is None:
        return _("Patchwork. No data yet. Licence: CC0 1.0.")
    day = day_in_words(timezone.localdate(imprint.changed_at))
    return _("Patchwork, data of %(day)s. Licence: CC0 1.0, free to use for anything.") % {"day": day}


def filters_in_words(filters: Iterable[FilterShown]) -> list[str]:
    """The filters that are on, such as *Country: Spain*."""
    return [
        _("%(filter)s: %(value)s")
        % {
            "filter": words_of("cases/_filter_name.html", {"name": shown.name}),
            "value": isolated(shown.chosen.name),
        }
        for shown in filters
        if shown.chosen
    ]


def words_of(template: str, context: Mapping[str, object]) -> str:
    """The words of a template that holds words only, as text: a page and its picture say the same."""
    return " ".join(html.unescape(render_to_string(template, dict(context))).split())


def _named(answer: Answer, imprint: Imprint, ending: str) -> Answer:
    """The answer with a name for its file, which holds the day of the data."""
    name = "-".join(word for word in (imprint.name, imprint.data_of) if word)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.{ending}"'
    return answer
