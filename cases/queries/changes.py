"""Changes between two contents as people read them: by field, with the form's labels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rapidfuzz.distance import Indel

from cases.domain.changes import (
    EMPTY,
    SINGLE_FIELDS,
    TABLES,
    ChangeKind,
    FieldChange,
    changed_fields,
    rows_of,
)
from cases.domain.content import CaseContent, Illustration, Part
from cases.domain.diff import ParagraphDiff, Piece, TextDiff, diff_text, visible_controls
from cases.domain.merge import LISTS
from cases.queries.change_comments import ShownComment
from cases.queries.taxonomy import Taxonomy
from cases.queries.words import Value, in_words, label_of

LONG_TEXTS = frozenset({"title", "summary"})
CHARACTERS_ON_A_PAGE = 150_000
"""How much text is compared word by word on one page, both sides counted; hostile text takes the longest."""


@dataclass(frozen=True, slots=True)
class Run:
    """Paragraphs one after the other that all differ, or that are all the same and may fold."""

    is_same: bool
    paragraphs: tuple[ParagraphDiff, ...]


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text word by word; with `too_large` it stands whole, once removed and once added."""

    runs: tuple[Run, ...]
    words_added: int
    words_removed: int
    too_large: bool


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One changed field: its label, both sides in words, and a word diff where it is text.

    `has_sides` is whether the diff leaves something for the two sides to say. `items` are those of a list,
    each the same, added or removed. With `is_put_off` the text is too large for this page and is compared
    on a page of its own. `comments` are what reviewers and the author said of it, and `typed` is one that is
    being written, with the `problem` that it was refused for.
    """

    path: str
    label: str
    kind: str
    group: str
    was: Value
    would_be: Value
    text: ShownText | None
    items: tuple[Piece, ...]
    has_sides: bool
    is_put_off: bool = False
    comments: tuple[ShownComment, ...] = ()
    typed: str = ""
    problem: str = ""


def shown_changes(
    before: CaseContent | None, after: CaseContent, taxonomy: Taxonomy, *, only: str = ""
) -> tuple[ShownChange, ...]:
    """Return every changed field for a page, or the one of the path `only`."""
    shown, characters = [], 0
    for change in changed_fields(before, after):
        if only and change.path != only:
            continue
        characters += len(_long_text(change.path, change.old)) + len(_long_text(change.path, change.new))
        row = _shown(change, taxonomy, compare=characters <= CHARACTERS_ON_A_PAGE)
        shown.append(row)
    return tuple(shown)


def with_comments(
    changes: Iterable[ShownChange], comments: Iterable[ShownComment]
) -> tuple[ShownChange, ...]:
    """The changes, each with the comments on it."""
    said = tuple(comments)
    return tuple(
        replace(change, comments=tuple(row for row in said if row.path == change.path)) for change in changes
    )


def with_typed(
    changes: Iterable[ShownChange], typed: Mapping[str, str], problems: Mapping[str, str]
) -> tuple[ShownChange, ...]:
    """The changes, each with the comment on it that was typed and not sent, and why it was refused."""
    return tuple(
        replace(change, typed=typed.get(change.path, ""), problem=problems.get(change.path, ""))
        for change in changes
    )


def comments_elsewhere(
    before: CaseContent | None, after: CaseContent, comments: Iterable[ShownComment]
) -> tuple[tuple[ShownComment, str], ...]:
    """The comments on fields that do not change any more, each with the label of its field."""
    paths = {change.path for change in changed_fields(before, after)}
    return tuple((row, label_of(row.path)) for row in comments if row.path not in paths)


def unchanged_fields(before: CaseContent | None, after: CaseContent) -> int:
    """How many fields and rows say something and say the same in both."""
    old = before or EMPTY
    single = [
        name for name in SINGLE_FIELDS if getattr(old, name) == getattr(after, name) != getattr(EMPTY, name)
    ]
    rows = [
        identity
        for table in TABLES
        for identity, row in rows_of(after, table).items()
        if rows_of(old, table).get(identity) == row
    ]
    return len(single) + len(rows)


def _shown(change: FieldChange, taxonomy: Taxonomy, *, compare: bool) -> ShownChange:
    text = _text(change) if compare else None
    was, would_be = (in_words(change.path, value, taxonomy) for value in (change.old, change.new))
    items = _items(was.lines, would_be.lines) if change.path in LISTS else ()
    is_put_off = not compare and bool(
        _long_text(change.path, change.old) or _long_text(change.path, change.new)
    )
    return ShownChange(
        path=change.path,
        label=label_of(change.path),
        kind=str(change.kind),
        group=str(change.group),
        was=was,
        would_be=would_be,
        text=text,
        items=items,
        has_sides=not items
        and not is_put_off
        and (text is None or not (_is_only_text(change.old) and _is_only_text(change.new))),
        is_put_off=is_put_off,
    )


def _items(was: Sequence[str], would_be: Sequence[str]) -> tuple[Piece, ...]:
    """The items of a list, each the same, added or removed; what goes stands before what comes."""
    found: list[Piece] = []
    for is_same, group in groupby(Indel.opcodes(was, would_be), key=lambda code: code.tag == "equal"):
        codes = list(group)
        gone, come = (
            was[codes[0].src_start : codes[-1].src_end],
            would_be[codes[0].dest_start : codes[-1].dest_end],
        )
        if is_same:
            found += [Piece("same", line) for line in come]
        else:
            found += [Piece("removed", line) for line in gone] + [Piece("added", line) for line in come]
    return tuple(found)


def _text(change: FieldChange) -> ShownText | None:
    old, new = _long_text(change.path, change.old), _long_text(change.path, change.new)
    if not old and not new:
        return None
    if change.path in LONG_TEXTS and change.kind is not ChangeKind.CHANGED:
        return None
    return folded(diff_text(visible_controls(old), visible_controls(new)))


def _long_text(path: str, value: object) -> str:
    """The text of a value that is best read as a word diff, or ""."""
    if isinstance(value, Part):
        return value.text
    if isinstance(value, Illustration):
        return value.note
    return str(value) if path in LONG_TEXTS else ""


def _is_only_text(value: object) -> bool:
    """Whether a word diff shows all of this value: nothing, a text, or a part without an absence."""
    return value is None or isinstance(value, str) or (isinstance(value, Part) and value.absence is None)


def folded(diff: TextDiff) -> ShownText:
    """The diff with its paragraphs in runs that a page can fold."""
    paragraphs = [row for row in map(_without_blank_lines, diff.paragraphs) if row.pieces]
    runs = tuple(
        Run(is_same, tuple(group))
        for is_same, group in groupby(paragraphs, key=lambda paragraph: paragraph.kind == "same")
    )
    return ShownText(runs, diff.words_added, diff.words_removed, diff.too_large)


def _without_blank_lines(paragraph: ParagraphDiff) -> ParagraphDiff:
    """The paragraph without the blank lines around it, which a page draws as space between paragraphs."""
    pieces = list(paragraph.pieces)
    while pieces and not pieces[-1].text.strip("\n"):
        pieces.pop()
    while pieces and not pieces[0].text.strip("\n"):
        pieces.pop(0)
    if pieces:
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip("\n"))
        pieces[0] = replace(pieces[0], text=pieces[0].text.lstrip("\n"))
    return replace(paragraph, pieces=tuple(pieces))
