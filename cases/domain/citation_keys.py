"""The keys by which a text cites its sources: made when nobody chose one, and never taken twice."""

import re
import unicodedata
from collections.abc import Iterator, Set
from itertools import count
from string import ascii_lowercase

from cases.domain.content import Source
from cases.domain.reading import KEY

LONGEST_STEM = 30
BETWEEN_NAMES = re.compile(r"\s+and\s+|[;,&]")


def key_for(source: Source, taken: Set[str]) -> str:
    """Return a key that is not taken: the source's own if it can be one, else `baig2015` or `baig2015b`."""
    stem = _plain(source.key) or _made(source)
    return next(key for key in _tries(stem) if key not in taken)


def _tries(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}{letter}" for letter in ascii_lowercase[1:])
    yield from (f"{stem}-{number}" for number in count(2))


def _made(source: Source) -> str:
    """The last word of the first author, or the first of the title, and the year."""
    names = BETWEEN_NAMES.split(source.authors)[0].split()
    words = [*names[-1:], *source.title.split()]
    name = next((plain for plain in map(_plain, words) if plain), "source")
    year = source.year if type(source.year) is int else ""
    return f"{name}{year}"


def _plain(word: str) -> str:
    """The word in the letters that keys have; "" when nothing of it remains."""
    folded = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().casefold()
    stem = re.sub(r"[^a-z0-9_-]", "", folded).lstrip("_-")[:LONGEST_STEM]
    return stem if KEY.fullmatch(stem) else ""
