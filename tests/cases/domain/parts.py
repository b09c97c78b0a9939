"""Rendering a part in tests, and reading its HTML as a browser would."""

from html.parser import HTMLParser
from urllib.parse import quote

from cases.domain.rendering import Labels, Rendered, render

SOURCES = {"baig2015": 1, "ostrom": 2}
KNOWN = {"guifi-net": "Guifi *net*"}


def part(text: str) -> Rendered:
    """Render a part of a case with two sources, on a site with one published case."""
    return render(
        text,
        sources=SOURCES,
        known_cases=KNOWN.get,
        anchor_prefix="in-short",
        case_url=lambda slug: f"/cases/{quote(slug)}/",
        start_url=lambda title: f"/contribute/?title={quote(title)}",
        labels=Labels(),
    )


def html_of(text: str) -> str:
    return part(text).html


class Page(HTMLParser):
    """The elements of a piece of HTML: each tag with its attributes, and every text between them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.other: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)

    def unknown_decl(self, data: str) -> None:
        self.other.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _attributes in self.elements}

    def values(self, attribute: str) -> list[str]:
        return [found[attribute] for _tag, found in self.elements if attribute in found]
