"""Links in the text of a case, outside of its sources: what spam is made of."""

import re
from collections.abc import Iterator

from cases.domain.content import CaseContent
from cases.domain.messages import Problem
from cases.domain.messages import noop as _

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
TOO_MANY = _(
    "There are %(found)s links in the text, and until a first change of yours is accepted there may be "
    "%(most)s. Put each into a source, and its key after the sentence: [@key]."
)
TOO_MANY_IN_TEXT = _(
    "There are %(found)s links in this text, and until something of yours is accepted there may be %(most)s. "
    "Keep those that somebody needs."
)


def links_in(text: str) -> frozenset[str]:
    """The different links of a text."""
    return frozenset(LINK.findall(text))


def new_links(content: CaseContent, base: CaseContent | None) -> dict[str, frozenset[str]]:
    """The links that the base does not have, by the path of the text in which they stand."""
    known = frozenset[str]().union(*(links_in(text) for _path, text in _texts(base))) if base else frozenset()
    found = {path: links_in(text) - known for path, text in _texts(content)}
    return {path: links for path, links in found.items() if links}


def problems_of_links(content: CaseContent, base: CaseContent | None, *, at_most: int) -> tuple[Problem, ...]:
    """Too many new links outside of the sources, beside the text that has the most of them."""
    found = new_links(content, base)
    total = len(frozenset[str]().union(*found.values()))
    if total <= at_most:
        return ()
    worst = max(found, key=lambda path: len(found[path]))
    return (Problem(worst, TOO_MANY, {"found": total, "most": at_most}),)


def problems_of_text(path: str, text: str, *, at_most: int) -> tuple[Problem, ...]:
    """Too many links in one text that has no sources."""
    found = len(links_in(text))
    return (Problem(path, TOO_MANY_IN_TEXT, {"found": found, "most": at_most}),) if found > at_most else ()


def _texts(content: CaseContent) -> Iterator[tuple[str, str]]:
    yield "title", content.title
    yield "summary", content.summary
    for index, part in enumerate(content.parts):
        yield f"parts.{index}.text", f"{part.text} {part.note}"
    for index, row in enumerate(content.illustrations):
        yield f"illustrations.{index}.note", f"{row.note} {row.quote}"
    for index, phase in enumerate(content.phases):
        yield f"phases.{index}.reason", f"{phase.reason} {phase.no_stage_reason}"
    for index, place in enumerate(content.places):
        yield f"places.{index}.name", place.name
    yield "organisations", " ".join(content.organisations)
    yield "tags", " ".join(content.tags)
    yield "open_questions", " ".join(content.open_questions)
    yield "stake", content.stake.which if content.stake else ""
