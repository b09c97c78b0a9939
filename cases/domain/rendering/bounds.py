"""The bounds within which a text is rendered.

The renderer is quadratic on `[` and fills every row of a table up to the width of its head, so text is
bounded in length, brackets, footnotes, cells and depth, and the HTML in length.
"""

import re

from markdown.util import ETX, STX

from cases.domain.messages import noop as _

CHARACTERS_AT_MOST = 20_000
BRACKET_BUDGET = 250_000
FOOTNOTES_AT_MOST = 200
CELLS_AT_MOST = 20_000
DEPTH_AT_MOST = 100
HTML_AT_MOST = 1_000_000

PLAIN_AT_MOST = 4_000
MARKS_OF_PLAIN = 60
MARK = re.compile(r"[*_`~<>|\[\\]")

LONG = _("The text has more than 20,000 characters. Split it over the parts it belongs to.")
BRACKETS = _("The text has too many square brackets in one paragraph. Split the paragraph or remove some.")
NESTED = _("The text is nested too deeply. Use fewer lists or quotes inside each other.")
NOTES = _("The text has more than 200 footnotes. Cite sources with [@key] instead.")
TABLES = _("The text has tables with more than 20,000 cells. Make them narrower or shorter.")
LARGE = _("The text becomes more than a page can hold. Shorten what it repeats, such as a long link address.")


class TooComplex(ValueError):  # noqa: N818 (it is an answer to the author, in their words)
    """The text is too long or too deeply nested to be rendered safely; the message says what to do."""


def guard(text: str) -> None:
    """Raise TooComplex for text whose rendering would take quadratic time or space."""
    if len(text) > CHARACTERS_AT_MOST:
        raise TooComplex(LONG)
    # The text as the renderer reads it: it drops these two marks, and blank lines hold spaces and tabs only.
    # A looser reading would let a text hide its brackets in blocks that the renderer does not see.
    read = text.replace(STX, "").replace(ETX, "").replace("\r\n", "\n").replace("\r", "\n")
    blocks = re.split(r"\n[ \t]*\n", read)
    if sum(block.count("[") ** 2 for block in blocks) > BRACKET_BUDGET:
        raise TooComplex(BRACKETS)
    if read.count("[^") > FOOTNOTES_AT_MOST:
        raise TooComplex(NOTES)
    if sum(_cells(block) for block in blocks) > CELLS_AT_MOST:
        raise TooComplex(TABLES)
    if any(_depth(line) > DEPTH_AT_MOST for line in read.split("\n")):
        raise TooComplex(NESTED)


def is_plain(text: str) -> bool:
    """Whether a text is so short and has so few marks that it is rendered within the bounds for certain.

    What passes the bounds of length and depth fails only by what nests or by what is repeated: a mark opens
    each level, and only an address or note kept aside (`[x]: …`) is written more often than it was typed.
    """
    return len(text) <= PLAIN_AT_MOST and "]:" not in text and len(MARK.findall(text)) <= MARKS_OF_PLAIN


def _cells(block: str) -> int:
    """The cells of the largest table that this block may be; a block without a bar is none."""
    lines = block.split("\n")
    bars = max(line.count("|") for line in lines)
    return (bars + 1) * len(lines) if bars else 0


def _depth(line: str) -> int:
    """The width of the indents, list marks and quote marks that a line opens with."""
    opening = re.match(r"(?:\s|>|[*+-]\s|\d+[.)]\s)*", line.expandtabs(4))
    return len(opening[0]) if opening else 0
