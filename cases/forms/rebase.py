"""Choosing, field by field, between what the author wants and what is public now."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cases.domain.changes import ChangeKind, FieldChange, Group, apply_changes, changed_fields
from cases.domain.content import CaseContent, Part
from cases.domain.merge import TextMerge, as_of_author, merge_contents, merge_text
from cases.domain.reader import clean_text
from cases.domain.vocabulary import PART_LIMIT, PARTS, SUMMARY_LIMIT, TITLE_LIMIT
from cases.queries.words import label_of

AUTHOR, PUBLIC, BY_HAND = "author", "public", "by_hand"
# Fields are named by what they choose about: the case may move on and other fields collide on the next try.
BY_HAND_PATHS = "|".join(["title", "summary", *(rf"parts\.{key}" for key in PARTS)])
ALLOWED = re.compile(
    rf"csrfmiddlewaretoken|form_key|onto|note|choice:[a-z0-9._-]{{1,90}}|text:({BY_HAND_PATHS})", re.ASCII
)
LIMITS = {"title": TITLE_LIMIT, "summary": SUMMARY_LIMIT}
NOTE_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Collision:
    """A field that both sides changed.

    `texts` are the two texts of a part, merged by paragraph; None where the field is chosen whole. `choice`
    and `text` are what was typed; untouched, `text` is the author's, or all paragraphs of both.
    """

    number: int
    path: str
    base: object
    mine: object
    theirs: object
    texts: TextMerge | None
    choice: str
    text: str
    can_edit: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class RebaseSheet:
    """The fields taken automatically, those that a person must choose, and the note for the history."""

    automatic: tuple[FieldChange, ...]
    collisions: tuple[Collision, ...]
    mine: CaseContent
    theirs: CaseContent
    note: str = ""

    @property
    def note_error(self) -> str:
        """What is wrong with the note, or ""."""
        if len(self.note) <= NOTE_LIMIT:
            return ""
        return _too_long(_("Note for the history"), self.note, NOTE_LIMIT)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The faults of the choices and of the note, by input id."""
        found = [(f"choice-{row.number}", row.error) for row in self.collisions if row.error]
        return [*found, ("note", self.note_error)] if self.note_error else found

    def content(self) -> CaseContent:
        """The content that the choices make. Call only without problems."""
        chosen = [change for row in self.collisions for change in _chosen(row)]
        return as_of_author(apply_changes(self.theirs, [*self.automatic, *chosen]), self.mine)


def rebase_sheet(
    base: CaseContent | None, mine: CaseContent, theirs: CaseContent, typed: Mapping[str, str] | None
) -> RebaseSheet:
    """Return the sheet; `typed` None is an untouched one."""
    merge = merge_contents(base, mine, theirs)
    wanted = {change.path: change for change in changed_fields(base, mine)}
    public = {change.path: change for change in changed_fields(base, theirs)}
    rows = tuple(
        _row(number, wanted[path], public[path].new, typed)
        for number, path in enumerate(merge.collisions, start=1)
    )
    return RebaseSheet(merge.taken, rows, mine, theirs, clean_text((typed or {}).get("note", "")))


def _row(number: int, mine: FieldChange, theirs: object, typed: Mapping[str, str] | None) -> Collision:
    can_edit = bool(_text_of(mine.path, mine.new) or _text_of(mine.path, theirs))
    choice = (typed or {}).get(f"choice:{mine.path}", "")
    texts = _texts_merged(mine, theirs)
    suggested = texts.with_both if texts else _text_of(mine.path, mine.new)
    text = clean_text((typed or {}).get(f"text:{mine.path}", suggested))
    error = _error(mine.path, choice, text, can_edit) if typed is not None else ""
    if can_edit and not error:
        error = _left_aside(mine.path, choice, text, suggested)
    return Collision(
        number=number,
        path=mine.path,
        base=mine.old,
        mine=mine.new,
        theirs=theirs,
        texts=texts,
        choice=choice,
        text=text,
        can_edit=can_edit,
        error=error,
    )


def _left_aside(path: str, choice: str, text: str, suggested: str) -> str:
    """What is wrong where a person wrote a text and chose another one; an emptied field is none."""
    if choice == BY_HAND or text in {"", clean_text(suggested)}:
        return ""
    words = _("“%(field)s” has a text written by hand that is not chosen. Choose it, or empty its field.")
    return words % {"field": label_of(path)}


def _error(path: str, choice: str, text: str, can_edit: bool) -> str:  # noqa: FBT001
    allowed = {AUTHOR, PUBLIC, BY_HAND} if can_edit else {AUTHOR, PUBLIC}
    if choice not in allowed:
        if can_edit:
            words = _("Nothing is chosen for “%(field)s”. Choose which text to keep, or write it by hand.")
        else:
            words = _("Nothing is chosen for “%(field)s”. Choose which of the two to keep.")
        return words % {"field": label_of(path)}
    limit = LIMITS.get(path, PART_LIMIT)
    if choice == BY_HAND and len(text) > limit:
        return _too_long(label_of(path), text, limit)
    if choice == BY_HAND and path in LIMITS and "\n" in text:
        return _("“%(field)s” has several lines. Write it on one line.") % {"field": label_of(path)}
    return ""


def _too_long(field: str, text: str, limit: int) -> str:
    return _("“%(field)s” has %(length)s characters. Shorten it to %(limit)s.") % {
        "field": field,
        "length": len(text),
        "limit": limit,
    }


def _texts_merged(mine: FieldChange, theirs: object) -> TextMerge | None:
    """The texts of a part by paragraph, where both sides have one."""
    if not (isinstance(mine.new, Part) and isinstance(theirs, Part) and mine.new.text and theirs.text):
        return None
    base = mine.old.text if isinstance(mine.old, Part) else ""
    return merge_text(base, mine.new.text, theirs.text)


def _text_of(path: str, value: object) -> str:
    """The text that a person can put together by hand, or "" where the value is chosen from a list."""
    if isinstance(value, Part):
        return value.text
    return str(value) if path in LIMITS else ""


def _chosen(row: Collision) -> list[FieldChange]:
    value = row.theirs if row.choice == PUBLIC else row.mine
    if row.choice == BY_HAND:
        value = _written(row)
    elif row.texts and isinstance(value, Part):
        # Paragraphs that only one side changed are kept either way.
        text = row.texts.with_theirs if row.choice == PUBLIC else row.texts.with_mine
        value = replace(value, text=text)
    return [change for change in [_as_change(row, value)] if change is not None]


def _written(row: Collision) -> object:
    example = row.mine if row.mine is not None else row.theirs
    if isinstance(example, Part):
        return replace(example, text=row.text, absence=None, note="") if row.text else None
    return row.text


def _as_change(row: Collision, value: object) -> FieldChange | None:
    if value == row.theirs:
        return None
    return FieldChange(row.path, ChangeKind.CHANGED, Group.TEXT, row.theirs, value)
