"""Atom feeds: what happened, newest first, as a reader program takes it.

Feeds and entries are named by what they are about and never by where it is (`cases.domain.identifiers`), so
that nobody reads an entry twice after a case got another address. A feed that has more than a page leads from
page to page (RFC 5005).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from cases.domain.identifiers import name_of
from cases.exchange.licences import LICENCE_OF_TEXT
from cases.exchange.xml_text import storable

LONG_AGO = datetime(2013, 1, 1, tzinfo=UTC)
"""The date of a feed in which nothing happened yet: the same for everybody who asks."""

BEFORE = "before"
"""The parameter of an address that says at which key a page begins."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `name` is the path of its name, `path` is where to read of it.

    `by` is the name of who did it, "" when that is not told, and `by_path` where their page is, "" without.
    """

    title: str
    path: str
    name: tuple[object, ...]
    text: str
    at: datetime
    by: str = ""
    by_path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A page of a feed. `name` is the path of its name, `page` the path of the page that shows the same.

    `address` is the path of its first page. This page begins at the key `begins`, the next one at
    `continues`; None where there is none.
    """

    title: str
    name: tuple[object, ...]
    page: str
    address: str
    entries: Sequence[Entry]
    begins: int | None = None
    continues: int | None = None

    @property
    def newest(self) -> datetime:
        """When the last thing on this page happened."""
        return max((entry.at for entry in self.entries), default=LONG_AGO)

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """What the feed leads to besides itself and its page: relation and whole address."""
        found = [("license", LICENCE_OF_TEXT)]
        if self.begins is not None or self.continues is not None:
            found.append(("first", _whole(self.address)))
        if self.continues is not None:
            found.append(("next", self._page_at(self.continues)))
        return tuple(found)

    @property
    def whole_address(self) -> str:
        """The whole address of this page of the feed."""
        return _whole(self.address) if self.begins is None else self._page_at(self.begins)

    def _page_at(self, key: int) -> str:
        return f"{_whole(self.address)}?{urlencode({BEFORE: key})}"


class _Atom(Atom1Feed):
    """The generator of Django with the links of ours; `feed` holds what it was made with."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["links"]:
            handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def latest_post_date(self) -> datetime:
        newest: datetime = self.feed["newest"]
        return newest


def answer_atom(request: HttpRequest, feed: Feed) -> HttpResponse:
    """The feed; 304 for a reader program that has these bytes already.

    No date of a last change is told: what is taken off the page would make it older.
    """
    answer = HttpResponse(content_type=_Atom.content_type)
    written = _written(feed)
    written.write(answer, "utf-8")
    etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer.headers["ETag"] = etag
    conditional = cast("HttpResponse", get_conditional_response(request, etag=etag, response=answer))
    conditional.kept_type = _Atom.content_type  # type: ignore[attr-defined]
    return conditional


def _written(feed: Feed) -> _Atom:
    facts: dict[str, Any] = {"links": feed.links, "newest": feed.newest}
    written = _Atom(
        title=storable(feed.title),
        link=_whole(feed.page),
        description=None,
        subtitle=_("Partial case studies of peer production"),
        language=get_language(),
        author_name="Patchwork",
        feed_url=feed.whole_address,
        feed_guid=name_of(settings.SITE_URL, *feed.name),
        feed_copyright=_("Text under CC BY-SA 4.0, data under CC0."),
        **facts,
    )
    for entry in feed.entries:
        written.add_item(
            title=storable(entry.title),
            link=_whole(entry.path),
            description=linebreaksbr(storable(entry.text), autoescape=True),
            unique_id=name_of(settings.SITE_URL, *entry.name),
            pubdate=entry.at,
            updateddate=entry.at,
            author_name=storable(entry.by) or None,
            author_link=_whole(entry.by_path) if entry.by_path else None,
        )
    return written


def _whole(path: str) -> str:
    return settings.SITE_URL + path
