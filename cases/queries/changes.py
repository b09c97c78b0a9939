"""Changes between two contents as people read them: by field, with the form's labels."""

from dataclasses import dataclass, replace
from itertools import groupby

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
from cases.domain.diff import ParagraphDiff, TextDiff, diff_text, visible_controls
from cases.queries.taxonomy import Taxonomy
from cases.queries.words import Value, in_words, label_of

LONG_TEXTS = frozenset({"title", "summary"})


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

    `has_sides` is whether the diff leaves something for the two sides to say.
    """

    path: str
    label: str
    kind: str
    group: str
    was: Value
    would_be: Value
    text: ShownText | None
    has_sides: bool


def shown_changes(
    before: CaseContent | None, after: CaseContent, taxonomy: Taxonomy
) -> tuple[ShownChange, ...]:
    """Return every changed field for a page."""
    return tuple(_shown(change, taxonomy) for change in changed_fields(before, after))


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


def _shown(change: FieldChange, taxonomy: Taxonomy) -> ShownChange:
    text = _text(change)
    return ShownChange(
        path=change.path,
        label=label_of(change.path),
        kind=str(change.kind),
        group=str(change.group),
        was=in_words(change.path, change.old, taxonomy),
        would_be=in_words(change.path, change.new, taxonomy),
        text=text,
        has_sides=text is None or not (_is_only_text(change.old) and _is_only_text(change.new)),
    )


def _text(change: FieldChange) -> ShownText | None:
    old, new = _long_text(change.path, change.old), _long_text(change.path, change.new)
    if not old and not new:
        return None
    if change.path in LONG_TEXTS and change.kind is not ChangeKind.CHANGED:
        return None
    return _folded(diff_text(visible_controls(old), visible_controls(new)))


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


def _folded(diff: TextDiff) -> ShownText:
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
