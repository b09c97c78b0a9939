"""What a web page says of itself, as a source: its title and the tags that libraries read."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from cases.domain.content import Source
from cases.domain.vocabulary import SourceKind
from cases.exchange.citations import Entry, joined, one_line

CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.IGNORECASE)
TITLES = ("citation_title", "dc.title", "og:title")
AUTHORS = ("citation_author", "dc.creator", "author")
DATES = ("citation_publication_date", "citation_date", "dc.date", "article:published_time")
PUBLISHERS = ("citation_journal_title", "dc.publisher", "og:site_name")


class _Head(HTMLParser):
    """Collects the title and the meta tags of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.is_in_title = False
        self.said: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a meta tag, and where the title begins."""
        self.is_in_title = tag == "title" and not self.title
        if tag == "meta":
            found = dict(attrs)
            name = (found.get("name") or found.get("property") or "").casefold()
            self.said.setdefault(name, []).append(one_line(found.get("content") or ""))

    def handle_endtag(self, tag: str) -> None:
        """Note where the title ends."""
        if tag == "title":
            self.is_in_title = False

    def handle_data(self, data: str) -> None:
        """Collect the title."""
        if self.is_in_title:
            self.title += data


def read_web_page(body: bytes, content_type: str, url: str) -> Source:
    """Return the page as a source. What it does not say stays empty."""
    head = _Head()
    head.feed(_decoded(body, content_type))
    date = _first(head, DATES)
    return Source(
        key="",
        kind=SourceKind.WEB,
        title=_first(head, TITLES) or one_line(head.title),
        authors=joined(next((head.said[name] for name in AUTHORS if head.said.get(name)), [])),
        year=Entry(url).year(date),
        publisher=_first(head, PUBLISHERS),
        url=url,
        doi=_first(head, ("citation_doi",)).removeprefix("doi:"),
    )


def _first(head: _Head, names: Iterable[str]) -> str:
    return next((value for name in names for value in head.said.get(name, []) if value), "")


def _decoded(body: bytes, content_type: str) -> str:
    named = CHARSET.search(content_type) or CHARSET.search(body[:2000].decode("ascii", "replace"))
    try:
        return body.decode(named[1] if named else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
