"""Word-level differences of two texts, made of source text and never of HTML.

Built on rapidfuzz: on hostile text `difflib` takes minutes where this takes milliseconds.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

TOKENS_AT_MOST = 60_000
CHARACTERS_AT_MOST = 200_000
PAIRS_AT_MOST = 4_000
MOVED = frozenset({"moved_away", "moved_here"})
LIKE_BY_WORDS = 0.4
LIKE_BY_LETTERS = 0.75
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
BLANK_LINES = re.compile(r"(\n{2,})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is `same`, `added` or `removed`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ParagraphDiff:
    """A paragraph with the blank lines beside it: `same`, `changed`, `added` or `removed`.

    One that stands elsewhere now, word for word, is `moved_away` there and `moved_here` here; its pieces
    are removed and added all the same.
    """

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
        paragraphs = (row for row in self.paragraphs if row.kind not in MOVED)
        pieces = (piece for row in paragraphs for piece in row.pieces if piece.kind == kind)
        return sum(len(re.findall(r"\w+", piece.text)) for piece in pieces)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the blank lines that follow it, which do not make it another paragraph."""

    text: str
    blank: str


def diff_text(old: str, new: str) -> TextDiff:
    """Return the difference of two texts, by paragraph and then by word."""
    if _is_too_large(old, new):
        whole = (Piece("removed", old), Piece("added", new))
        return TextDiff(tuple(_row([piece]) for piece in whole if piece.text), too_large=True)
    rows: list[list[Piece]] = []
    for removed, added, is_same in _runs(paragraphs_of(old), paragraphs_of(new)):
        pairs = zip(removed, added, strict=True) if is_same else _pairs(removed, added)
        for before, after in pairs:
            rows += _rows(before, after)
    return TextDiff(_with_moves([_row(pieces) for pieces in _settled(rows)]))


def paragraphs_of(text: str) -> list[Paragraph]:
    """Split a text into its paragraphs. Joined again, with their blank lines, they are the text."""
    split = [*BLANK_LINES.split(text), ""]
    found = [Paragraph(split[index], split[index + 1]) for index in range(0, len(split), 2)]
    return [paragraph for paragraph in found if paragraph.text or paragraph.blank]


def _is_too_large(old: str, new: str) -> bool:
    if len(old) + len(new) > CHARACTERS_AT_MOST:
        return True
    return len(TOKEN.findall(old)) + len(TOKEN.findall(new)) > TOKENS_AT_MOST


# --- paragraphs ---------------------------------------------------------------------------------

Pair = tuple[Paragraph | None, Paragraph | None]
"""A paragraph before and after; None where there is none."""


def _runs(
    before: list[Paragraph], after: list[Paragraph]
) -> list[tuple[list[Paragraph], list[Paragraph], bool]]:
    """Paragraphs that are the same, and between them what was removed together with what was added."""
    runs = []
    opcodes = Indel.opcodes([row.text for row in before], [row.text for row in after])
    for is_same, group in groupby(opcodes, key=lambda code: code.tag == "equal"):
        codes = list(group)
        first, last = codes[0], codes[-1]
        removed, added = before[first.src_start : last.src_end], after[first.dest_start : last.dest_end]
        runs.append((removed, added, is_same))
    return runs


def _pairs(removed: list[Paragraph], added: list[Paragraph]) -> list[Pair]:
    """Pair the paragraphs that are alike, keeping the order of both; the others stand alone."""
    found: list[Pair] = []
    start_old, start_new = 0, 0
    for old, new in [*_alike(removed, added), (len(removed), len(added))]:
        found += [(paragraph, None) for paragraph in removed[start_old:old]]
        found += [(None, paragraph) for paragraph in added[start_new:new]]
        if old < len(removed):
            found.append((removed[old], added[new]))
        start_old, start_new = old + 1, new + 1
    return found


def _alike(removed: list[Paragraph], added: list[Paragraph]) -> list[tuple[int, int]]:
    """The places of the pairs that are, taken together, the most alike without crossing each other."""
    if len(removed) * len(added) > PAIRS_AT_MOST:
        return []
    words_of_added = [_solid(new.text) for new in added]
    scores = [
        [_likeness(old, words, new, of_new) for new, of_new in zip(added, words_of_added, strict=True)]
        for old, words in ((old, _solid(old.text)) for old in removed)
    ]
    # best[i][j]: the most that can be had from removed[i:] and added[j:].
    best = [[0.0] * (len(added) + 1) for _ in range(len(removed) + 1)]
    for i in reversed(range(len(removed))):
        for j in reversed(range(len(added))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], _with_pair(scores, best, i, j))
    return _trace(scores, best)


def _with_pair(scores: list[list[float]], best: list[list[float]], i: int, j: int) -> float:
    return scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0


