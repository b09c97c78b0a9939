"""The problems of a sheet as its summary lists them: each with the row and the label of its field."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from cases.forms.raw import ROW, row_numbers
from cases.forms.sheet import Sheet

Problems = list[tuple[str, str]]


def named_problems(sheet: Sheet, problems: Problems) -> Problems:
    """Each problem with the id of its input, and its message after what the page calls the input."""
    return [(f"id_{name}" if name else "", _named(sheet, name, message)) for name, message in problems]


def _named(sheet: Sheet, name: str, message: str) -> str:
    labels = {
        form.add_prefix(short): field.label for form in sheet.forms() for short, field in form.fields.items()
    }
    if name not in labels or name in sheet.statement.fields:
        return message
    words = {"field": labels[name], "message": message}
    row = ROW.fullmatch(name)
    if row is None or row["table"] not in ROWS:
        return _("%(field)s: %(message)s") % words
    number = row_numbers(sheet.fields, row["table"]).index(int(row["index"])) + 1
    return ROWS[row["table"]]() % (words | {"number": number})


ROWS: dict[str, Callable[[], str]] = {
    "places": lambda: _("Place %(number)s, %(field)s: %(message)s"),
    "phases": lambda: _("Phase %(number)s, %(field)s: %(message)s"),
    "illustrations": lambda: _("Placement %(number)s, %(field)s: %(message)s"),
    "sources": lambda: _("Source %(number)s, %(field)s: %(message)s"),
    "images": lambda: _("Image %(number)s, %(field)s: %(message)s"),
}
