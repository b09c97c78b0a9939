"""Wikitext as Markdown. What has no place in it is counted by name, so that nothing goes without a word."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import quote, urlsplit

from mwparserfromhell.nodes import (
    Argument,
    Comment,
    ExternalLink,
    Heading,
    HTMLEntity,
    Node,
    Tag,
    Template,
    Text,
    Wikilink,
)
from mwparserfromhell.wikicode import Wikicode

from cases.domain.citation_keys import key_for
from cases.domain.content import Source
from cases.domain.reader import UNSTORABLE
from cases.domain.reading import KEY, is_web_address
from cases.domain.rendering import slug_for
from cases.exchange.imports.wiki_blocks import (
    BLOCK,
    HASH,
    HEADING,
    INDENT,
    SIGNS,
    STAR,
    TERM,
    with_joined_citations,
)
from cases.exchange.imports.wiki_dump import Wiki
from cases.exchange.imports.wiki_sources import is_citation, line_of, name_of, source_of, source_of_template
from cases.exchange.imports.wiki_tables import name_of_tag, rows_of, table_text

SOURCES_AT_MOST = 99
"""One less than a case holds: the page itself is a source, too."""
LINK_WORDS_AT_MOST = 150
CELLS_AT_MOST = 5_000

SPECIAL = re.compile(r"([\\`*_\[\]])")
SWITCH = re.compile(r"__[A-Z]{3,}__")
AFTER_A_TERM = re.compile(f"(?<=[^\n{STAR}{HASH}{TERM}{INDENT}]){INDENT}")
AUTOMATIC_LINK = re.compile(r"<(https?://[^>\s]*)>")
LABELLED = re.compile(r"\[\[([^\]|]+)\|[^\]]+\]\]")
NO_ITEM_AFTER = re.compile(f"\n(?![{STAR}{HASH}])")
ENTITY = re.compile(r"&(?=#?\w+;)")
MARKERS = {"*": STAR, "#": HASH, ";": TERM, ":": INDENT}
EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
IN_A_BLOCK = frozenset(
    {"p", "div", "section", "center", "blockquote", "poem", "aside", "dl", "ul", "ol", "li"}
)
CODE = frozenset({"pre", "source", "syntaxhighlight", "code", "math", "chem"})
DROPPED = frozenset(
    {
        "script", "style", "templatestyles", "imagemap", "score", "timeline", "hiero", "graph", "mapframe",
        "maplink", "inputbox", "dynamicpagelist", "categorytree", "noinclude", "includeonly", "iframe",
        "object", "embed", "svg", "form", "input", "button", "textarea", "select", "title", "head", "link",
        "meta", "base", "video", "audio",
    }
)  # fmt: skip
SHOWN_BY = {
    "lang": "2", "nowrap": "1", "nobr": "1", "small": "1", "smaller": "1", "big": "1", "larger": "1",
    "quote": "1", "blockquote": "1", "cquote": "1", "abbr": "1", "sic": "1", "langue": "2", "lengua": "2",
}  # fmt: skip
"""Templates that only say how a text looks, and which of their values is the text."""


@dataclass(slots=True)
class LeftOut:
    """What has no place here, counted by name."""

    templates: Counter[str] = field(default_factory=Counter)
    html: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    links: int = 0
    others: Counter[str] = field(default_factory=Counter)
    sources: int = 0


@dataclass(slots=True)
class WikiText:
    """Renders the text of one page, and collects its sources and what is left out.

    `titles` maps each title of the dump to the title of the page that it leads to.
    """

    wiki: Wiki
    titles: Mapping[str, str]
    left_out: LeftOut = field(default_factory=LeftOut)
    sources: dict[str, Source] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    named: dict[str, Tag] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    html_lists: list[str] = field(default_factory=list)
    linked: dict[str, str] = field(default_factory=dict)

    def lines(self, code: Wikicode) -> list[str]:
        """The lines of a page, as `wiki_blocks` and `wiki_sections` read them."""
        for tag in code.filter_tags(matches=_is_reference):
            name = _attribute(tag, "name")
            if name and not tag.self_closing and str(tag.contents).strip():
                self.named.setdefault(name, tag)
        # What is explained in the line of its term, `; term : words`, is a line of its own.
        return AFTER_A_TERM.sub(f"\n{INDENT}", self.inline(code)).split("\n")

    def inline(self, code: Wikicode | None) -> str:
        """Markdown of these nodes, with line ends where the page has them."""
        return "".join(self._node(node) for node in code.nodes) if code else ""

    def plain(self, code: Wikicode | None) -> str:
        """The words of these nodes alone. Nothing is counted."""
        quiet = replace(self, left_out=LeftOut(), sources={}, keys={}, aside=[], categories=[])
        text = re.sub(r"\[@[^\]]*\]", "", quiet.inline(code))
        text = re.sub(r"\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]|(?<!\\)\[([^\]]*)\]\([^)]*\)", r"\1\2", text)
        text = AUTOMATIC_LINK.sub(r"\1", text)
        return re.sub(r"(?<!\\)\*+|\\(?=[\\`*_\[\]])", "", SIGNS.sub("", text)).strip()

    # --- nodes ---

    def _node(self, node: Node) -> str:
        if isinstance(node, Text):
            return self._text(str(node.value))
        if isinstance(node, HTMLEntity):
            return self._text(SIGNS.sub("", UNSTORABLE.sub(" ", str(node.normalize()))))
        for kind, render in self._renderers():
            if isinstance(node, kind):
                return render(node)
        if not isinstance(node, Comment):
            self.left_out.others[type(node).__name__] += 1
        return ""

    def _renderers(self) -> tuple[tuple[type[Node], Callable[..., str]], ...]:
        return (
            (Tag, self._tag),
            (Template, self._template),
            (Wikilink, self._wikilink),
            (ExternalLink, self._external),
            (Heading, self._heading),
            (Argument, self._argument),
        )

    def _text(self, text: str) -> str:
        for switch in SWITCH.findall(text):
            self.left_out.others[switch] += 1
        return ENTITY.sub("&amp;", SPECIAL.sub(_escaped, SWITCH.sub("", text)))

    def _heading(self, node: Heading) -> str:
        return f"\n{HEADING}{node.level}{HEADING}{line_of(self.plain(node.title), 200)}\n"

    def _argument(self, node: Argument) -> str:
        self.left_out.others[f"{{{{{{{line_of(str(node.name), 30)}}}}}}}"] += 1
        return self.inline(node.default)

    # --- templates ---

    def _template(self, node: Template) -> str:
        name = name_of(node)
        if is_citation(node):
            return self._mark(source_of_template(node, self.plain), "", str(node))
        shown = SHOWN_BY.get(name.casefold())
        if shown and node.has(shown):
            return self.inline(node.get(shown).value)
        self.left_out.templates[name] += 1
        return ""

    # --- links ---

    def _wikilink(self, node: Wikilink) -> str:
        target = " ".join(str(node.title).replace("_", " ").split())
        space, colon, rest = target.partition(":")
        kind = space.strip().casefold() if colon else ""
        if kind in self.wiki.files:
            self.left_out.files[line_of(rest, 80)] += 1
            return ""
        if kind in self.wiki.categories:
            self.categories.append(line_of(rest, 200))
            return ""
        target = target.removeprefix(":").partition("#")[0].strip()
        words = line_of(self.plain(node.text), LINK_WORDS_AT_MOST) if node.text else line_of(target, 150)
        known = self._page_of(target)
        slug = slug_for(known)
        bare = re.sub(r"[\[\]|]", " ", words).strip()
        if known and slug and bare:
            self.linked[slug] = known
            return f"[[{slug}|{SPECIAL.sub(_escaped, bare)}]]"
        self.left_out.links += bool(target)
        return self.inline(node.text) if node.text else self._text(target)

    def _page_of(self, title: str) -> str:
        """The title of the page of the dump to which a link leads; "" for a page that is not in it."""
        capital = f"{title[:1].upper()}{title[1:]}"
        return self.titles.get(title) or self.titles.get(capital, "")

    def _external(self, node: ExternalLink) -> str:
        url = quote(line_of(str(node.url), 2_000), safe="/:?#@!$&'*+,;=%~-._[]")
        words = " ".join(self.inline(node.title).split()) if node.title else ""
        if not is_web_address(url):
            return words or self._text(url)
        address = url.replace("[", "%5B").replace("]", "%5D")
        return f"[{words}]({address})" if words else f"<{address}>"

    # --- references ---

    def _reference(self, tag: Tag) -> str:
        name = _attribute(tag, "name")
        defined = tag if str(tag.contents or "").strip() else self.named.get(name)
        if defined is None:
            self.left_out.others["<ref>"] += 1
            return ""
        return self._mark(source_of(defined.contents, self.plain), name, str(defined.contents))

    def _mark(self, source: Source, name: str, words: str) -> str:
        """The mark that cites this source; the same words, or the same name, are the same source."""
        known = name or " ".join(words.split())
        key = self.keys.get(known)
        if key is None:
            if len(self.sources) >= SOURCES_AT_MOST or not source.title:
                self.left_out.sources += 1
                return ""
            wish = name.casefold()
            own = replace(source, key=wish if KEY.fullmatch(wish) else "")
            site = urlsplit(source.url).hostname or ""
            named = replace(own, title=site) if own.title == own.url else own
            key = key_for(named, self.sources.keys() | {"wiki"})
            self.keys[known] = key
            self.sources[key] = replace(source, key=key)
        return f"[@{key}]"

    def cite_all(self, code: Wikicode) -> None:
        """Take the sources of what is not shown, so that they are not lost."""
        for tag in code.filter_tags(matches=_is_reference):
            self._reference(tag)

    # --- tags ---

    def _tag(self, tag: Tag) -> str:
        name = name_of_tag(tag)
        if tag.wiki_markup in MARKERS:
            return MARKERS[tag.wiki_markup]
        simple: dict[str, Callable[[], str]] = {
            "ref": partial(self._reference, tag),
            "references": lambda: "",
            "nowiki": lambda: self._text(str(tag.contents)),
            "br": lambda: "\n\n" if not self.html_lists else " ",
            "hr": lambda: self._block("---"),
            "table": partial(self._table, tag),
            "gallery": partial(self._gallery, tag),
        }
        if name in simple:
            return simple[name]()
        return self._html(tag, name)

    def _html(self, tag: Tag, name: str) -> str:
        if name in EMPHASIS:
            return _emphasised(self.inline(tag.contents), EMPHASIS[name])
        if name in CODE:
            return self._code(str(tag.contents or ""), name)
        self.left_out.html[line_of(name, 30)] += 1
        if name in DROPPED:
            return ""
        if name in {"ul", "ol"}:
            return self._html_list(tag, STAR if name == "ul" else HASH)
        if name == "li":
            words = NO_ITEM_AFTER.sub(" ", self.inline(tag.contents))
            return f"\n{''.join(self.html_lists) or STAR}{words}"
        inside = self.inline(tag.contents)
        return f"\n\n{inside}\n\n" if name in IN_A_BLOCK else inside

    def _html_list(self, tag: Tag, sign: str) -> str:
        """A list of HTML; between its items stands nothing."""
        self.html_lists.append(sign)
        inside = "".join(self._node(node) for node in tag.contents.nodes if isinstance(node, Tag))
        self.html_lists.pop()
        return inside if self.html_lists else f"\n\n{inside}\n\n"

    def _code(self, text: str, name: str) -> str:
        if name in {"math", "chem"}:
            self.left_out.others[f"<{name}>"] += 1
        words = text.strip("\n")
        if "\n" in words:
            return self._block("\n".join(f"    {line}" for line in words.split("\n")))
        fence = "`" * (max((len(run) for run in re.findall("`+", words)), default=0) + 1)
        return f"{fence}{words.strip()}{fence}" if words.strip() else ""

    def _gallery(self, tag: Tag) -> str:
        for line in str(tag.contents or "").splitlines():
            if name := line_of(line.partition("|")[0].partition(":")[2] or line, 80):
                self.left_out.files[name] += 1
        return ""

    def _block(self, text: str) -> str:
        self.aside.append(text)
        return f"\n\n{BLOCK}{len(self.aside) - 1}{BLOCK}\n\n"

    # --- tables ---

    def _table(self, tag: Tag) -> str:
        caption = ""
        rows: list[list[str]] = []
        is_headed = False
        for row in rows_of(tag):
            cells = []
            for cell in row:
                if str(cell).lstrip().startswith("|+"):
                    caption = _one_line(self.inline(cell.contents).lstrip("+ "))
                    continue
                is_headed = is_headed or (not rows and name_of_tag(cell) == "th")
                cells.append(self._cell(cell.contents))
            if cells:
                rows.append(cells)
        if not rows or sum(map(len, rows)) > CELLS_AT_MOST:
            self.left_out.others["{|"] += 1
            return ""
        table = self._block(table_text(rows, is_headed=is_headed))
        return f"\n\n{caption}\n\n{table}" if caption else table

    def _cell(self, code: Wikicode) -> str:
        """A cell on one line; a bar would end it, so a link between cases goes by the title alone."""
        words = LABELLED.sub(lambda match: f"[[{self.linked.get(match[1], match[1])}]]", self.inline(code))
        return with_joined_citations(_one_line(words)).replace("|", "\\|")


def _one_line(text: str) -> str:
    return " ".join(SIGNS.sub(" ", re.sub(f"{BLOCK}\\d+{BLOCK}", " ", text)).split())


def _emphasised(inside: str, mark: str) -> str:
    words = inside.strip()
    if not words or "\n\n" in words:
        return inside
    before, _words, after = inside.partition(words)
    return f"{before}{mark}{words}{mark}{after}"


def _escaped(match: "re.Match[str]") -> str:
    return f"\\{match[0]}"


def _is_reference(tag: Tag) -> bool:
    return name_of_tag(tag) == "ref"


def _attribute(tag: Tag, name: str) -> str:
    if not tag.has(name):
        return ""
    return line_of(str(tag.get(name).value or "").strip("\"' "), 100)
