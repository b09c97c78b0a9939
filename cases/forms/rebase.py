"""Choosing, field by field, between what the author wants and what is public now."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cases.domain.changes import ChangeKind, FieldChange, Group, apply_changes, changed_fields, collisions
from cases.domain.content import CaseContent, Part
from cases.domain.reader import clean_text
from cases.domain.vocabulary import PART_LIMIT, SUMMARY_LIMIT, TITLE_LIMIT

AUTHOR, PUBLIC, BY_HAND = "author", "public", "by_hand"
ALLOWED = re.compile(r"csrfmiddlewaretoken|form_key|onto|note|(choice|text)-\d{1,3}", re.ASCII)
LIMITS = {"title": TITLE_LIMIT, "summary": SUMMARY_LIMIT}


@dataclass(frozen=True, slots=True)
class Collision:
    """A field that both sides changed. `choice` and `text` are what was typed, or the author's text."""

    number: int
    path: str
    base: object
    mine: object
    theirs: object
    choice: str
    text: str
    can_edit: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class RebaseSheet:
    """The fields taken automatically, and those that a person must choose."""

    automatic: tuple[FieldChange, ...]
    collisions: tuple[Collision, ...]
    theirs: CaseContent

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The faults of the choices, by input id."""
        return [(f"choice-{row.number}", row.error) for row in self.collisions if row.error]

    def content(self) -> CaseContent:
        """The content that the choices make. Call only without problems."""
        chosen = [change for row in self.collisions for change in _chosen(row)]
        return apply_changes(self.theirs, [*self.automatic, *chosen])


def rebase_sheet(
    base: CaseContent | None, mine: CaseContent, theirs: CaseContent, typed: Mapping[str, str] | None
) -> RebaseSheet:
    """Return the sheet; `typed` None is an untouched one."""
    paths = collisions(base, mine, theirs)
    wanted = {change.path: change for change in changed_fields(base, mine)}
    public = {change.path: change for change in changed_fields(base, theirs)}
    rows = tuple(
        _row(number, wanted[path], public[path].new, typed) for number, path in enumerate(paths, start=1)
    )
    automatic = tuple(change for path, change in wanted.items() if path not in paths)
    return RebaseSheet(automatic, rows, theirs)


def _row(number: int, mine: FieldChange, theirs: object, typed: Mapping[str, str] | None) -> Collision:
    can_edit = _text_of(mine.new) is not None or _text_of(theirs) is not None
    choice = (typed or {}).get(f"choice-{number}", "")
    text = clean_text((typed or {}).get(f"text-{number}", _text_of(mine.new) or ""))
    return Collision(
        number=number,
        path=mine.path,
        base=mine.old,
        mine=mine.new,
        theirs=theirs,
        choice=choice,
        text=text,
        can_edit=can_edit,
        error=_error(mine.path, choice, text, can_edit) if typed is not None else "",
    )


def _error(path: str, choice: str, text: str, can_edit: bool) -> str:  # noqa: FBT001
    allowed = {AUTHOR, PUBLIC, BY_HAND} if can_edit else {AUTHOR, PUBLIC}
    if choice not in allowed:
        return _("Nothing is chosen here. Choose which text to keep, or write it by hand.")
    limit = LIMITS.get(path, PART_LIMIT)
    if choice == BY_HAND and len(text) > limit:
        return _("The text has %(length)s characters. Shorten it to %(limit)s.") % {
            "length": len(text),
            "limit": limit,
        }
    return ""


def _text_of(value: object) -> str | None:
    if isinstance(value, Part):
        return value.text or None
    return value if isinstance(value, str) and value else None


def _chosen(row: Collision) -> list[FieldChange]:
    if row.choice == PUBLIC:
        return []
    value: object = row.mine
    if row.choice == BY_HAND:
        value = _written(row)
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
