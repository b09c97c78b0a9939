"""What the buttons beside the fields of a form do to what was typed, and what an author is asked once."""

import re
from collections.abc import Set
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.exchange.citations import NotCitations
from cases.forms.contribute import ContributeSheet
from cases.forms.pasted import unknown_documents, with_found, with_pasted
from cases.forms.raw import ROW, Fields, first, row_numbers, with_row, with_rows_changed, without_row
from cases.forms.sheet import Reading, Sheet
from cases.models import Draft
from cases.queries.words import problem_in_words
from cases.queries.writing import similar_cases

ASKED = "asked_sources"
"""The field that says that an author was asked for the sources of paragraphs."""

SOURCES = "#sources"
UP, DOWN = "up", "down"
IN_ORDER = frozenset({"images"})
"""The tables whose rows a person puts in order."""
NEW_ROW = {
    "sources": {"title": "", "url": "", "kind": "web", "speaker": ""},
    "phases": {"start": "", "end": "now", "stage": "", "model": ""},
    "places": {"name": "", "country": ""},
    "illustrations": {"claim": "", "version": "", "stance": "supports", "note": ""},
}


@dataclass(frozen=True, slots=True)
class Helped:
    """The fields after a button, where on the page to go next, and what to say of it.

    `unknown` are the DOIs and addresses among what was pasted of which no title is known. A `refusal` is
    about the field `at`.
    """

    fields: Fields
    place: str = ""
    remarks: tuple[str, ...] = ()
    refusal: str = ""
    at: str = "paste"
    unknown: tuple[str, ...] = ()


def helped_by(post: QueryDict, fields: Fields, *, taken: Set[str], draft: Draft | None) -> Helped:
    """Make sources of what was pasted, take over what was looked up, or do to a row what a button says.

    `taken` are keys of sources that have no row in the form.
    """
    act = post.get("act", "")
    if act == "paste":
        return _pasted(fields, taken)
    if act.startswith("take-") and draft is not None:
        return _taken_over(act.removeprefix("take-"), fields, draft)
    return _with_rows(post, fields)


def _pasted(fields: Fields, taken: Set[str]) -> Helped:
    try:
        filled, remarks = with_pasted(fields, taken)
    except NotCitations as refusal:
        return Helped(fields, refusal=" ".join(map(problem_in_words, refusal.problems)))
    return Helped(
        filled,
        SOURCES,
        remarks=tuple(map(problem_in_words, remarks)),
        unknown=tuple(unknown_documents(filled)),
    )


def _taken_over(number: str, fields: Fields, draft: Draft) -> Helped:
    key = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    lookup = draft.lookups.filter(pk=key).first()
    if lookup is None:
        return Helped(fields, SOURCES)
    return Helped(with_found(fields, lookup.document, lookup.found), SOURCES)


def _with_rows(post: QueryDict, fields: Fields) -> Helped:
    """Add, move or remove the row that a button names."""
    table = post.get("add", "")
    if table in NEW_ROW:
        return Helped(with_row(fields, table, NEW_ROW[table]), f"#{table}")
    if match := _row_named(post, "remove"):
        return Helped(without_row(fields, match["table"], int(match["index"])), f"#{match['table']}")
    for way in (UP, DOWN):
        match = _row_named(post, way)
        if match and match["table"] in IN_ORDER:
            return _moved(fields, match["table"], int(match["index"]), way)
    return Helped(fields)


def _row_named(post: QueryDict, button: str) -> re.Match[str] | None:
    return ROW.fullmatch(f"{post.get(button, '')}.row")


def _moved(fields: Fields, table: str, number: int, way: str) -> Helped:
    """The row one place further; the keyboard goes on at its button, or at the other one at the end."""
    numbers = row_numbers(fields, table)
    place = numbers.index(number) if number in numbers else -1
    goal = place + (1 if way == DOWN else -1)
    if place < 0 or not 0 <= goal < len(numbers):
        return Helped(fields, f"#{table}")
    if goal in (0, len(numbers) - 1):
        way = UP if way == DOWN else DOWN
    moved = with_rows_changed(fields, table, number, numbers[goal])
    return Helped(moved, f"#{way}-{table}.{numbers[goal]}")


def ask_about_twins(sheet: Sheet, reading: Reading) -> None:
    """A new case with the name of one that is here is asked about once, before it is sent."""
    if not isinstance(sheet, ContributeSheet) or reading.content is None:
        return
    if first(sheet.fields, "same_case"):
        return
    country = reading.content.places[0].country if reading.content.places else ""
    sheet.twins = similar_cases(reading.content.title, country)
    if sheet.twins:
        sheet.point(
            reading, "same_case", _("Is it one of these? Look, then choose it above or tick the box.")
        )
