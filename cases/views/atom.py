"""Atom feeds: what happened, newest first, as a reader program takes it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

LONG_AGO = datetime(2013, 1, 1, tzinfo=UTC)
"""The date of a feed in which nothing happened yet: the same for everybody who asks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `path` is where to read of it, `mark` what makes it one of its kind there."""

    title: str
    path: str
    mark: str
    text: str
    at: datetime
    by: str


def answer_atom(title: str, *, page: str, address: str, entries: Iterable[Entry]) -> HttpResponse:
    """The feed at the path `address` of what the page at the path `page` shows."""
    feed = Atom1Feed(
        title=_printable(title),
        link=settings.SITE_URL + page,
        description="",
        language=get_language(),
        feed_url=settings.SITE_URL + address,
        feed_guid=settings.SITE_URL + address,
    )
    newest = LONG_AGO
    for entry in entries:
        newest = max(newest, entry.at)
        link = settings.SITE_URL + entry.path
        feed.add_item(
            title=_printable(entry.title),
            link=link,
            description=linebreaksbr(_printable(entry.text), autoescape=True),
            unique_id=f"{link}#{entry.mark}" if entry.mark else link,
            updateddate=entry.at,
            author_name=_printable(entry.by) or None,
        )
    answer = HttpResponse(content_type=feed.content_type)
    feed.latest_post_date = lambda: newest  # type: ignore[method-assign]
    feed.write(answer, "utf-8")
    return answer


def _printable(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
