"""The fields of a form as they were typed: names and lists of values, with no opinion on them.

Names are the paths of the content schema (`phases.0.start`), so that a problem of the content finds
its input without a table. Rows are numbered from 0 and may have holes.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from django.core.exceptions import BadRequest
from django.http import QueryDict

from accounts import hurry

Fields = dict[str, list[str]]
Rule = Callable[[str], bool]

# A file field is a field without text as long as no file is chosen.
FILES = frozenset({"picture"})
BUTTONS = frozenset(
    {
        "csrfmiddlewaretoken",
        "act",
        "add",
        "remove",
        "up",
        "down",
        "form_key",
        "form_seen",
        *FILES,
        *hurry.FIELDS,
    }
)
MANY_VALUES = re.compile(r"(illustrations\.\d+\.sources|use_sources)", re.ASCII)
ROW = re.compile(r"(?P<table>[a-z_]+)\.(?P<index>\d{1,3})\.(?P<field>[a-z_]+)", re.ASCII)
ROWS_AT_MOST = 100


def typed_fields(post: QueryDict, allowed: "re.Pattern[str]") -> Fields:
    """Return what was typed, without the buttons. Raises BadRequest as `known_fields`."""
    fields = known_fields(
        post,
        lambda name: name in BUTTONS or allowed.fullmatch(name) is not None,
        may_repeat=lambda name: MANY_VALUES.fullmatch(name) is not None,
    )
    return {name: values for name, values in fields.items() if name not in BUTTONS}


def known_fields(post: QueryDict, is_known: Rule, *, may_repeat: Rule = lambda _name: False) -> Fields:
    """Return every field that was sent. Raises BadRequest for one the form does not have, or a doubled one.

    A form that is tampered with is refused whole; a person's own form can never meet this.
    """
    fields: Fields = {}
    for name, values in post.lists():
        if not is_known(name):
            raise BadRequest(
                f"The form has no field “{name[:80]}”. Open the form again and send it from there."
            )
        if len(values) > 1 and not may_repeat(name):
            raise BadRequest(f"The field “{name[:80]}” was sent twice. Send each field once.")
        fields[name] = [str(value) for value in values]
    return fields


def first(fields: Mapping[str, list[str]], name: str) -> str:
    """The one value of a field, without spaces around it; "" when it is not there."""
    values = fields.get(name) or [""]
    return values[0].strip()


def row_numbers(fields: Iterable[str], table: str) -> list[int]:
    """The numbers of the rows of a table that have any field, in order."""
    found = {
        int(match["index"]) for name in fields if (match := ROW.fullmatch(name)) and match["table"] == table
    }
    return sorted(found)


def row(fields: Mapping[str, list[str]], table: str, number: int | str) -> dict[str, list[str]]:
    """The fields of one row, by their short names."""
    prefix = f"{table}.{number}."
    return {name.removeprefix(prefix): values for name, values in fields.items() if name.startswith(prefix)}


def is_empty(row_fields: Mapping[str, list[str]], besides: frozenset[str]) -> bool:
    """Whether nothing was typed into a row, apart from fields that are never empty."""
    return not any(
        value.strip() for name, values in row_fields.items() if name not in besides for value in values
    )


def with_row(fields: Fields, table: str, defaults: Mapping[str, str]) -> Fields:
    """The fields with one more row at the end of the table."""
    number = max(row_numbers(fields, table), default=-1) + 1
    if number >= ROWS_AT_MOST:
        return fields
    return fields | {f"{table}.{number}.{name}": [value] for name, value in defaults.items()}


def without_row(fields: Fields, table: str, number: int) -> Fields:
    """The fields without one row of the table."""
    prefix = f"{table}.{number}."
    return {name: values for name, values in fields.items() if not name.startswith(prefix)}


def with_rows_changed(fields: Fields, table: str, one: int, other: int) -> Fields:
    """The fields with two rows of the table each in the place of the other."""
    names = {f"{table}.{one}.": f"{table}.{other}.", f"{table}.{other}.": f"{table}.{one}."}
    return {_renamed(name, names): values for name, values in fields.items()}


def _renamed(name: str, prefixes: Mapping[str, str]) -> str:
    for old, new in prefixes.items():
        if name.startswith(old):
            return new + name.removeprefix(old)
    return name


def whole_or_typed(text: str) -> object:
    """A whole number when digits were typed, None when nothing was, else the text as it is."""
    if not text:
        return None
    return int(text) if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else text


def decimal_or_typed(text: str) -> object:
    """A number when one was typed, None when nothing was, else the text for the reader to refuse."""
    if not text:
        return None
    is_number = re.fullmatch(r"-?\d{1,3}(\.\d{1,40})?(e-\d{1,3})?", text, re.ASCII)
    return float(text) if is_number else text


def lines(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]
