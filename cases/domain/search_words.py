"""Words as the search knows them: folded, so that accents, case and signs between words do not matter.

Both databases are given these words and no text, so that both cut and fold alike (decision 0040).
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

WORD_LIMIT = 60
"""Longer words are known by so many of their characters."""

KNOWN_WORD = range(3, 31)
"""How many letters the words have that are counted, completed and looked at for mistypings."""

COUNTED_EACH = 4096
ONE_IN = 16

CHARACTERS_KEPT = 20_000

# Scripts without spaces between words: each of their characters is a word, and a run of them a phrase.
IDEOGRAPHS = (
    range(0x2E80, 0x2FE0),
    range(0x3005, 0x3008),
    range(0x3040, 0x3100),
    range(0x31F0, 0x3200),
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x32000),
)


class _Folded(dict[int, str]):
    """What each character becomes, kept once it was asked for; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < CHARACTERS_KEPT:  # a text may hold every character there is
            self[code] = folded
        return folded


def _fold(character: str) -> str:
    """The letters and digits of a character without accent and case; a space for anything else."""
    # Folded again afterwards: some signs, such as ™, fall apart into capitals.
    decomposed = unicodedata.normalize("NFKD", character.casefold()).casefold()
    bare = (part for part in decomposed if not unicodedata.combining(part))
    return "".join(_spaced(part) if part.isalnum() else " " for part in bare)


def _spaced(character: str) -> str:
    is_word = any(ord(character) in block for block in IDEOGRAPHS)
    return f" {character} " if is_word else character


FOLDED = _Folded()


def folded(text: str) -> str:
    """The text with every character folded, and spaces where no word is."""
    return text.translate(FOLDED)


def words_of(text: str) -> list[str]:
    """The words of a text in their order."""
    return [word[:WORD_LIMIT] for word in folded(text).split()]


def known_words(texts: Iterable[str]) -> frozenset[str]:
    """The words of these folded texts that are counted: of letters alone, neither short nor very long."""
    words = {word for text in texts for word in text.split(" ")}
    return frozenset(word for word in words if len(word) in KNOWN_WORD and word.isalpha())


def stands_for(case: int) -> int:
    """For how many cases this one counts, by its number, where it is told how common a word is.

    The first cases each count as one. Of the later ones, of which there may be very many, one in sixteen
    counts as sixteen, so that publishing another seldom has numbers to change (decision 0086).
    """
    if case <= COUNTED_EACH:
        return 1
    return 0 if case % ONE_IN else ONE_IN


class Places:
    """Where the characters of a folded text stand in the text that it was made of."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *accumulate(len(FOLDED[ord(character)]) for character in text)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The first character of the text, and the one after the last, of a piece of the folded text."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_left(self.starts, end)
        while last < len(self.text) and not FOLDED[ord(self.text[last])]:
            last += 1  # an accent that stands by itself belongs to the letter before it
        return first, last
