"""Markdown of a part as safe HTML. Used when a revision is published or previewed, never on a read.

Raw HTML is off, links and citations are made inside the Markdown tree, and the `nh3` allow-list is the
very last step: nothing touches the HTML after it. The renderer is quadratic on `[`, so text is bounded
in length and in brackets.
"""

import re
import unicodedata
import xml.etree.ElementTree as etree
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import markdown
import nh3
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

RENDERER_VERSION = 1
CHARACTERS_AT_MOST = 20_000
BRACKET_BUDGET = 250_000
FOOTNOTES_AT_MOST = 200
SLUG_LIMIT = 80

CITATION = r"\[(@[a-z0-9][a-z0-9_-]{0,39}(?:\s*;\s*@[a-z0-9][a-z0-9_-]{0,39}){0,9})\]"
CASE_LINK = r"\[\[([^\[\]|\n]{1,150})(?:\|([^\[\]|\n]{1,150}))?\]\]"

TAGS = {
    "a", "abbr", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
CLASSES = {
    "a": {"case-link", "red", "footnote-ref", "footnote-backref", "citation"},
    "div": {"footnote"},
    "span": {"unknown-source"},
    "sup": {"citations"},
}
ATTRIBUTES = {
    "a": {"href", "title", "rel", "aria-label", "id"},
    "td": {"align"},
    "th": {"align"},
    "li": {"id"},
    "sup": {"id"},
    "ol": {"start"},
}


class TooComplex(ValueError):  # noqa: N818 (it is an answer to the author, in their words)
    """The text is too long or too deeply nested to be rendered safely; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The few words of the renderer that a reader sees or hears."""

    source: str = "Source {number}"
    unknown_source: str = "Unknown source"
    back_to_text: str = "Back to the text"
    footnotes: str = "Footnotes"


@dataclass(frozen=True, slots=True)
class Rendered:
    """The HTML of one part, the keys it cites, the cases it links (by slug), and its words."""

    html: str
    citations: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    words: int = 0


@dataclass(slots=True)
class _Page:
    """What the steps of one rendering share."""

    sources: Mapping[str, int]
    known_cases: Callable[[str], str | None]
    case_url: Callable[[str], str]
    start_url: Callable[[str], str]
    anchor_prefix: str
    labels: Labels
    citations: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def render(
    text: str,
    *,
    sources: Mapping[str, int],
    known_cases: Callable[[str], str | None],
    anchor_prefix: str,
    case_url: Callable[[str], str],
    start_url: Callable[[str], str],
    labels: Labels,
) -> Rendered:
    """Return the HTML of a part. Raises TooComplex when the text is past the renderer's bounds.

    `sources` maps citation keys to the numbers shown; `known_cases` maps a slug to the title of a
    published case or None; `anchor_prefix` keeps ids unique over the parts of one page.
    """
    guard(text)
    page = _Page(sources, known_cases, case_url, start_url, anchor_prefix, labels)
    try:
        html = _converter(page).convert(text)
    except RecursionError:
        raise TooComplex(NESTED) from None
    return Rendered(
        html=_cleaner().clean(html),
        citations=tuple(dict.fromkeys(page.citations)),
        links=tuple(dict.fromkeys(page.links)),
        words=len(re.findall(r"\w+", plain_text(text))),
    )


LONG = "The text has more than 20,000 characters. Split it over the parts it belongs to."
BRACKETS = "The text has too many square brackets in one paragraph. Split the paragraph or remove some."
NESTED = "The text is nested too deeply. Use fewer lists or quotes inside each other."
NOTES = "The text has more than 200 footnotes. Cite sources with [@key] instead."


def guard(text: str) -> None:
    """Raise TooComplex for text whose rendering would take quadratic time."""
    if len(text) > CHARACTERS_AT_MOST:
        raise TooComplex(LONG)
    if sum(block.count("[") ** 2 for block in re.split(r"\n\s*\n", text)) > BRACKET_BUDGET:
        raise TooComplex(BRACKETS)
    if text.count("[^") > FOOTNOTES_AT_MOST:
        raise TooComplex(NOTES)
    if any(len(re.match(r"[\s>*+\-\d.)]*", line)[0]) > 100 for line in text.split("\n")):  # type: ignore[index]
        raise TooComplex(NESTED)


def slug_for(title: str) -> str:
    """Return the address of a title: letters and digits of any script, joined with hyphens."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    words = re.sub(r"[^\w]+|_", "-", folded, flags=re.UNICODE)
    return re.sub(r"-+", "-", words).strip("-")[:SLUG_LIMIT].strip("-")


def plain_text(text: str) -> str:
    """Return the words of a Markdown text without citations, link addresses and most marks."""
    bare = re.sub(CITATION, "", text)
    bare = re.sub(CASE_LINK, lambda match: match[2] or match[1], bare)
    bare = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", bare)
    return re.sub(r"[*_`#>|]+", "", bare)


def first_words(text: str, count: int) -> str:
    """Return the first words of a Markdown text, with an ellipsis when there are more."""
    words = plain_text(text).split()
    return " ".join(words[:count]) + ("…" if len(words) > count else "")


def is_safe_address(address: str) -> bool:
    """Whether a link may go there: http, https, mailto, a path of this site, or a place on the page."""
    if any(unicodedata.category(character)[0] == "C" or character.isspace() for character in address):
        return False
    if address.startswith(("#", "?")):
        return True
    if address.startswith("/"):
        return not address.startswith(("//", "/\\"))
    try:
        split = urlsplit(address)
    except ValueError:
        return False
    if split.scheme == "mailto":
        return bool(split.path)
    return split.scheme in {"http", "https"} and bool(split.hostname) and "@" not in split.netloc


# --- steps inside the Markdown tree --------------------------------------------------------------


class _Citations(InlineProcessor):
    """`[@key]` and `[@one; @two]` as numbered links to the sources of the case."""

    def __init__(self, page: _Page, md: markdown.Markdown) -> None:
        super().__init__(CITATION, md)
        self.page = page

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # noqa: N802, ARG002
        """Return the marks of one bracket."""
        marks = etree.Element("sup", {"class": "citations"})
        for key in re.findall(r"@([a-z0-9_-]+)", m[1]):
            self.page.citations.append(key)
            marks.append(self._mark(key))
        return marks, m.start(0), m.end(0)

    def _mark(self, key: str) -> etree.Element:
        number = self.page.sources.get(key)
        if number is None:
            unknown = etree.Element("span", {"class": "unknown-source"})
            unknown.text = f"{self.page.labels.unknown_source}: {key}"
            return unknown
        label = self.page.labels.source.format(number=number)
        link = etree.Element("a", {"class": "citation", "href": f"#source-{key}", "aria-label": label})
        link.text = str(number)
        return link


class _CaseLinks(InlineProcessor):
    """`[[Title]]` and `[[slug|words]]` as links to cases, red when there is no such case yet."""

    def __init__(self, page: _Page, md: markdown.Markdown) -> None:
        super().__init__(CASE_LINK, md)
        self.page = page

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802, ARG002
        """Return the link, or nothing when the brackets name nothing."""
        target, shown = m[1].strip(), (m[2] or m[1]).strip()
        slug = slug_for(target)
        if not slug or not shown:
            return None, None, None
        self.page.links.append(slug)
        title = self.page.known_cases(slug)
        known = title is not None
        link = etree.Element(
            "a",
            {
                "class": "case-link" if known else "case-link red",
                "href": self.page.case_url(slug) if known else self.page.start_url(target),
            },
        )
        link.text = shown if m[2] or not known else title
        return link, m.start(0), m.end(0)


class _Finish(Treeprocessor):
    """Last step inside the tree: headings one place down the page, links judged, ids of this part only."""

    def __init__(self, page: _Page, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        """Walk the tree once."""
        for element in root.iter():
            if re.fullmatch(r"h[1-6]", element.tag):
                element.tag = f"h{min(6, int(element.tag[1]) + 2)}"
            if element.tag == "a":
                self._judge(element)
            if "id" in element.attrib:
                element.set("id", self._own(element.get("id", "")))

    def _judge(self, link: etree.Element) -> None:
        address = link.get("href", "")
        if link.get("class") in {"footnote-ref", "footnote-backref"}:
            link.set("href", "#" + self._own(address.removeprefix("#")))
            if link.get("class") == "footnote-backref":
                link.set("aria-label", self.page.labels.back_to_text)
                link.attrib.pop("title", None)
            return
        if not is_safe_address(address):
            link.attrib.pop("href", None)
        elif not address.startswith(("/", "#", "?")):
            link.set("rel", "nofollow noopener ugc")

    def _own(self, name: str) -> str:
        return f"u-{self.page.anchor_prefix}-{name.replace(':', '-')}"


class _Safe(Extension):
    """Switches raw HTML and images off and adds our own steps."""

    def __init__(self, page: _Page) -> None:
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
        md.inlinePatterns.register(_CaseLinks(self.page, md), "case_links", 176)
        md.inlinePatterns.register(_Citations(self.page, md), "citations", 175.5)
        md.treeprocessors.register(_Finish(self.page, md), "finish", -10)


def _converter(page: _Page) -> markdown.Markdown:
    return markdown.Markdown(
        extensions=["tables", "footnotes", "sane_lists", "fenced_code", _Safe(page)],
        extension_configs={
            "tables": {"use_align_attribute": True},
            "footnotes": {"UNIQUE_IDS": False, "BACKLINK_TITLE": page.labels.back_to_text},
        },
        output_format="html",
    )


def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
