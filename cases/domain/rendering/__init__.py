"""Markdown of a part or a comment as safe HTML. Used when text is published or previewed, never on a read.

Raw HTML is off, links and citations are made inside the Markdown tree (`steps`), the text is bounded
(`bounds`), and the allow-list is the very last step (`allowed`): nothing touches the HTML after it.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import markdown

from cases.domain.rendering.allowed import CLEANER, is_safe_address
from cases.domain.rendering.bounds import HTML_AT_MOST, LARGE, NESTED, TooComplex, guard, is_plain
from cases.domain.rendering.people import PersonUrl, SafeComment
from cases.domain.rendering.prose import html_of_prose
from cases.domain.rendering.steps import Labels, Notes, Page, Safe
from cases.domain.rendering.words import count_words, first_words, plain_text, slug_for

__all__ = [
    "RENDERER_VERSION",
    "Labels",
    "Rendered",
    "RenderedComment",
    "TooComplex",
    "first_words",
    "guard",
    "is_plain",
    "is_safe_address",
    "plain_text",
    "render",
    "render_comment",
    "slug_for",
]

RENDERER_VERSION = 2


@dataclass(frozen=True, slots=True)
class Rendered:
    """The HTML of one part, the keys it cites, the cases it links (by slug), and its words."""

    html: str
    citations: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    words: int = 0


@dataclass(frozen=True, slots=True)
class RenderedComment:
    """The HTML of one comment, and the addresses of the people whom it calls by name."""

    html: str
    called: tuple[str, ...] = ()


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
    page = Page(sources, known_cases, case_url, start_url, anchor_prefix, labels)
    return Rendered(
        html=_html_of_part(text, page),
        citations=tuple(dict.fromkeys(page.citations)),
        links=tuple(dict.fromkeys(page.links)),
        words=count_words(text),
    )


def render_comment(
    text: str, *, person_url: PersonUrl, anchor_prefix: str, labels: Labels
) -> RenderedComment:
    """Return the HTML of a comment, as safe as that of a part. Raises TooComplex as `render`.

    `person_url` maps a name to the page of who has it, or None. `[@key]` and `[[case]]` are no marks here:
    a number or a title in a comment would outlive the source or the case that it names.
    """
    page = Page({}, lambda _slug: None, str, str, anchor_prefix, labels)
    called: list[str] = []
    guard(text)
    html = _cleaned(_converted(text, _converter(SafeComment(page, person_url, called))))
    return RenderedComment(html, tuple(dict.fromkeys(called)))


_kept = threading.local()
"""A converter for parts, kept by each thread: to make one takes as long as to render a text."""


def _html_of_part(text: str, page: Page) -> str:
    guard(text)
    prose = html_of_prose(text, page)
    return _cleaned(_html_of_marked(text, page) if prose is None else prose)


def _html_of_marked(text: str, page: Page) -> str:
    """The HTML of a part of any kind, as Markdown makes it."""
    # Out of its place while it is used: one that met a fault may stand in the middle of its text.
    steps, converter = vars(_kept).pop("converter", None) or _new_converter(page)
    steps.page = page
    html = _converted(text, converter)
    converter.reset()
    _kept.converter = (steps, converter)
    return html


def _new_converter(page: Page) -> tuple[Safe, markdown.Markdown]:
    steps = Safe(page)
    return steps, _converter(steps)


def _converted(text: str, converter: markdown.Markdown) -> str:
    try:
        return converter.convert(text)
    except RecursionError:
        raise TooComplex(NESTED) from None


def _cleaned(made: str) -> str:
    """The HTML within the bounds; the allow-list is the very last step."""
    if len(made) > HTML_AT_MOST:
        raise TooComplex(LARGE)
    return CLEANER.clean(made)


def _converter(steps: Safe) -> markdown.Markdown:
    return markdown.Markdown(
        extensions=["tables", "sane_lists", "fenced_code", Notes(), steps],
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
