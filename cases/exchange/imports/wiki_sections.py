"""The sections of a wiki page as parts of a case: by their headings, or else after the lead."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.domain.content import Part
from cases.domain.vocabulary import HOW_IT_BEGAN, IN_SHORT, PART_LABELS, PART_LIMIT, PARTS
from cases.exchange.imports.columns import folded
from cases.exchange.imports.wiki_blocks import HEADING, markdown_of

HEADING_LINE = re.compile(f"{HEADING}(\\d){HEADING}(.*)")

HEADINGS: dict[str, str] = {
    **dict.fromkeys(
        ("history", "origins", "origin", "background", "beginnings", "founding", "foundation",
         "early history", "histoire", "historia", "geschichte", "storia", "história"), HOW_IT_BEGAN,
    ),
    **dict.fromkeys(
        ("production", "value creation", "contributors", "participants", "members", "volunteers", "users"),
        "value-creation",
    ),
    **dict.fromkeys(("training", "education", "work", "compétences", "habilidades"), "skills"),
    **dict.fromkeys(
        ("licence", "license", "licensing", "intellectual property", "patents", "copyright", "documentation",
         "licencia"), "knowledge",
    ),
    **dict.fromkeys(
        ("organisation", "organization", "structure", "organisational structure", "organizational structure",
         "coordination", "management", "organización"), "coordination",
    ),
    **dict.fromkeys(
        ("funding", "revenue", "finance", "finances", "income", "economics", "business model", "financement",
         "financiación"), "value-capture",
    ),
    **dict.fromkeys(("investment", "reinvestment", "growth", "surplus"), "accumulation"),
    **dict.fromkeys(
        ("governance", "decision making", "commons governance", "gouvernance", "gobernanza"),
        "commons-governance",
    ),
    **dict.fromkeys(("ownership", "competition", "market", "marché", "mercado"), "market"),
    **dict.fromkeys(
        ("regulation", "law", "legal status", "legal issues", "public policy", "policy", "government", "état",
         "estado"), "state",
    ),
    **dict.fromkeys(("social impact", "community", "mutual aid", "solidarité", "solidaridad"), "solidarity"),
    **{folded(word): key for key, label in PART_LABELS.items() for word in (key, label)},
}  # fmt: skip
"""Headings, folded, and the part of a case that a section under them is."""

LISTS_OF_SOURCES = frozenset(
    {
        "references", "notes", "footnotes", "sources", "citations", "notes and references", "références",
        "notes et références", "referencias", "einzelnachweise",
    }
)  # fmt: skip
"""Headings under which a wiki lists what it cites; a case lists its sources by itself."""


@dataclass(slots=True)
class Sections:
    """The parts of a case, and what is to be said of them.

    `placed` maps a heading to its part, `unplaced` are headings whose text stands under *In short*, `cut`
    counts the characters that did not fit, by part.
    """

    parts: tuple[Part, ...] = ()
    placed: dict[str, str] = field(default_factory=dict)
    unplaced: list[str] = field(default_factory=list)
    cut: dict[str, int] = field(default_factory=dict)


def parts_of(lines: Sequence[str], aside: Sequence[str]) -> Sections:
    """The parts that these lines of a page are."""
    found = Sections()
    texts: dict[str, list[str]] = {IN_SHORT: []}
    part = IN_SHORT
    for level, heading, body in _sections(lines):
        text = markdown_of(body, aside)
        is_top = level <= 2
        known = HEADINGS.get(folded(heading), "") if is_top else part
        if is_top and heading:
            part = known or IN_SHORT
        if not text and (folded(heading) in LISTS_OF_SOURCES or not heading):
            continue
        into = texts.setdefault(part, [])
        if heading and (not known or into or not is_top):
            into.append(f"{'#' * max(2, min(level, 6))} {_title(heading)}")
        if is_top and heading and known:
            found.placed[heading] = known
        elif is_top and heading:
            found.unplaced.append(heading)
        into.append(text)
    found.parts = tuple(_part(key, texts[key], found) for key in PARTS if any(texts.get(key, [])))
    return found


def _sections(lines: Sequence[str]) -> list[tuple[int, str, list[str]]]:
    """Level, heading and lines of each section; the lead has level 0 and no heading."""
    sections: list[tuple[int, str, list[str]]] = [(0, "", [])]
    for line in lines:
        heading = HEADING_LINE.fullmatch(line)
        if heading:
            sections.append((int(heading[1]), heading[2].strip(), []))
        else:
            sections[-1][2].append(line.replace(HEADING, ""))
    top = min((level for level, heading, _body in sections if heading), default=2)
    return [(level - top + 2 if heading else 0, heading, body) for level, heading, body in sections]


def _title(heading: str) -> str:
    return re.sub(r"([\\`*_\[\]])", r"\\\1", heading)


def _part(key: str, texts: list[str], found: Sections) -> Part:
    """The part, cut at the last paragraph that fits."""
    text = "\n\n".join(text for text in texts if text)
    kept = text
    if len(text) > PART_LIMIT:
        end = text.rfind("\n\n", 0, PART_LIMIT)
        kept = text[: end if end > 0 else PART_LIMIT].rstrip()
        found.cut[key] = len(text) - len(kept)
    return Part(key=key, text=kept)
