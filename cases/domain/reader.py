"""Reading one object of plain data, field by field, and collecting what is wrong with it.

Text is normalised on the way in: NFC, LF line ends, no spaces at line ends or around it. What a problem
quotes is short and printable, so that it can be shown anywhere.
"""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from cases.domain import vocabulary as words
from cases.domain.content import Data
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.vocabulary import Absence

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
QUOTED_AT_MOST = 40


def clean_text(text: str) -> str:
    """Return the text with NFC characters, LF line ends and no spaces at line ends or around it."""
    if text.isascii() and text.isprintable():  # one line, of characters that are NFC by themselves
        return text.strip()
    composed = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text))
    return "\n".join(line.rstrip() for line in composed.split("\n")).strip()


def quoted(name: str) -> str:
    """Return a name that somebody wrote, short and printable, for use in a problem."""
    printable = "".join(character if character.isprintable() else "\ufffd" for character in name)
    return printable[:QUOTED_AT_MOST]


class Reader:
    """Reads one object of the data; shares the list of problems with the readers of its rows."""

    def __init__(self, path: str, data: object, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.seen: set[str] = set()
        self.data: Data = {}
        if isinstance(data, dict) and all(isinstance(key, str) for key in data):
            self.data = data
        else:
            self.fault("", _("This is not a set of named fields. Write name: value pairs."))

    def fault(self, field: str, message: str, **params: object) -> None:
        """Note a problem of one field of this object."""
        path = ".".join(step for step in (self.path, field) if step)
        self.problems.append(Problem(path, message, params))

    def take(self, field: str) -> object:
        """Return the raw value of a field, or None, and remember that the field is known."""
        self.seen.add(field)
        return self.data.get(field)

    def refuse_unknown(self, *also_known: str) -> None:
        """Note a problem for each field that the schema does not have."""
        for field in self.data:
            if field not in self.seen and field not in also_known:
                self.fault(quoted(field), _("There is no field of this name. Remove it."))

    def text(self, field: str, limit: int) -> str:
        """Read text of at most `limit` characters; a missing value is empty text.

        What is returned can be stored and is no longer than the limit, also when it was at fault.
        """
        value = self.take(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(field, _("This is not text. Write it as text, in quotes."))
            return ""
        cleaned = clean_text(value)
        is_storable = UNSTORABLE.search(cleaned) is None
        if not is_storable:
            self.fault(field, _("The text holds a control character. Remove it."))
        if len(cleaned) > limit:
            self.fault(
                field,
                _("The text has %(length)s characters. Shorten it to %(limit)s."),
                length=len(cleaned),
                limit=limit,
            )
        return cleaned[:limit] if is_storable else UNSTORABLE.sub("\ufffd", cleaned[:limit])

    def line(self, field: str, limit: int) -> str:
        """Read text of one line."""
        value = self.text(field, limit)
        if "\n" in value:
            self.fault(field, _("The text has several lines. Write it on one line."))
        return value

    def flag(self, field: str) -> bool:
        """Read true or false; a missing value is false."""
        value = self.take(field)
        if value is not None and not isinstance(value, bool):
            self.fault(field, _("This is neither true nor false. Write true or false."))
        return value is True

    def number(self, field: str, least: float, most: float) -> float | None:
        """Read a number between `least` and `most`, or None."""
        value = self.take(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(field, _("This is not a number. Write digits."))
            return None
        if not least <= value <= most:
            self.out_of_range(field, least, most)
            return None
        return float(value) + 0.0  # -0.0 equals 0.0 but is written otherwise: one content, two hashes

    def whole(self, field: str, least: int, most: int) -> int | None:
        """Read a whole number between `least` and `most`, or None."""
        value = self.take(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(field, _("This is not a whole number. Write digits."))
            return None
        if not least <= value <= most:
            self.out_of_range(field, least, most)
            return None
        return value

    def out_of_range(self, field: str, least: float, most: float) -> None:
        """Note that a number is outside its range."""
        self.fault(
            field,
            _("The number is out of range. Write one from %(least)s to %(most)s."),
            least=least,
            most=most,
        )

    def year(self, field: str) -> int | Absence:
        """Read a year, or why there is none; a missing value is *missing*."""
        value = self.data.get(field)
        if isinstance(value, dict):
            self.seen.add(field)
            return self.absence(field, value)
        year = self.whole(field, words.EARLIEST_YEAR, words.LATEST_YEAR)
        return Absence.MISSING if year is None else year

    def absence(self, field: str, value: Data) -> Absence:
        """Read `{"absent": word}` as an Absence."""
        word = value.get("absent")
        if set(value) == {"absent"} and isinstance(word, str) and word in set(Absence):
            return Absence(word)
        self.fault(field, _("Write the year, or absent: not_known, does_not_apply, not_found or missing."))
        return Absence.MISSING

    def choice(self, field: str, known: dict[str, str], *, default: str) -> str:
        """Read one word of a controlled list; a missing value is the default."""
        value = self.line(field, words.NAME_LIMIT)
        if not value:
            return default
        if value not in known:
            self.fault(field, _("“%(value)s” is not in the list. Choose one of the list."), value=value)
            return default
        return value

    def member(self, field: str, kind: type[E], default: E) -> E:
        """Read one member of an enumeration; a missing value is the default."""
        known = {member.value: "" for member in kind}
        return kind(self.choice(field, known, default=default.value))

    def items(self, field: str) -> list[object]:
        """Read a list of at most ROWS_AT_MOST items; a missing value is an empty list."""
        value = self.take(field)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.fault(field, _("This is not a list. Write one item a row."))
            return []
        if len(value) > words.ROWS_AT_MOST:
            self.fault(
                field,
                _("There are %(count)s rows. Keep at most %(limit)s."),
                count=len(value),
                limit=words.ROWS_AT_MOST,
            )
            return []
        return list(value)

    def lines(self, field: str, limit: int) -> tuple[str, ...]:
        """Read a list of single lines; empty ones are left out."""
        rows = {str(index): item for index, item in enumerate(self.items(field))}
        reader = Reader(self._below(field), rows, self.problems)
        found = (reader.line(index, limit) for index in rows)
        return tuple(line for line in found if line)

    def rows(self, field: str, read: "Callable[[Reader], T]") -> tuple[T, ...]:
        """Read a list of objects, each with its own reader that refuses unknown fields."""
        found = []
        for index, item in enumerate(self.items(field)):
            reader = Reader(self._below(f"{field}.{index}"), item, self.problems)
            found.append(read(reader))
            reader.refuse_unknown()
        return tuple(found)

    def _below(self, field: str) -> str:
        return ".".join(step for step in (self.path, field) if step)
