"""Choosing some of the changes between two contents: what comes of it, and which change needs which."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from cases.domain.changes import FieldChange, apply_changes, changed_fields
from cases.domain.content import CaseContent, Illustration, Part
from cases.domain.messages import Problem
from cases.domain.rendering.marks import CITED_KEY


@dataclass(frozen=True, slots=True)
class Need:
    """A change that does not stand without `others`; the path "" is the case as a whole."""

    path: str
    others: tuple[str, ...]


def chosen_content(before: CaseContent | None, after: CaseContent, paths: Collection[str]) -> CaseContent:
    """What `before` becomes when only these of the changes to `after` are made."""
    chosen = [change for change in changed_fields(before, after) if change.path in paths]
    return apply_changes(before or CaseContent(), chosen)


def needs_of(
    before: CaseContent | None, after: CaseContent, paths: Collection[str], problems: Iterable[Problem]
) -> tuple[Need, ...]:
    """Which of the chosen changes need others that were left out; empty when they stand alone.

    `problems` are those of the chosen content before review. One that nothing left out explains has no need.
    """
    changes = changed_fields(before, after)
    chosen = [change for change in changes if change.path in paths]
    left = [change for change in changes if change.path not in paths]
    content = chosen_content(before, after, paths)
    needs = [*_sources_needed(content, chosen, left), *_language_needed(before, left)]
    needs += [need for problem in problems if (need := _explained(problem, content, left))]
    return tuple(dict.fromkeys(needs))


def _sources_needed(
    content: CaseContent, chosen: list[FieldChange], left: list[FieldChange]
) -> Iterator[Need]:
    """A chosen row that names a source which was left out, or a source that goes while a row names it."""
    sources_left = {change.path for change in left}
    sources_gone = {change.path for change in chosen if change.new is None}
    for change in chosen:
        for path in _sources_named(change.new, content):
            if path in sources_left:
                yield Need(change.path, (path,))
    for change in left:
        for path in _sources_named(change.old, content):
            if path in sources_gone:
                yield Need(path, (change.path,))


def _sources_named(row: object, content: CaseContent) -> list[str]:
    """The sources that a row names and the content does not have, as paths."""
    keys: Iterable[str] = ()
    if isinstance(row, Illustration):
        keys = row.sources
    elif isinstance(row, Part):
        keys = re.findall(CITED_KEY, row.text)
    return [f"sources.{key}" for key in dict.fromkeys(keys) if content.source(key) is None]


def _language_needed(before: CaseContent | None, left: list[FieldChange]) -> Iterator[Need]:
    """A new case is in the language in which it was written."""
    if before is None and any(change.path == "language" for change in left):
        yield Need("", ("language",))


def _explained(problem: Problem, content: CaseContent, left: list[FieldChange]) -> Need | None:
    """The changes whose absence explains this problem; None when there are none."""
    table, _dot, rest = problem.path.partition(".")
    if table == "illustrations":
        index, _dot, field = rest.partition(".")
        claim = content.illustrations[int(index)].claim
        staying = [row for row in left if row.path.startswith(f"illustrations.{claim}.") and row.old]
        # Of its sources `_sources_needed` knows more.
        others = tuple(row.path for row in staying if field != "sources")
    elif table == "parts":
        others = tuple(row.path for row in left if row.path.startswith(("parts.", "illustrations.")))
    else:
        names = {"began", "ended"} if table == "ended" else {table}
        others = tuple(row.path for row in left if row.path in names)
    return Need("", others) if others else None
