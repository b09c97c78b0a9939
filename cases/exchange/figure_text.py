"""Text in a figure: what may stand in it, how wide it is about, and where its lines break.

A figure is drawn without knowing the font that will show it, so widths are estimates on the wide side.
"""

import re
import unicodedata

FIRST_STRONG, POP = "\u2068", "\u2069"
"""What isolates a name from the direction of the sentence around it, as `<bdi>` does on pages."""

# Characters that no XML document may hold, other control characters, and those that turn text round.
DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff\ufeff\ufff9-\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
ISOLATES = re.compile(f"[{FIRST_STRONG}{POP}]")

NARROW, SLIM, WIDE = 0.34, 0.45, 1.0
WIDTHS = {
    **dict.fromkeys("ijl|.,:;'!`", NARROW),
    **dict.fromkeys('frt()[]{}/\\"-·* \u00a0', SLIM),
    **dict.fromkeys("mwMW@%&—…", WIDE),
}
CAPITAL, OTHER = 0.73, 0.63
BOLD = 1.12


def clean(text: str) -> str:
    """The text as it may stand in a figure: in one line, without control characters.

    Isolates stay only where they are balanced, so that no name turns round what follows it.
    """
    kept = " ".join(DROPPED.sub("", text).split())
    return kept if _is_balanced(kept) else ISOLATES.sub("", kept)


def isolated(name: str) -> str:
    """A name that keeps its own direction, and only it, inside a sentence."""
    return f"{FIRST_STRONG}{ISOLATES.sub('', clean(name))}{POP}"


def _is_balanced(text: str) -> bool:
    depth = 0
    for mark in ISOLATES.findall(text):
        depth += 1 if mark == FIRST_STRONG else -1
        if depth < 0:
            return False
    return depth == 0


def width_of(text: str, size: float, *, weight: str = "normal") -> float:
    """About how wide a line of text is, in the units of its size."""
    ems = sum(_ems(character) for character in text)
    return ems * size * (BOLD if weight == "bold" else 1)


def _ems(character: str) -> float:
    if character in WIDTHS:
        return WIDTHS[character]
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return WIDE
    return CAPITAL if character.isupper() else OTHER


def wrapped(text: str, size: float, width: float, *, weight: str = "normal") -> tuple[str, ...]:
    """The text in lines of at most this width; a word that is wider is cut.

    A name that is broken is isolated on each of its lines.
    """
    lines: list[str] = []
    line = ""
    for word in clean(text).split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, weight=weight) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, size, width, weight)
        lines += full
    return _isolated_again([*lines, line])


def _cut(word: str, size: float, width: float, weight: str) -> list[str]:
    """The pieces of a word, each as long as fits; a mark stays with the letter that it belongs to."""
    pieces = [""]
    for character in word:
        is_mark = unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}
        fits = width_of(pieces[-1] + character, size, weight=weight) <= width
        if fits or is_mark or not pieces[-1]:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _isolated_again(lines: list[str]) -> tuple[str, ...]:
    found, depth = [], 0
    for line in lines:
        opened = FIRST_STRONG * depth + line
        depth = opened.count(FIRST_STRONG) - opened.count(POP)
        found.append(opened + POP * depth)
    return tuple(found)
