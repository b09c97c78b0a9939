"""A dump of a wiki as MediaWiki exports it (export-0.10 and 0.11), page by page.

The file is read in pieces by a parser that refuses every DTD and entity, and no page is kept after it was
given on. What is deeper or longer than an export is, is refused where it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, NoReturn
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from cases.domain.messages import noop as _
from cases.exchange.imports.found import NotAnImport

CHUNK = 64 * 1024
DEPTH_AT_MOST = 12
VALUE_AT_MOST = 2_000
SILENT_AT_MOST = 4_000_000
"""Bytes in which a parser that gives nothing is held up by one endless mark."""
TEXT_AT_MOST = 100_000
NAMES_AT_MOST = 500
FILES, CATEGORIES = "6", "14"

NOT_XML = _("Line %(line)s: this is not well-formed XML. Export the pages again, and choose the whole file.")
DTD = _("The file has a document type or entities of its own, which no export of a wiki has. It is not read.")
NOT_A_DUMP = _("The file does not begin with <mediawiki>, so it is no export of a wiki.")
DEEP = _("Line %(line)s: the file is nested more deeply than an export of a wiki.")
ENDLESS = _("Line %(line)s: a mark of the file does not end. Export the pages again.")
CUT = _("The file ends in the middle. What came before is read; export the pages again for the rest.")


@dataclass(frozen=True, slots=True)
class Wiki:
    """What a dump says of the wiki: its name, the address of its main page, and the language of its pages.

    `files` and `categories` are the words, folded, by which the wiki calls those two namespaces.
    """

    name: str = ""
    base: str = ""
    language: str = ""
    files: frozenset[str] = frozenset({"file", "image"})
    categories: frozenset[str] = frozenset({"category"})


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a page. `author` is "" for who wrote without an account, or whose name is hidden.

    `text` is None when the wiki hides it or it is longer than is read; `model` names what it is written in.
    """

    number: int
    at: str
    author: str
    text: str | None
    model: str = "wikitext"


@dataclass(slots=True)
class Page:
    """A page, with its first and its last version, and of the others only who wrote them.

    `redirect` is the title to which it leads, or "".
    """

    title: str = ""
    namespace: str = "0"
    number: str = ""
    redirect: str = ""
    first: Version | None = None
    last: Version | None = None
    versions: int = 0
    authors: dict[str, None] = field(default_factory=dict)
    has_nameless: bool = False


