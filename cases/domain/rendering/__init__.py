"""Markdown of a part as safe HTML. Used when a revision is published or previewed, never on a read.

Raw HTML is off, links and citations are made inside the Markdown tree (`steps`), the text is bounded
(`bounds`), and the allow-list is the very last step (`allowed`): nothing touches the HTML after it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import markdown

from cases.domain.rendering.allowed import CLEANER, is_safe_address
from cases.domain.rendering.bounds import HTML_AT_MOST, LARGE, NESTED, TooComplex, guard
from cases.domain.rendering.steps import Labels, Notes, Page, Safe
from cases.domain.rendering.words import count_words, first_words, plain_text, slug_for

__all__ = [
    "RENDERER_VERSION",
    "Labels",
    "Rendered",
    "TooComplex",
    "first_words",
    "guard",
    "is_safe_address",
    "plain_text",
    "render",
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
    page = Page(sources, known_cases, case_url, start_url, anchor_prefix, labels)
    try:
        made = _converter(page).convert(text)
    except RecursionError:
        raise TooComplex(NESTED) from None
    if len(made) > HTML_AT_MOST:
        raise TooComplex(LARGE)
    return Rendered(
        html=CLEANER.clean(made),
        citations=tuple(dict.fromkeys(page.citations)),
        links=tuple(dict.fromkeys(page.links)),
        words=count_words(text),
    )


def _converter(page: Page) -> markdown.Markdown:
    return markdown.Markdown(
        extensions=["tables", "sane_lists", "fenced_code", Notes(), Safe(page)],
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
