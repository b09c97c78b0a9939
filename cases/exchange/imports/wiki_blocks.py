"""The blocks of a page of wikitext as Markdown: paragraphs, lists, and what was put aside whole.

The renderer of the marks inside a line (`wikitext`) hands over lines. A line of a list begins with signs of
its list, one a level; a line that stands for a block names it between two signs.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

STAR, HASH, TERM, INDENT = "\ue000", "\ue001", "\ue002", "\ue003"
HEADING, BLOCK = "\ue010", "\ue011"
SIGNS = re.compile("[\ue000-\ue0ff]")
"""Signs of our own, which no text of a page may hold."""

MARKERS = re.compile(f"[{STAR}{HASH}{TERM}{INDENT}]+")
DEPTH_AT_MOST = 8
OPENS_A_BLOCK = re.compile(r"(#{1,6}\s|>|[+-](?=\s)|\d{1,9}(?=[.)]\s))")
CITATIONS = re.compile(r"\](?:\s*)\[@")
MARKS_AT_ONCE = re.compile(r"\[@[^\]]*\]")
KEYS_AT_MOST = 10


def markdown_of(lines: Iterable[str], aside: Sequence[str]) -> str:
    """The Markdown of these lines; `aside` are the blocks that they name by number."""
    blocks: list[str] = []
    for kind, group in groupby(lines, key=_kind):
        if kind == "list":
            blocks += _lists(list(group))
        elif kind == "block":
            blocks += [aside[int(line.strip().strip(BLOCK))] for line in group]
        elif kind == "text":
            blocks.append(_paragraph(list(group)))
    return "\n\n".join(block for block in blocks if block.strip())


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    if line.strip().startswith(BLOCK):
        return "block"
    return "list" if MARKERS.match(line) else "text"


def _paragraph(lines: list[str]) -> str:
    text = " ".join(" ".join(line.split()) for line in lines)
    opening = OPENS_A_BLOCK.match(text)
    if opening:
        # A backslash before the sign that would make a heading, a quotation or a list of it.
        at = opening.end() if opening[0].isdigit() else 0
        text = f"{text[:at]}\\{text[at:]}"
    return with_joined_citations(text)


def with_joined_citations(text: str) -> str:
    """The text with citations that follow each other in one pair of brackets, as far as one may hold."""
    joined = CITATIONS.sub("; @", text)
    return MARKS_AT_ONCE.sub(lambda match: _split_citation(match[0]), joined)


def _split_citation(mark: str) -> str:
    keys = list(dict.fromkeys(key.strip() for key in mark.strip("[]").split(";")))
    turns = range(0, len(keys), KEYS_AT_MOST)
    return "".join(f"[{'; '.join(keys[at : at + KEYS_AT_MOST])}]" for at in turns)


def _lists(lines: list[str]) -> list[str]:
    """The lists of a run of list lines; a run of indented lines alone is a quotation."""
    markers = [MARKERS.match(line) for line in lines]
    if all(found and set(found[0]) == {INDENT} for found in markers):
        return ["\n".join(f"> {_item_text(line)}".rstrip() for line in lines)]
    blocks: list[list[str]] = [[]]
    marks: list[str] = []
    for line in lines:
        text = _item_text(line)
        if not text:
            continue
        signs = MARKERS.match(line)
        prefix = signs[0] if signs else STAR
        depth = min(_depth(prefix), len(marks) + 1, DEPTH_AT_MOST)
        mark = "1. " if prefix[-1] == HASH else "- "
        if depth == 1 and marks[:1] not in ([], [mark]):
            # A list of another kind: in one block, its items would go on the text of the item before.
            blocks.append([])
            marks = []
        marks = [*marks[: depth - 1], (marks[depth - 1] if depth <= len(marks) else mark)]
        shown = f"**{text}**" if prefix[-1] == TERM and "**" not in text else text
        blocks[-1].append(f"{'    ' * (depth - 1)}{marks[-1]}{shown}")
    return ["\n".join(block) for block in blocks]


def _depth(prefix: str) -> int:
    """How deep an item lies; what explains a term lies under it."""
    return 2 if prefix == INDENT else len(prefix)


def _item_text(line: str) -> str:
    return with_joined_citations(" ".join(MARKERS.sub("", line, count=1).split()))
