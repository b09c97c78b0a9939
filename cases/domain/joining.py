"""Joining two cases that are the same: what the one that stays would say with what the other adds.

This is a proposal for a person to go over, not a decision: where both say something, the case that stays
keeps its words, and what of the other finds no place is named, so that nothing goes unseen.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from cases.domain.content import CaseContent, Illustration, Part, Source
from cases.domain.rendering.marks import CITATION, CITED_KEY
from cases.domain.sources import document_of
from cases.domain.vocabulary import PART_LIMIT, PARTS, ROWS_AT_MOST, TAGS_AT_MOST, Absence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Joined:
    """What the case would say, and the fields of which something of the other case found no place.

    `left_out` holds paths as diffs name them: `title`, `phases`, `parts.market`, `illustrations.3c.supports`.
    """

    content: CaseContent
    left_out: tuple[str, ...]


def join(stays: CaseContent, other: CaseContent) -> Joined:
    """Put what `other` adds to `stays` behind what `stays` says."""
    keys = _keys_for(stays, other)
    sources = _rows(stays.sources, (replace(row, key=keys[row.key]) for row in other.sources), _key)
    known = {row.key for row in sources}
    parts, full = _parts(stays, other, keys)
    illustrations, kept = _illustrations(stays, other, keys, known)
    content = replace(
        stays,
        organisations=_rows(stays.organisations, other.organisations, str.casefold),
        places=_rows(stays.places, other.places, lambda row: (row.name.casefold(), row.country)),
        sector=stays.sector or other.sector,
        tags=_rows(stays.tags, other.tags, str)[:TAGS_AT_MOST],
        began=other.began if stays.began is Absence.MISSING else stays.began,
        ended=other.ended if stays.ended is Absence.MISSING else stays.ended,
        phases=stays.phases or other.phases,
        parts=parts,
        illustrations=illustrations,
        sources=sources,
        open_questions=_rows(stays.open_questions, other.open_questions, str.casefold),
    )
    return Joined(content, (*_lines_left_out(content, other), *full, *kept))


def _lines_left_out(content: CaseContent, other: CaseContent) -> Iterable[str]:
    """The single fields and short lists of which the other case says something that is not there now."""
    for name in ("title", "summary", "sector", "began", "ended", "phases"):
        if getattr(other, name) not in {getattr(content, name), "", Absence.MISSING, ()}:
            yield name
    if set(other.tags) - set(content.tags):
        yield "tags"
    for name in ("organisations", "places", "sources", "open_questions"):
        if len(getattr(content, name)) == ROWS_AT_MOST:
            yield name


def _keys_for(stays: CaseContent, other: CaseContent) -> dict[str, str]:
    """The key under which each source of the other case is found: that of its twin, or a free one."""
    same = {document_of(row): row.key for row in stays.sources}
    taken = {row.key for row in stays.sources}
    keys: dict[str, str] = {}
    for row in other.sources:
        keys[row.key] = same.get(document_of(row)) or _free(row.key, taken)
        taken.add(keys[row.key])
    return keys


def _free(key: str, taken: set[str]) -> str:
    found, number = key, 1
    while found in taken:
        number += 1
        found = f"{key[:36]}-{number}"
    return found


def _key(row: Source) -> str:
    return row.key


def _rows(have: Sequence[T], more: Iterable[T], same: Callable[[T], Hashable]) -> tuple[T, ...]:
    """All of `have`, then those of `more` that are not there yet, as far as there is room."""
    known = {same(row) for row in have}
    new: dict[Hashable, T] = {}
    for row in more:
        if same(row) not in known:
            new.setdefault(same(row), row)
    return (*have, *new.values())[: max(ROWS_AT_MOST, len(have))]


def _parts(
    stays: CaseContent, other: CaseContent, keys: Mapping[str, str]
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    found: list[Part] = []
    full: list[str] = []
    for key in PARTS:
        mine, theirs = stays.part(key), other.part(key)
        text = _with_keys(theirs.text, keys) if theirs else ""
        if not text or (mine and text in mine.text):
            found += [mine] if mine else [theirs] if theirs else []
        elif mine is None or not mine.text:
            found.append(Part(key=key, text=text))
        elif len(mine.text) + len(text) + 2 <= PART_LIMIT:
            found.append(replace(mine, text=f"{mine.text}\n\n{text}"))
        else:
            found.append(mine)
            full.append(f"parts.{key}")
    return tuple(found), tuple(full)


def _with_keys(text: str, keys: Mapping[str, str]) -> str:
    """The text with the citations of the other case under their new keys."""

    def renamed(bracket: re.Match[str]) -> str:
        return re.sub(CITED_KEY, lambda key: f"@{keys.get(key[1], key[1])}", bracket[0])

    return re.sub(CITATION, renamed, text)


def _illustrations(
    stays: CaseContent, other: CaseContent, keys: Mapping[str, str], known: set[str]
) -> tuple[tuple[Illustration, ...], tuple[str, ...]]:
    """The placements of both; where both stand on a claim with one stance, only the sources are joined."""
    rows = {(row.claim, row.stance): row for row in stays.illustrations}
    kept: list[str] = []
    for theirs in other.illustrations:
        sources = tuple(keys[key] for key in theirs.sources if keys.get(key) in known)
        mine = rows.get((theirs.claim, theirs.stance))
        if mine is None:
            rows[theirs.claim, theirs.stance] = replace(theirs, sources=sources)
            continue
        rows[theirs.claim, theirs.stance] = replace(
            mine, sources=tuple(dict.fromkeys((*mine.sources, *sources)))
        )
        if theirs.note != mine.note:
            kept.append(f"illustrations.{theirs.claim}.{theirs.stance.value}")
    if len(rows) > ROWS_AT_MOST:
        kept.append("illustrations")
    return tuple(rows.values())[:ROWS_AT_MOST], tuple(kept)