class _Pages(ContentHandler):
    """Collects the pages that are whole, and what the dump says of the wiki."""

    def __init__(self, *, texts: bool) -> None:
        super().__init__()
        self.texts = texts
        self.wiki = Wiki()
        self.pages: list[Page] = []
        self.page: Page | None = None
        self.path: list[str] = []
        self.value: list[str] = []
        self.length = 0
        self.version: dict[str, str] = {}
        self.is_hidden = False
        self.key = ""
        self.events = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Note where the parser is."""
        self.events += 1
        name = name.rpartition(":")[2]
        if not self.path and name != "mediawiki":
            self._refuse(NOT_A_DUMP)
        if len(self.path) >= DEPTH_AT_MOST:
            self._refuse(DEEP)
        self.path.append(name)
        self.value, self.length = [], 0
        if name == "mediawiki":
            self.wiki = replace(self.wiki, language=str(attrs.get("xml:lang", ""))[:20])
        elif name == "page":
            self.page = Page()
        elif name == "redirect" and self.page is not None:
            self.page.redirect = str(attrs.get("title", ""))[:VALUE_AT_MOST]
        elif name == "revision":
            self.version = {}
        elif name == "text":
            self.is_hidden = "deleted" in attrs
        elif name == "namespace":
            self.key = str(attrs.get("key", ""))

    def characters(self, content: str) -> None:
        """Keep the text of the element, as far as it may go."""
        self.events += 1
        self.length += len(content)
        is_text = bool(self.path) and self.path[-1] == "text"
        if is_text and not self.texts:
            return
        if self.length <= (TEXT_AT_MOST if is_text else VALUE_AT_MOST):
            self.value.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        """Take over what the element said."""
        self.events += 1
        self.path.pop()
        name, above, said = name.rpartition(":")[2], self.path[-1:], "".join(self.value).strip("\n")
        if above == ["siteinfo"] and name in {"sitename", "base"}:
            is_name = name == "sitename"
            self.wiki = replace(self.wiki, name=said) if is_name else replace(self.wiki, base=said)
        elif above == ["namespaces"] and said and self.key == FILES:
            self.wiki = replace(self.wiki, files=self.wiki.files | {said.casefold()})
        elif above == ["namespaces"] and said and self.key == CATEGORIES:
            self.wiki = replace(self.wiki, categories=self.wiki.categories | {said.casefold()})
        elif above == ["page"] and self.page is not None:
            self._field_of_page(self.page, name, said)
        elif above == ["revision"]:
            if name == "text":
                self.version["hidden"] = "1" if self.is_hidden or self.length > TEXT_AT_MOST else ""
            self.version[name] = said
        elif above == ["contributor"]:
            self.version[f"contributor {name}"] = said
        elif name == "page" and self.page is not None:
            self.pages.append(self.page)
            self.page = None
        self.value, self.length = [], 0

    def _field_of_page(self, page: Page, name: str, said: str) -> None:
        if name == "title":
            page.title = said
        elif name == "ns":
            page.namespace = said
        elif name == "id":
            page.number = said
        elif name == "revision":
            self._end_version(page)

    def _end_version(self, page: Page) -> None:
        said = self.version
        number = said.get("id", "")
        version = Version(
            number=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0,
            at=said.get("timestamp", "")[:10],
            author=said.get("contributor username", "").strip(),
            text=None if said.get("hidden") else said.get("text", ""),
            model=said.get("model", "") or "wikitext",
        )
        page.versions += 1
        if version.author and len(page.authors) < NAMES_AT_MOST:
            page.authors[version.author] = None
        page.has_nameless = page.has_nameless or not version.author
        if page.first is None or (version.at, version.number) < (page.first.at, page.first.number):
            page.first = version
        if page.last is None or (version.at, version.number) >= (page.last.at, page.last.number):
            page.last = version

    def _refuse(self, message: str) -> NoReturn:
        raise NotAnImport(0, message)


@dataclass(slots=True)
class Dump:
    """A dump that is read once; `wiki` is known with the first page."""

    file: BinaryIO
    texts: bool = True
    wiki: Wiki = field(default_factory=Wiki)

    def pages(self) -> Iterator[Page]:
        """Yield the pages. Raises NotAnImport where the file cannot be read on."""
        handler = _Pages(texts=self.texts)
        parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
        parser.setContentHandler(handler)
        silent, events = 0, 0
        try:
            while chunk := self.file.read(CHUNK):
                parser.feed(chunk)
                silent = silent + len(chunk) if handler.events == events else 0
                events = handler.events
                if silent > SILENT_AT_MOST:
                    raise NotAnImport(_line(parser), ENDLESS)
                self.wiki = handler.wiki
                yield from handler.pages
                handler.pages = []
            parser.close()
        except NotAnImport as refusal:
            raise NotAnImport(_line(parser), refusal.problems[0].message) from None
        except DefusedXmlException:
            raise NotAnImport(_line(parser), DTD) from None
        except (SAXParseException, SAXException, ValueError, LookupError):
            is_cut = bool(handler.path) and not chunk
            raise NotAnImport(_line(parser), CUT if is_cut else NOT_XML) from None
        if not handler.events:
            raise NotAnImport(0, NOT_A_DUMP)
        self.wiki = handler.wiki
        yield from handler.pages


def _line(parser: DefusedExpatParser) -> int:
    return int(parser.getLineNumber() or 0)
