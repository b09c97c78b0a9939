"""Markdown of a case as HTML: the one place that gives the renderer what it must know."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.domain.content import CaseContent, Part, Source
from cases.domain.rendering import Labels, Rendered, render
from cases.domain.vocabulary import SourceKind
from cases.models import Case


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
    known = dict(Case.objects.published().filter(slug__in=targets).values_list("slug", "title"))
    return {part.key: _render(part, content, known) for part in written} if known else first


def _render(part: Part, content: CaseContent, known: dict[str, str]) -> Rendered:
    return render(
        part.text,
        sources={source.key: number for number, source in enumerate(content.sources, start=1)},
        known_cases=known.get,
        anchor_prefix=part.key,
        case_url=_case_url,
        start_url=_start_url,
        labels=_labels(),
    )


def _case_url(slug: str) -> str:
    return reverse("cases:case", args=[slug])


def _start_url(title: str) -> str:
    return f"{reverse('cases:contribute')}?{urlencode({'title': title})}"


def _labels() -> Labels:
    return Labels(
        source=_("Source {number}"),
        unknown_source=_("Unknown source"),
        back_to_text=_("Back to the text"),
        footnotes=_("Footnotes"),
    )


def render_piece(text: str, keys: Sequence[str]) -> Rendered:
    """Return the HTML of one text with the sources of these keys, in their order. Raises TooComplex."""
    content = CaseContent(
        sources=tuple(Source(key=key, kind=SourceKind.OTHER, title=key) for key in dict.fromkeys(keys))
    )
    part = Part(key="preview", text=text)
    first = _render(part, content, {})
    known = dict(Case.objects.published().filter(slug__in=first.links).values_list("slug", "title"))
    return _render(part, content, known) if known else first
