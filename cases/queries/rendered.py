"""Markdown of a case and of a comment as HTML: the one place that gives the renderer what it must know."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.names import skeleton
from cases.domain.content import CaseContent, Part, Source
from cases.domain.rendering import (
    Labels,
    Rendered,
    RenderedComment,
    guard,
    is_plain,
    render,
    render_comment,
)
from cases.domain.talk import names_in
from cases.domain.vocabulary import SourceKind
from cases.queries.addresses import Found, cases_at


def render_parts(content: CaseContent) -> dict[str, Rendered]:
    """Return the HTML of each part that has a text, by the part's key.

    Links to cases are resolved with one query over all parts. Raises TooComplex for text that the
    renderer refuses.
    """
    written, sources, labels = [part for part in content.parts if part.text], _numbers(content), _labels()
    first = {part.key: _render(part, sources, {}, labels) for part in written}
    targets = {link for part in first.values() for link in part.links}
    if not targets:
        return first
    known = cases_at(targets)
    return {part.key: _render(part, sources, known, labels) for part in written} if known else first


def check_parts(content: CaseContent) -> None:
    """Raise TooComplex when the renderer refuses a part. Most are plain, and need not be rendered for it."""
    for part in content.parts:
        guard(part.text)
    others = tuple(part for part in content.parts if not is_plain(part.text))
    if others:
        render_parts(replace(content, parts=others))


def render_talk(text: str, anchor_prefix: str) -> tuple[RenderedComment, tuple[User, ...]]:
    """Return the HTML of a comment and the people whom it calls by name; one query, none without an `@`.

    Raises TooComplex for text that the renderer refuses.
    """
    likenesses = {skeleton(name) for name in names_in(text)}
    people = User.objects.filter(is_active=True, left_at=None, name_skeleton__in=likenesses)
    known = {person.name_skeleton: person for person in people} if likenesses else {}
    addresses = {key: reverse("cases:profile", args=[person.username]) for key, person in known.items()}
    rendered = render_comment(
        text,
        person_url=lambda name: addresses.get(skeleton(name)),
        anchor_prefix=anchor_prefix,
        labels=_labels(),
    )
    return rendered, tuple(known[key] for key, address in addresses.items() if address in rendered.called)


def _render(part: Part, sources: Mapping[str, int], known: Mapping[str, Found], labels: Labels) -> Rendered:
    return render(
        part.text,
        sources=sources,
        known_cases=lambda slug: known[slug].title if slug in known else None,
        anchor_prefix=part.key,
        case_url=lambda slug: reverse("cases:case", args=[known[slug].slug]),
        start_url=_start_url,
        labels=labels,
    )


def _numbers(content: CaseContent) -> Mapping[str, int]:
    """The numbers of the sources of a case, by their keys."""
    return {source.key: number for number, source in enumerate(content.sources, start=1)}


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
    part, sources, labels = Part(key="preview", text=text), _numbers(content), _labels()
    first = _render(part, sources, {}, labels)
    known = cases_at(first.links) if first.links else {}
    return _render(part, sources, known, labels) if known else first
