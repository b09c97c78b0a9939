"""The words of a Markdown text, and the address that follows from a title."""

import re
import unicodedata

from cases.domain.rendering.marks import CITATION

SLUG_LIMIT = 80


def slug_for(title: str) -> str:
    """Return the address of a title: letters, their marks and digits of any script, joined with hyphens."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    # Folding may take a composed letter apart, and composing may make one that folds again.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).casefold())
    kept = "".join(character if _is_of_a_word(character) else " " for character in folded)
    return "-".join(kept.split())[:SLUG_LIMIT].strip("-")


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


PLAIN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), plain)
    for pattern, plain in (
        (r"^[ \t]*(?:```|~~~)[^\n]*$", ""),  # fences of code
        (r"^[ \t:|=*_-]{3,}$", ""),  # rules, underlines of headings and of heads of tables
        (r"^ {0,3}\[\^[^\[\]\n]{1,40}\]:", ""),  # the mark of a footnote; its words stay
        (r"^ {0,3}\[[^\[\]\n]+\]:[^\n]*$", ""),  # addresses kept aside
        (r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[*+-][ \t]+|\d{1,9}[.)][ \t]+)+", ""),
        (r"[ \t]?" + CITATION, ""),
        (r"\[\^[^\[\]\n]{1,40}\]", ""),
        (r"\[\[(?:[^\[\]|\n]{1,150}\|)?([^\[\]|\n]{1,150})\]\]", r"\1"),
        (r"!?\[([^\[\]]*)\]\([^()\n]*\)", r"\1"),
        (r"!?\[([^\[\]]+)\]\[[^\[\]]*\]", r"\1"),
        (r"<((?:https?://|mailto:)[^<>\s]+)>", r"\1"),
        (r"(?<![\w\\])[*_]{1,3}(?=\S)|(?<=[^\s\\])[*_]{1,3}(?!\w)|`+", ""),
        (r"\|", " "),
        (r"\\([\\`*_{}\[\]()#+.!>~-])", r"\1"),
    )
)
"""What makes words of Markdown, in order. Each pattern stops at the next mark of its own kind: no text
makes it start over and over from the same place."""


def plain_text(text: str) -> str:
    """Return the words of a Markdown text without citations, link addresses and most marks."""
    for pattern, plain in PLAIN:
        text = pattern.sub(plain, text)
    return text


def count_words(text: str) -> int:
    """Return how many words a reader reads in a Markdown text."""
    return len(re.findall(r"\w\S*", plain_text(text)))


def first_words(text: str, count: int) -> str:
    """Return the first words of a Markdown text, with an ellipsis when there are more."""
    words = plain_text(text).split()
    return " ".join(words[:count]) + ("…" if len(words) > count else "")
