"""The steps that this site adds inside the Markdown tree: citations, links between cases, and a last look."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

import markdown
from markdown.blockprocessors import ReferenceProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from cases.domain.rendering.allowed import ID_PREFIX, is_safe_address
from cases.domain.rendering.marks import CASE_LINK, CITATION, CITED_KEY
from cases.domain.rendering.words import slug_for


@dataclass(frozen=True, slots=True)
class Labels:
    """The few words of the renderer that a reader sees or hears."""

    source: str = "Source {number}"
    unknown_source: str = "Unknown source"
    back_to_text: str = "Back to the text"
    footnotes: str = "Footnotes"


@dataclass(slots=True)
class Page:
    """What the steps of one rendering share."""

    sources: Mapping[str, int]
    known_cases: Callable[[str], str | None]
    case_url: Callable[[str], str]
    start_url: Callable[[str], str]
    anchor_prefix: str
    labels: Labels
    citations: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def citation_marks(keys: str, page: Page) -> ElementTree.Element:
    """The marks of one bracket, in which these keys stand; the page is told that it cites them."""
    marks = ElementTree.Element("sup", {"class": "citations"})
    for key in re.findall(CITED_KEY, keys):
        page.citations.append(key)
        for before in marks[-1:]:
            before.tail = ", "
        marks.append(_mark(key, page))
    return marks


def _mark(key: str, page: Page) -> ElementTree.Element:
    number = page.sources.get(key)
    if number is None:
        unknown = ElementTree.Element("span", {"class": "unknown-source"})
        unknown.text = AtomicString(f"{page.labels.unknown_source}: {key}")
        return unknown
    label = page.labels.source.format(number=number)
    link = ElementTree.Element("a", {"class": "citation", "href": f"#source-{key}", "aria-label": label})
    link.text = str(number)
    return link


class Citations(InlineProcessor):
    """`[@key]` and `[@one; @two]` as numbered links to the sources of the case."""

    def __init__(self, steps: "Safe", md: markdown.Markdown) -> None:
        super().__init__(CITATION, md)
        self.steps = steps

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        """Return the marks of one bracket."""
        return citation_marks(m[1], self.steps.page), m.start(0), m.end(0)


LinkOrNone = tuple[ElementTree.Element | None, int | None, int | None]


class CaseLinks(InlineProcessor):
    """`[[Title]]` and `[[slug|words]]` as links to cases, red when there is no such case yet."""

    def __init__(self, steps: "Safe", md: markdown.Markdown) -> None:
        super().__init__(CASE_LINK, md)
        self.steps = steps

    def handleMatch(self, m: re.Match[str], data: str) -> LinkOrNone:  # type: ignore[override]  # noqa: N802
        """Return the link, or nothing when the brackets name nothing."""
        target, shown = self._words(m[1]), self._words(m[2] or m[1])
        slug = slug_for(target)
        if not slug or not shown:
            return None, None, None
        self.steps.page.links.append(slug)
        title = self.steps.page.known_cases(slug)
        known = title is not None
        link = ElementTree.Element(
            "a",
            {
                "class": "case-link" if known else "case-link red",
                "href": self.steps.page.case_url(slug) if known else self.steps.page.start_url(target),
            },
        )
        # Atomic: a title is words, in which `*` and `_` are no marks.
        link.text = AtomicString(title if title is not None and not m[2] else shown)
        return link, m.start(0), m.end(0)

    def _words(self, text: str) -> str:
        """The words as the author wrote them: escapes and code were taken out before links are read."""
        return UnescapeTreeprocessor().unescape(self.unescape(text)).strip()


class Finish(Treeprocessor):
    """Last step inside the tree: headings one place down the page, links judged, ids of this part only."""

    def __init__(self, steps: "Safe", md: markdown.Markdown) -> None:
        super().__init__(md)
        self.steps = steps
        self.numbers: dict[str, int] = {}

    def run(self, root: ElementTree.Element) -> None:
        """Walk the tree once."""
        self.numbers = {}
        _drop_links_back_to_nowhere(root)
        _set_headings_under_the_part(root)
        for element in root.iter():
            if element.tag == "a":
                self._judge(element)
            if element.get("class") == "footnote":
                element.set("role", "group")
                element.set("aria-label", self.steps.page.labels.footnotes)
            if "id" in element.attrib:
                element.set("id", self._own(element.get("id", "")))

    def _judge(self, link: ElementTree.Element) -> None:
        address = link.get("href", "")
        if AMP_SUBSTITUTE in address:  # `<name@host>`, which Python-Markdown spells in entities
            address = html.unescape(address.replace(AMP_SUBSTITUTE, "&"))
            link.set("href", address)
        if link.get("class") in FOOTNOTE_LINKS:
            link.set("href", "#" + self._own(address.removeprefix("#")))
            if link.get("class") == BACK:
                link.set("aria-label", self.steps.page.labels.back_to_text)
                link.attrib.pop("title", None)
            return
        if not is_safe_address(address):
            link.attrib.pop("href", None)
        elif not address.startswith(("/", "#")):
            link.set("rel", "nofollow noopener ugc")

    def _own(self, name: str) -> str:
        """An id that nothing else on the page has: a number, for an author may name a note anything."""
        number = self.numbers.setdefault(name, len(self.numbers) + 1)
        return f"{ID_PREFIX}{self.steps.page.anchor_prefix}-{number}"


BACK = "footnote-backref"
FOOTNOTE_LINKS = {"footnote-ref", BACK}


def _set_headings_under_the_part(root: ElementTree.Element) -> None:
    """Make the first heading an h3, under the h2 of the part, and let none skip a level on the way down."""
    above: list[int] = []
    for element in root.iter():
        if not re.fullmatch(r"h[1-6]", element.tag):
            continue
        level = int(element.tag[1])
        above = [higher for higher in above if higher < level] + [level]
        element.tag = f"h{min(6, 2 + len(above))}"


def _drop_links_back_to_nowhere(root: ElementTree.Element) -> None:
    """Take out the link back to the text of each footnote that the text never names."""
    ids = {element.get("id") for element in root.iter()}
    for parent in list(root.iter()):
        for child in list(parent):
            if child.get("class") == BACK and child.get("href", "").removeprefix("#") not in ids:
                parent.remove(child)


class Notes(FootnoteExtension):
    """Footnotes of the text. A note that is defined inside a note is shown as it was typed.

    Without this its words would vanish: the list of notes is being made when the inner one is found, and
    what is no note is read as an address kept aside.
    """

    def makeFootnotesDiv(self, root: ElementTree.Element) -> ElementTree.Element | None:  # noqa: N802
        """Return the list of notes, or None when there are none."""
        if not self.footnotes:
            return None
        blocks = self.md.parser.blockprocessors
        blocks.deregister("footnote")
        blocks.deregister("reference")
        made = super().makeFootnotesDiv(root)
        # For the next text, with the priorities that Python-Markdown gives them.
        blocks.register(FootnoteBlockProcessor(self), "footnote", 17)
        blocks.register(ReferenceProcessor(self.md.parser), "reference", 15)
        return made


class Safe(Extension):
    """Switches raw HTML and images off and adds our own steps. `page` is that of the text being rendered."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register the steps."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("image_link")
        md.inlinePatterns.deregister("image_reference")
        md.inlinePatterns.deregister("short_image_ref")
        # Before ordinary links and references, after code spans and escapes.
        md.inlinePatterns.register(CaseLinks(self, md), "case_links", 176)
        md.inlinePatterns.register(Citations(self, md), "citations", 175.5)
        md.treeprocessors.register(Finish(self, md), "finish", -10)
