"""Wikitext as nodes, within bounds: what would take the parser too long is not read."""

import re
from collections import Counter

import mwparserfromhell
from mwparserfromhell.wikicode import Wikicode

from cases.domain.messages import ContentProblems, Problem
from cases.domain.messages import noop as _
from cases.domain.reader import UNSTORABLE
from cases.exchange.imports.wiki_blocks import SIGNS

MARKS_AT_MOST = 8_000
DEPTH_AT_MOST = 40
TOO_DEEP = _("The text of the page opens far more marks than it closes, or too many. It is not read.")
OPENING = re.compile(
    r"\{\{+|\}\}+|\[\[?|\]\]?|<!--|-->|<(?:/?)(?:!--)?[a-zA-Z][a-zA-Z0-9]*|/>|\{\||\|\}|''+|\n[*#:;]+"
)
VOID = frozenset({"br", "hr", "wbr", "li", "p", "td", "tr", "th", "dd", "dt", "img", "references"})


def parsed(text: str) -> Wikicode:
    """The page as nodes. Raises ContentProblems for text that would take too long to read."""
    clean = UNSTORABLE.sub(" ", SIGNS.sub("", text))
    _guard(clean)
    return mwparserfromhell.parse(clean)


def _guard(text: str) -> None:
    """Refuse what the parser would go over again and again: marks that pile up, or too many of them."""
    depth: Counter[str] = Counter()
    for count, match in enumerate(OPENING.finditer(text)):
        _follow(match[0], depth)
        if max(depth.values(), default=0) > DEPTH_AT_MOST or count > MARKS_AT_MOST:
            raise ContentProblems((Problem("", TOO_DEEP),))


def _follow(mark: str, depth: Counter[str]) -> None:
    """Follow one mark: how many of each kind are open."""
    if mark.startswith("{{"):
        depth["{{"] += 1
    elif mark.startswith("}}"):
        depth["{{"] -= depth["{{"] > 0
    elif mark.startswith("["):
        depth["["] += 1
    elif mark.startswith("]"):
        depth["["] -= depth["["] > 0
    elif mark in {"<!--", "{|"}:
        depth[mark] += 1
    elif mark in {"-->", "|}"}:
        opened = "<!--" if mark == "-->" else "{|"
        depth[opened] -= depth[opened] > 0
    elif mark.startswith("</") or mark == "/>":
        depth["<"] -= depth["<"] > 0
    elif mark.startswith("<") and mark[1:].casefold() not in VOID:
        depth["<"] += 1
    elif mark.startswith("\n"):
        depth["list"] = max(0, len(mark) - 1)
