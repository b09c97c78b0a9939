"""Changing the links of a page so that it works as a file.

The page is read by a parser, and only the start tags whose addresses change are written anew: every other
byte stays as the site sent it, so nothing that a person wrote can become anything else. Scripts are left out
but for the theme; symbols that an icon takes from another file are put into the page, because browsers take
none from a file.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from lxml import etree

Attributes = dict[str, str]
KEPT_SCRIPTS = re.compile(r"(/js/(theme|comparing|copy-search)(\.[0-9a-f]+)?|^search/cases-[0-9]+)\.js$")
DATA = "application/ld+json"
NAME_OF_TAG = re.compile(r"<[a-zA-Z][^\s/>]*")
ATTRIBUTE = re.compile(r"""\s+(?P<name>[^\s=>/"']+)(\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
PREFIX = "copy-"
"""What the ids of symbols that are put into a page begin with, so that they meet no other."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a link leads in the copy: an address, and whether that is the living site."""

    address: str
    is_living: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """Answers what the addresses of a page become. `link` takes the address and the `rel` of a link.

    `asset` gives the address of a style sheet, script or picture, `search` that of the page of the search,
    `piece` the markup of a piece of another picture, by the address that names it.
    """

    link: Callable[[str, str], Lead]
    asset: Callable[[str], str]
    search: str
    piece: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Words:
    """What is put into every page: a note at its beginning, and the mark of a link to the living site."""

    note: str
    mark: str


def rewritten(page: str, guide: Guide, words: Words) -> str:
    """The page as a file of the copy; `words` are HTML."""
    reader = _Reader(page, guide, words)
    reader.feed(page)
    reader.close()
    return reader.result()


def next_page(page: str) -> str:
    """The address of the next page of the list that a page shows; "" when it is the last."""
    finder = _Finder()
    finder.feed(page)
    return finder.found


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "a" and said.get("rel") == "next" and not self.found:
            self.found = said.get("href") or ""


@dataclass(slots=True)
class _Change:
    """A piece of the page, from one place to another, that becomes something else."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Inside:
    """What the reader is inside of: links to the living site, pictures, and a script that is left out."""

    links: list[bool] = field(default_factory=list)
    pictures: int = 0
    dropped: bool = False


class _Reader(HTMLParser):
    """Gathers the changes of a page."""

    def __init__(self, page: str, guide: Guide, words: Words) -> None:
        super().__init__(convert_charrefs=False)
        self.page, self.guide, self.words = page, guide, words
        self.lines = _line_starts(page)
        self.changes: list[_Change] = []
        self.pieces: dict[str, str] = {}
        self.inside = _Inside()

    @property
    def place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, {name: value or "" for name, value in attrs}, opens=True)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, {name: value or "" for name, value in attrs}, opens=False)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.inside.dropped:
            self.inside.dropped = False
            self._change(len("</script>"), "")
        if tag == "svg":
            self.inside.pictures -= 1
        if tag == "a" and self.inside.links and self.inside.links.pop() and not self.inside.pictures:
            self._change(0, self.words.mark)

    def result(self) -> str:
        found, at = [], 0
        for change in self.changes:
            found += [self.page[at : change.start], change.text]
            at = change.end
        return "".join((*found, self.page[at:])).replace(SPRITE_PLACE, self._sprite(), 1)

    def _start(self, tag: str, said: Attributes, *, opens: bool) -> None:
        if tag == "svg" and opens:
            self.inside.pictures += 1
        if tag == "a" and opens:
            self.inside.links.append(False)
        changed = CHANGES[tag](self, said) if tag in CHANGES else None
        if changed is not None:
            self._change(len(self._tag()), changed)

    def _tag(self) -> str:
        return self.get_starttag_text() or ""

    def _change(self, length: int, text: str) -> None:
        self.changes.append(_Change(self.place, self.place + length, text))

    def _sprite(self) -> str:
        if not self.pieces:
            return ""
        defs = "".join(self.pieces.values())
        return f'<svg class="vh" aria-hidden="true" width="0" height="0"><defs>{defs}</defs></svg>'

    # --- what becomes of each kind of start tag: its new text, or None ---

    def _link(self, said: Attributes) -> str | None:
        if "href" not in said or said["href"].startswith("#"):
            return None
        lead = self.guide.link(said["href"], said.get("rel", ""))
        self.inside.links[-1] = lead.is_living
        return _with(self._tag(), "href", lead.address)

    def _head_link(self, said: Attributes) -> str | None:
        if said.get("rel") in {"stylesheet", "icon"}:
            return _with(self._tag(), "href", self.guide.asset(said["href"]))
        if said.get("rel") == "alternate":
            return _with(self._tag(), "href", self.guide.link(said["href"], "").address)
        return None if said.get("rel") in {"canonical", "schema.DC"} else ""

    def _script(self, said: Attributes) -> str | None:
        if said.get("type") == DATA:
            return None
        if KEPT_SCRIPTS.search(said.get("src", "")):
            return _with(self._tag(), "src", self.guide.asset(said["src"]))
        self.inside.dropped = True
        return ""

    def _image(self, said: Attributes) -> str | None:
        return _with(self._tag(), "src", self.guide.asset(said["src"])) if "src" in said else None

    def _use(self, said: Attributes) -> str | None:
        address = said.get("href", "")
        name = address.partition("#")[2]
        if not name or address.startswith("#"):
            return None
        if name not in self.pieces:
            self.pieces[name] = self.guide.piece(address)
        return _with(self._tag(), "href", f"#{PREFIX}{name}")

    def _form(self, said: Attributes) -> str | None:
        if said.get("role") == "search":
            return _with(self._tag(), "action", self.guide.search)
        address = self.guide.link(said.get("action", ""), "living").address
        return _with(self._tag(), "action", address)

    def _body(self, _said: Attributes) -> str | None:
        return self._tag() + SPRITE_PLACE

    def _main(self, _said: Attributes) -> str | None:
        return self._tag() + self.words.note


SPRITE_PLACE = "\x00sprite\x00"
"""Stands in for the pieces of pictures until all are known; no page holds this character."""

CHANGES: Mapping[str, Callable[[_Reader, Attributes], str | None]] = {
    "a": _Reader._link,
    "link": _Reader._head_link,
    "script": _Reader._script,
    "img": _Reader._image,
    "use": _Reader._use,
    "form": _Reader._form,
    "body": _Reader._body,
    "main": _Reader._main,
}


def _with(tag: str, name: str, value: str) -> str:
    """A start tag in which one attribute has another value, or is there at last."""
    said = f' {name}="{escape(value)}"'
    begin = NAME_OF_TAG.match(tag)
    first = at = begin.end() if begin else 0
    while found := ATTRIBUTE.match(tag, at):
        if found["name"].lower() == name:
            return tag[:at] + said + tag[found.end() :]
        at = found.end()
    return tag[:first] + said + tag[first:]


def _line_starts(page: str) -> list[int]:
    """Where each line begins, as the parser counts them."""
    starts = [0]
    starts += [found.end() for found in re.finditer("\n", page)]
    return starts


def pieces_of(picture: bytes) -> dict[str, str]:
    """The pieces of a picture that have an id, as markup for a page, by their ids."""
    root = etree.fromstring(picture, etree.XMLParser(resolve_entities=False, no_network=True))
    return {name: _piece(node, name) for node in root.iter() if (name := node.get("id"))}


def _piece(node: etree._Element, name: str) -> str:
    node.set("id", f"{PREFIX}{name}")
    text: str = etree.tostring(node, encoding="unicode", with_tail=False)
    return text.replace(' xmlns="http://www.w3.org/2000/svg"', "")
