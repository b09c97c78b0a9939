"""Paragraphs of a part that name no source: what an author is asked about once before a change is sent."""

import re
from dataclasses import dataclass

from cases.domain.content import CaseContent, Part
from cases.domain.diff import paragraphs_of
from cases.domain.rendering import first_words, plain_text
from cases.domain.rendering.marks import CITATION

FEWEST_WORDS = 5
FENCE = re.compile(r"[ ]{0,3}(```|~~~)")
HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t][^\n]*|[^\n]+\n[ ]{0,3}(=+|-+)[ \t]*")
RULE = re.compile(r"[ \t*_-]+")
ASIDE = re.compile(r"[ ]{0,3}\[[^\[\]\n]+\]:")
"""The beginning of a footnote or of an address kept aside."""


@dataclass(frozen=True, slots=True)
class Uncited:
    """A paragraph without a source: the key of its part, and its first words."""

    part: str
    words: str


def uncited_paragraphs(content: CaseContent, base: CaseContent | None) -> tuple[Uncited, ...]:
    """The new and changed paragraphs that cite nothing.

    Headings, code, rules, footnotes, and paragraphs and lists of under five words are not asked about.
    """
    return tuple(
        Uncited(part.key, first_words(paragraph, 8))
        for part in content.parts
        for paragraph in _new_in(part, base)
        if not re.search(CITATION, paragraph)
    )


def _new_in(part: Part, base: CaseContent | None) -> list[str]:
    before = base.part(part.key) if base else None
    known = set(_asked_about(before.text)) if before else set()
    return [paragraph for paragraph in _asked_about(part.text) if paragraph not in known]


def _asked_about(text: str) -> list[str]:
    """The paragraphs of a text that state something, each on one line."""
    found, fenced = [], False
    for paragraph in paragraphs_of(text):
        marks = sum(1 for line in paragraph.text.splitlines() if FENCE.match(line))
        was_fenced, fenced = fenced, fenced != bool(marks % 2)
        if not (was_fenced or marks) and _states_something(paragraph.text):
            found.append(" ".join(paragraph.text.split()))
    return found


def _states_something(paragraph: str) -> bool:
    shape = paragraph.strip("\n")
    if HEADING.fullmatch(shape) or RULE.fullmatch(shape) or ASIDE.match(shape):
        return False
    return len(plain_text(paragraph).split()) >= FEWEST_WORDS
