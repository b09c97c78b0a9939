"""Markdown of a case as HTML: the one place that gives the renderer what it must know."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.domain.content import CaseContent, Part
from cases.domain.rendering import Labels, Rendered, render
from cases.queries.addresses import Found, cases_at


def render_parts(content: CaseContent) -> dict[str, Rendered]:
    """Return the HTML of each part that has a text, by the part's key.

    Links to cases are resolved with one query over all parts. Raises TooComplex for text that the
    renderer refuses.
    """
    written = [part for part in content.parts if part.text]
    first = {part.key: _render(part, content, {}) for part in written}
    targets = {link for part in first.values() for link in part.links}
    if not targets:
        return first
    known = cases_at(targets)
    return {part.key: _render(part, content, known) for part in written} if known else first


def _render(part: Part, content: CaseContent, known: Mapping[str, Found]) -> Rendered:
    return render(
        part.text,
        sources={source.key: number for number, source in enumerate(content.sources, start=1)},
        known_cases=lambda slug: known[slug].title if slug in known else None,
        anchor_prefix=part.key,
        case_url=lambda slug: reverse("cases:case", args=[known[slug].slug]),
        start_url=_start_url,
        labels=_labels(),
    )


def _start_url(title: str) -> str:
    return f"{reverse('cases:contribute')}?{urlencode({'title': title})}"


def _labels() -> Labels:
    return Labels(
        source=_("Source {number}"),
        unknown_source=_("Unknown source"),
        back_to_text=_("Back to the text"),
        footnotes=_("Footnotes"),
    )
