"""What it means that a text matches a search: the rule that both databases follow, and the order of cases.

Texts are folded (`cases.domain.search_words`). A text is looked at in sections, such as title and
summary; words that stand together stand together in one section.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.domain.search_query import Either, Every, Node, Term, Without

Forms = Mapping[str, Sequence[str]]
"""The forms of a word that are found with it, itself among them; a word that is absent is its only form."""

TITLE_WEIGHT = 8
SUMMARY_WEIGHT = 4
TEXT_WEIGHT = 0.3
TIMES_AT_MOST = 5
IS_TITLE = 30
BEGINS_TITLE = 6


@dataclass(frozen=True, slots=True)
class Sections:
    """The folded text of a case. `rest` may be only its beginning where it is for ranking."""

    title: str
    summary: str
    rest: str


def variants(term: Term, forms: Forms) -> tuple[str, ...]:
    """The pieces of folded text of which one must be there for the term to be found."""
    if term.is_exact or term.is_prefix:
        return (" ".join(term.words),)
    return tuple(forms.get(term.words[0]) or term.words)


def matches(node: Node, sections: Iterable[str], forms: Forms) -> bool:
    """Whether a text fits a search."""
    return _matches(node, [f" {section} " for section in sections], forms)


def _matches(node: Node, sections: Sequence[str], forms: Forms) -> bool:
    match node:
        case Term():
            found = _needles(node, forms)
            return any(needle in section for needle in found for section in sections)
        case Every(parts):
            return all(_matches(part, sections, forms) for part in parts)
        case Either(parts):
            return any(_matches(part, sections, forms) for part in parts)
        case Without(part):
            return not _matches(part, sections, forms)


def _needles(term: Term, forms: Forms) -> list[str]:
    end = "" if term.is_prefix else " "
    return [f" {variant}{end}" for variant in variants(term, forms)]


def rank(terms: Sequence[Term], sections: Sections, forms: Forms) -> float:
    """How well a case that was found fits; more is better. Title and summary count most.

    A title that is just what was sought comes before all others.
    """
    title, summary, rest = (f" {text} " for text in (sections.title, sections.summary, sections.rest))
    score = 0.0
    for term in terms:
        needles = _needles(term, forms)
        score += TITLE_WEIGHT * any(needle in title for needle in needles)
        score += SUMMARY_WEIGHT * any(needle in summary for needle in needles)
        times = sum(rest.count(needle) for needle in needles)
        score += TEXT_WEIGHT * min(times, TIMES_AT_MOST)
    sought = " ".join(word for term in terms for word in term.words)
    if sections.title == sought:
        return score + IS_TITLE
    return score + (BEGINS_TITLE if title.startswith(f" {sought} ") else 0)
