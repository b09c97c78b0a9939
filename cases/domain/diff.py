"""Word-level differences of two texts, made of source text and never of HTML.

Built on rapidfuzz: on hostile text `difflib` takes minutes where this takes milliseconds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

TOKENS_AT_MOST = 60_000
PAIRS_AT_MOST = 200
LIKENESS = 40.0
TOKEN = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)
PARAGRAPH = re.compile(r"(\n{2,})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is `same`, `added` or `removed`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ParagraphDiff:
    """A paragraph with the blank lines after it: `same`, `changed`, `added` or `removed`."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TextDiff:
    """The difference of two texts. With `too_large` the whole texts stand as removed and added.

    Joining the same and removed pieces gives the old text; the same and added ones, the new.
    """

    paragraphs: tuple[ParagraphDiff, ...]
    too_large: bool = False

    @property
    def words_added(self) -> int:
        """How many words are new."""
        return self._count("added")

    @property
    def words_removed(self) -> int:
        """How many words are gone."""
        return self._count("removed")

    def _count(self, kind: str) -> int:
        pieces = (piece for paragraph in self.paragraphs for piece in paragraph.pieces if piece.kind == kind)
        return sum(len(re.findall(r"\w+", piece.text)) for piece in pieces)


def diff_text(old: str, new: str) -> TextDiff:
    """Return the difference of two texts, by paragraph and then by word."""
    if len(TOKEN.findall(old)) + len(TOKEN.findall(new)) > TOKENS_AT_MOST:
        return TextDiff((*_whole("removed", old), *_whole("added", new)), too_large=True)
    before, after = paragraphs_of(old), paragraphs_of(new)
    found: list[ParagraphDiff] = []
    for kind, run in _runs(before, after):
        if kind == "same":
            found += [ParagraphDiff("same", (Piece("same", text),)) for text in run[0]]
        else:
            found += _pair(run[0], run[1])
    return TextDiff(tuple(found))


def paragraphs_of(text: str) -> list[str]:
    """Split a text into paragraphs, each with the blank lines that follow it."""
    split = PARAGRAPH.split(text)
    joined = ["".join(split[index : index + 2]) for index in range(0, len(split), 2)]
    return [paragraph for paragraph in joined if paragraph]


Run = tuple[list[str], list[str]]


def _runs(before: list[str], after: list[str]) -> list[tuple[str, Run]]:
    """Paragraphs that are the same, and between them what was removed together with what was added."""
    runs: list[tuple[str, Run]] = []
    opcodes = Indel.opcodes(before, after)
    for changed, group in groupby(opcodes, key=lambda code: code.tag != "equal"):
        codes = list(group)
        first, last = codes[0], codes[-1]
        run = (before[first.src_start : last.src_end], after[first.dest_start : last.dest_end])
        runs.append(("changed" if changed else "same", run))
    return runs


def _pair(removed: list[str], added: list[str]) -> list[ParagraphDiff]:
    """Pair paragraphs that are alike, in order; the others are whole removals and additions."""
    found: list[ParagraphDiff] = []
    start = 0
    small = len(removed) * len(added) <= PAIRS_AT_MOST
    for text in added:
        match = _like(text, removed, start) if small or len(removed) == len(added) == 1 else None
        if match is None:
            found += _whole("added", text)
            continue
        found += [row for gone in removed[start:match] for row in _whole("removed", gone)]
        found.append(ParagraphDiff("changed", _words(removed[match], text)))
        start = match + 1
    return [*found, *(row for gone in removed[start:] for row in _whole("removed", gone))]


def _like(text: str, removed: Sequence[str], start: int) -> int | None:
    scores = [(fuzz.ratio(old, text), -index) for index, old in enumerate(removed) if index >= start]
    if not scores or max(scores)[0] < LIKENESS:
        return None
    return -max(scores)[1]


def _words(old: str, new: str) -> tuple[Piece, ...]:
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    pieces: list[Piece] = []
    for code in Indel.opcodes(before, after):
        if code.tag == "equal":
            pieces.append(Piece("same", "".join(before[code.src_start : code.src_end])))
        elif code.tag == "delete":
            pieces.append(Piece("removed", "".join(before[code.src_start : code.src_end])))
        else:
            pieces.append(Piece("added", "".join(after[code.dest_start : code.dest_end])))
    return _joined(pieces)


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join neighbours: between two unchanged stretches, all removals come first, then all additions.

    A lone space between two changes belongs to both, so that a changed phrase reads as one.
    """
    found: list[Piece] = []
    removed, added = "", ""
    for index, piece in enumerate(pieces):
        bridges = piece.kind == "same" and piece.text.isspace() and 0 < index < len(pieces) - 1
        if piece.kind == "removed":
            removed += piece.text
        elif piece.kind == "added":
            added += piece.text
        elif bridges and "\n" not in piece.text and (removed and added):
            removed += piece.text
            added += piece.text
        else:
            found += [Piece(kind, text) for kind, text in (("removed", removed), ("added", added)) if text]
            removed, added = "", ""
            found.append(piece)
    found += [Piece(kind, text) for kind, text in (("removed", removed), ("added", added)) if text]
    return tuple(found)


def _whole(kind: str, text: str) -> tuple[ParagraphDiff, ...]:
    return (ParagraphDiff(kind, (Piece(kind, text),)),) if text else ()


# Characters that change how text is shown without being seen (Trojan Source, CVE-2021-42574).
CONTROLS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


def visible_controls(text: str) -> str:
    """Return the text with each invisible control shown as a mark such as ⟦U+202E⟧."""
    return CONTROLS.sub(lambda match: f"⟦U+{ord(match[0]):04X}⟧", text)
