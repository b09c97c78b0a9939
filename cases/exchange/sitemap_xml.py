"""Sitemaps: the addresses of pages as search engines take them (the protocol 0.9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Listed:
    """A page or a sitemap: its whole address, percent-encoded, and when it last changed; None: not known."""

    address: str
    at: datetime | None = None


def write_sitemap(pages: Iterable[Listed]) -> str:
    """A sitemap with these pages."""
    return _document("urlset", "url", pages)


def write_index(sitemaps: Iterable[Listed]) -> str:
    """The list of sitemaps."""
    return _document("sitemapindex", "sitemap", sitemaps)


def _document(root: str, name: str, rows: Iterable[Listed]) -> str:
    lines = "\n".join(f"<{name}>{_row(row)}</{name}>" for row in rows)
    return f'{HEAD}<{root} xmlns="{NAMESPACE}">\n{lines}\n</{root}>\n'


def _row(row: Listed) -> str:
    changed = f"<lastmod>{row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if row.at else ""
    return f"<loc>{escape(row.address)}</loc>{changed}"
