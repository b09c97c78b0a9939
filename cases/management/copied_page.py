"""One page of a copy: what becomes of each of its addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import storages
from django.template.loader import render_to_string

from cases.exchange.copy_files import ENDINGS, file_of, way_to
from cases.exchange.copy_html import Guide, Lead, Words, pieces_of, rewritten

PAGES_OF_LISTS = frozenset({"after", "before"})
"""The parameters of an address by which a list goes on. Every other one narrows what a page shows."""

SEARCH = "search.html"
COMPARING = re.compile(r"/js/comparing(\.[0-9a-f]+)?\.js$")
NAMED_IN_SHEET = re.compile(r"""url\(\s*["']?([^"')#:]+)["']?\s*\)""")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page or a file of the copy: the address at which the site has it, and where it is."""

    address: str
    file: str
    is_page: bool


@dataclass(slots=True)
class Place:
    """The copy that is being made: its folder, when, and what all pages share.

    `assets` are the addresses of the static files that its pages need, `pictures` the pieces of pictures that
    pages take from other files.
    """

    root: Path
    now: datetime
    assets: set[str] = field(default_factory=set)
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)

    def piece(self, address: str) -> str:
        """The markup of a piece of a picture, by the address that names it."""
        path, _sign, name = address.partition("#")
        if path not in self.pictures:
            self.pictures[path] = pieces_of(self._read(path))
        return self.pictures[path].get(name, "")

    def asset(self, address: str) -> str:
        """Note a static file as needed, and return its file."""
        if is_static(address):
            self.assets.add(address)
        return file_of(address)

    def _read(self, path: str) -> bytes:
        return static_file(path) if is_static(path) else (self.root / file_of(path)).read_bytes()


def is_static(address: str) -> bool:
    """Whether this is the address of a file of our own and not of a page or an uploaded picture."""
    return address.startswith(settings.STATIC_URL)


def static_file(address: str) -> bytes:
    """The bytes of a static file: one that was collected, or on a machine of a developer its source."""
    name = address.removeprefix(settings.STATIC_URL)
    storage = storages["staticfiles"]
    if storage.exists(name):
        with storage.open(name) as file:
            return bytes(file.read())
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"{address} was not collected. Run collectstatic.")
    return Path(found).read_bytes()


def named_in(sheet: str) -> Iterator[str]:
    """The addresses of other files that a style sheet names."""
    yield from (found.group(1) for found in NAMED_IN_SHEET.finditer(sheet))


def goes_on(path: str, address: str) -> str:
    """The whole address of the next page of a list at a path; "" for a link that leads elsewhere."""
    split = urlsplit(urljoin(path, address))
    names = {name for name, _value in parse_qsl(split.query)}
    is_same_list = split.path == path and names and names <= PAGES_OF_LISTS
    return f"{split.path}?{split.query}" if is_same_list else ""


def linked(page: str, listed: Listed, before: Listed | None, after: Listed | None, place: Place) -> str:
    """The page with links to the files of the copy, and to the living site where there is none.

    `before` and `after` stand beside it in the list of all files: pages of one list follow each other.
    """
    here = _Here(listed, before, after, place)
    guide = Guide(here.link, here.asset, way_to(SEARCH, from_file=listed.file), place.piece)
    context = {
        "address": f"{settings.SITE_URL}{listed.address}",
        "now": place.now,
        "is_search": listed.file == SEARCH,
    }
    words = Words(
        note=render_to_string("cases/_copy_note.html", context),
        mark=render_to_string("cases/_copy_mark.html"),
    )
    return rewritten(page, guide, words)


@dataclass(frozen=True, slots=True)
class _Here:
    """A page that is being linked."""

    listed: Listed
    before: Listed | None
    after: Listed | None
    place: Place

    def asset(self, address: str) -> str:
        if COMPARING.search(address):
            # Of all that it joins a file can use the theme alone: nobody answers what the rest would ask.
            address = storages["staticfiles"].url("js/theme.js")
        return way_to(self.place.asset(address), from_file=self.listed.file)

    def link(self, address: str, rel: str) -> Lead:
        """Where a link leads: to a file, to the living site, or out of both as it always did."""
        whole = urljoin(settings.SITE_URL + self.listed.address, address)
        if not whole.startswith(f"{settings.SITE_URL}/"):
            return Lead(address)
        split = urlsplit(whole.removeprefix(settings.SITE_URL))
        sign = f"#{split.fragment}" if split.fragment else ""
        file = None if rel == "living" else self._neighbour(rel) or self._file(split.path, split.query)
        if file is not None:
            return Lead(way_to(file, from_file=self.listed.file) + sign)
        query = f"?{split.query}" if split.query else ""
        return Lead(f"{settings.SITE_URL}{split.path}{query}{sign}", is_living=True)

    def _neighbour(self, rel: str) -> str | None:
        other = {"next": self.after, "prev": self.before}.get(rel)
        path = self.listed.address.partition("?")[0]
        is_of_list = other is not None and other.address.partition("?")[0] == path
        return other.file if other is not None and is_of_list else None

    def _file(self, path: str, query: str) -> str | None:
        """The file of an address, if the copy has it; no page with filters is in it."""
        if query:
            return None
        candidates = (file_of(path, ending=ending) for ending in ENDINGS.values())
        return next((file for file in candidates if (self.place.root / file).is_file()), None)
