"""What of a case the search knows: all its text, as readers see it and as folded words."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.domain.content import CaseContent
from cases.domain.rendering import plain_text
from cases.domain.search_words import words_of

SEARCH_RULES = 2
"""Grows with every change of what is written down for the search, so that the next start writes it anew."""

BETWEEN = " ¶ "
"""Stands in the folded rest between passages, so that no phrase goes across; no search can ask for it."""

BYTES_AT_MOST = 400_000
"""So much folded text of a case is searched: PostgreSQL keeps a megabyte of distinct words at most."""


@dataclass(frozen=True, slots=True)
class SearchText:
    """The text of one case. `title`, `summary` and `rest` are folded; `rest` holds the passages in order.

    `passages` are what extracts are cut from.
    """

    language: str
    title: str
    summary: str
    rest: str
    passages: tuple[str, ...]


def search_text_of(content: CaseContent, tags: Iterable[str]) -> SearchText:
    """The text of a case whose published tags are these."""
    passages: list[str] = []
    rest: list[str] = []
    room = BYTES_AT_MOST
    for passage in _passages(content, tags):
        words = " ".join(words_of(passage))
        size = len(words.encode()) + len(BETWEEN.encode())
        if not words or size > room:
            continue
        room -= size
        passages.append(passage)
        rest.append(words)
    return SearchText(
        language=content.language,
        title=" ".join(words_of(content.title)),
        summary=" ".join(words_of(content.summary)),
        rest=BETWEEN.join(["", *rest, ""]).strip(),
        passages=tuple(passages),
    )


def _passages(content: CaseContent, tags: Iterable[str]) -> list[str]:
    """Every text of a case but title and summary, each a passage: its article first."""
    return [
        *(plain_text(part.text) or part.note for part in content.parts),
        *(text for row in content.illustrations for text in (row.note, row.quote)),
        *content.open_questions,
        *content.organisations,
        *(place.name for place in content.places),
        *tags,
        *(text for image in content.images for text in (image.caption, image.alt)),
        *(text for phase in content.phases for text in (phase.reason, phase.no_stage_reason)),
        *(text for source in content.sources for text in (source.title, source.authors, source.publisher)),
    ]
