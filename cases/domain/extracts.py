"""Pieces of text with the words that were sought marked, made of the text and never of HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cases.domain.search_match import Forms, variants
from cases.domain.search_query import Term
from cases.domain.search_words import Places, folded

BEFORE, LENGTH = 70, 210
"""An extract begins so many characters before its first mark, and has about so many."""

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; `is_match`: it is what was sought."""

    text: str
    is_match: bool = False


Pieces = tuple[Piece, ...]


class Marker:
    """Finds in any text what was sought."""

    def __init__(self, terms: Sequence[Term], forms: Forms) -> None:
        self.pattern = re.compile("|".join(f"(?:{_pattern(term, forms)})" for term in terms) or r"(?!)")

    def is_in(self, folded_text: str) -> bool:
        """Whether anything sought is in a folded text."""
        return self.pattern.search(folded_text) is not None

    def marked(self, text: str) -> Pieces:
        """The whole text in pieces."""
        return tuple(_pieces(text, self._spans(text), 0, len(text)))

    def extract(self, text: str, *, around: "Marker") -> Pieces:
        """Some lines of the text around the first match of another marker; nothing without one."""
        wanted = around._spans(text)
        if not wanted:
            return ()
        first, last = _window(text, wanted[0])
        pieces = _pieces(text, self._spans(text), first, last)
        opening = [Piece(ELLIPSIS)] if first else []
        closing = [Piece(ELLIPSIS)] if last < len(text) else []
        return (*opening, *pieces, *closing)

    def _spans(self, text: str) -> list[tuple[int, int]]:
        found = [match.span() for match in self.pattern.finditer(folded(text))]
        if not found or text.isascii():
            return found  # each character of ASCII is folded into one
        places = Places(text)
        return [places.span(*span) for span in found]


def _pattern(term: Term, forms: Forms) -> str:
    """The words between spaces. Folded text holds nothing but letters, digits and spaces."""
    end = "[^ ]*" if term.is_prefix else ""
    wanted = "|".join(re.escape(variant).replace(r"\ ", " +") for variant in variants(term, forms))
    return f"(?<![^ ])(?:{wanted}){end}(?![^ ])"


def _window(text: str, mark: tuple[int, int]) -> tuple[int, int]:
    """Where an extract begins and ends: at spaces, where there are some."""
    first = max(0, mark[0] - BEFORE)
    last = min(len(text), max(first + LENGTH, mark[1]))
    if first:
        space = text.find(" ", first, mark[0])
        first = space + 1 if space >= 0 else first
    if last < len(text):
        space = text.rfind(" ", mark[1], last)
        last = space if space >= 0 else last
    return first, last


def _pieces(text: str, spans: Sequence[tuple[int, int]], first: int, last: int) -> list[Piece]:
    pieces, at = [], first
    for start, end in spans:
        if start < at or end > last:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], is_match=True))
        at = end
    if at < last:
        pieces.append(Piece(text[at:last]))
    return pieces