def _trace(scores: list[list[float]], best: list[list[float]]) -> list[tuple[int, int]]:
    found = []
    i, j = 0, 0
    while best[i][j]:
        if best[i][j] == _with_pair(scores, best, i, j):
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(old: Paragraph, old_words: list[str], new: Paragraph, new_words: list[str]) -> float:
    """How alike two paragraphs are, from 0 to 1; 0 when they are not worth comparing word by word.

    Words tell an edited paragraph from another one on the same subject, letters a corrected short line.
    """
    by_words = Indel.normalized_similarity(old_words, new_words, score_cutoff=LIKE_BY_WORDS)
    if by_words >= LIKE_BY_WORDS:
        return by_words
    by_letters = fuzz.ratio(old.text, new.text, score_cutoff=LIKE_BY_LETTERS * 100) / 100
    return by_letters if by_letters >= LIKE_BY_LETTERS else 0.0


def _solid(text: str) -> list[str]:
    return [token for token in TOKEN.findall(text) if not token.isspace()]


def _with_moves(rows: list[ParagraphDiff]) -> tuple[ParagraphDiff, ...]:
    """Tell the paragraphs that only stand elsewhere from those that came or went."""
    gone, come = (_places(rows, kind) for kind in ("removed", "added"))
    kinds: dict[int, str] = {}
    for text in gone.keys() & come.keys():
        for old, new in zip(gone[text], come[text], strict=False):
            kinds |= {old: "moved_away", new: "moved_here"}
    return tuple(ParagraphDiff(kinds.get(place, row.kind), row.pieces) for place, row in enumerate(rows))


def _places(rows: list[ParagraphDiff], kind: str) -> dict[str, list[int]]:
    """Where whole paragraphs of this kind stand, by their text."""
    found: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        text = "".join(piece.text for piece in row.pieces).strip()
        if row.kind == kind and text:
            found.setdefault(text, []).append(place)
    return found


# --- words --------------------------------------------------------------------------------------


def _rows(before: Paragraph | None, after: Paragraph | None) -> list[list[Piece]]:
    """The pieces of one paragraph, and those of the blank lines after it where these differ."""
    if before is None or after is None:
        kind, alone = ("removed", before) if before else ("added", after)
        return [[Piece(kind, alone.text + alone.blank)]] if alone else []
    old_blank, new_blank = before.blank, after.blank
    both = min(old_blank, new_blank, key=len)
    words = [Piece("same", before.text)] if before.text == after.text else _words(before.text, after.text)
    rest = [Piece("removed", old_blank[len(both) :]), Piece("added", new_blank[len(both) :])]
    return [[*words, Piece("same", both)], rest]


def _settled(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Join a row of blank lines to the row after it, and drop what is empty."""
    settled: list[list[Piece]] = []
    waiting: list[Piece] = []
    for row in rows:
        waiting += [piece for piece in row if piece.text]
        if any(not piece.text.isspace() for piece in waiting):
            settled.append(waiting)
            waiting = []
    return [*settled, waiting] if waiting else settled


def _row(pieces: list[Piece]) -> ParagraphDiff:
    merged = tuple(
        Piece(kind, "".join(piece.text for piece in group))
        for kind, group in groupby(pieces, key=lambda piece: piece.kind)
    )
    return ParagraphDiff(merged[0].kind if len(merged) == 1 else "changed", merged)


def _words(old: str, new: str) -> list[Piece]:
    """The pieces of a changed paragraph, token by token."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    pieces: list[Piece] = []
    for code in Indel.opcodes(before, after):
        if code.tag == "equal":
            pieces.append(Piece("same", "".join(before[code.src_start : code.src_end])))
        elif code.tag == "delete":
            pieces.append(Piece("removed", "".join(before[code.src_start : code.src_end])))
        else:
            pieces.append(Piece("added", "".join(after[code.dest_start : code.dest_end])))
    return _phrased(pieces)


def _phrased(pieces: list[Piece]) -> list[Piece]:
    """Put removals before additions between two unchanged stretches.

    A lone space between two changes belongs to both, so that a changed phrase reads as one.
    """
    found: list[Piece] = []
    removed, added = "", ""
    for index, piece in enumerate(pieces):
        is_bridge = piece.kind == "same" and piece.text.isspace() and index < len(pieces) - 1
        if piece.kind == "removed":
            removed += piece.text
        elif piece.kind == "added":
            added += piece.text
        elif is_bridge and removed and added:
            removed, added = removed + piece.text, added + piece.text
        else:
            found += [Piece("removed", removed), Piece("added", added), piece]
            removed, added = "", ""
    return [*found, Piece("removed", removed), Piece("added", added)]


# --- what is not seen ---------------------------------------------------------------------------

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls other than tab and line ends
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # bidi, zero width
    "\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters that have no shape
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e01ef]"  # tags, more selectors
)
"""Characters that change how a text is read without being seen (Trojan Source, CVE-2021-42574)."""


def visible_controls(text: str) -> str:
    """Return the text with each character that is not seen shown as a mark such as ⟦U+202E⟧."""
    return UNSEEN.sub(lambda match: f"⟦U+{ord(match[0]):04X}⟧", text)
