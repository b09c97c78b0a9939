"""Reading plain data as content, strictly.

Unknown fields, wrong types, unknown words and text that no database can hold are each a problem with
a path. All problems are collected before anything is raised, so that a person hears of them at once.
Text is normalised on the way in (NFC, LF line ends, no trailing spaces), which makes reading what
`to_data` wrote an identity.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from cases.domain import vocabulary as words
from cases.domain.content import (
    CaseContent,
    Data,
    Illustration,
    Now,
    Part,
    Phase,
    Place,
    Source,
    Stake,
)
from cases.domain.messages import ContentProblems, Problem
from cases.domain.messages import noop as _
from cases.domain.vocabulary import Absence, SourceKind, Speaker, Stance

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)


def clean_text(text: str) -> str:
    """Return the text with NFC characters, LF line ends and no spaces at line ends or around it."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in composed.split("\n")).strip()


def read_content(data: object) -> CaseContent:
    """Return the content that this plain data says.

    Raises ContentProblems with every fault found. Older schema versions are upgraded first.
    """
    reader = Reader("", upgrade(data), [])
    content = CaseContent(
        title=reader.line("title", words.TITLE_LIMIT),
        summary=reader.line("summary", words.SUMMARY_LIMIT),
        language=reader.choice("language", words.LANGUAGE_LABELS, default="en"),
        organisations=reader.lines("organisations", words.NAME_LIMIT),
        places=reader.rows("places", _read_place),
        sector=reader.choice("sector", words.SECTOR_LABELS, default=""),
        tags=_read_tags(reader),
        began=reader.year("began"),
        ended=_read_ended(reader),
        stake=_read_stake(reader),
        phases=reader.rows("phases", _read_phase),
        parts=_read_parts(reader),
        illustrations=_read_illustrations(reader),
        sources=_read_sources(reader),
        open_questions=reader.lines("open_questions", words.QUESTION_LIMIT),
    )
    reader.refuse_unknown("schema")
    if reader.problems:
        raise ContentProblems(tuple(reader.problems))
    return content


def upgrade(data: object) -> object:
    """Return data of an older schema version as data of the current one.

    Version 1 is the first, so there is nothing to change yet; data of a later version is refused.
    """
    if not isinstance(data, dict):
        return data
    version = data.get("schema", words.SCHEMA_VERSION)
    if version != words.SCHEMA_VERSION:
        problem = Problem(
            "schema",
            _("Schema version %(found)s is not known here. Write version %(known)s."),
            {"found": version, "known": words.SCHEMA_VERSION},
        )
        raise ContentProblems((problem,))
    return data


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
        for field in self.data.keys() - self.seen - set(also_known):
            self.fault(field, _("There is no field of this name. Remove it."))

    def text(self, field: str, limit: int) -> str:
        """Read text of at most `limit` characters; a missing value is empty text."""
        value = self.take(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(field, _("This is not text. Write it as text, in quotes."))
            return ""
        cleaned = clean_text(value)
        if any(_is_unstorable(character) for character in cleaned):
            self.fault(field, _("The text holds a control character. Remove it."))
        if len(cleaned) > limit:
            self.fault(
                field,
                _("The text has %(length)s characters. Shorten it to %(limit)s."),
                length=len(cleaned),
                limit=limit,
            )
        return cleaned

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
        return float(value)

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
        if set(value) == {"absent"} and word in set(Absence):
            return Absence(str(word))
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


def _is_unstorable(character: str) -> bool:
    if character in "\n\t":
        return False
    return unicodedata.category(character) in {"Cc", "Cs"} or character in "￾￿"


def _read_place(reader: Reader) -> Place:
    country = reader.line("country", 20)
    if country and country != words.WORLDWIDE and not COUNTRY.fullmatch(country):
        reader.fault("country", _("Write the two capital letters of ISO 3166, or worldwide."))
    latitude = reader.number("latitude", -90, 90)
    longitude = reader.number("longitude", -180, 180)
    if (latitude is None) != (longitude is None):
        reader.fault("latitude", _("Give latitude and longitude, or leave both empty."))
    return Place(
        name=reader.line("name", words.NAME_LIMIT),
        country=country,
        latitude=latitude,
        longitude=longitude,
    )


def _read_phase(reader: Reader) -> Phase:
    start = reader.whole("start", words.EARLIEST_YEAR, words.LATEST_YEAR)
    if start is None and not reader.data.get("start"):
        reader.fault("start", _("The first year of the phase is missing. Write it in four digits."))
    model = reader.whole("model", words.MODELS[0], words.MODELS[-1])
    if model is None and reader.data.get("model") is None:
        reader.fault("model", _("The value model of the phase is missing. Choose one of the three."))
    return Phase(
        start=start or words.EARLIEST_YEAR,
        end=reader.whole("end", words.EARLIEST_YEAR, words.LATEST_YEAR),
        stage=reader.whole("stage", words.STAGES[0], words.STAGES[-1]),
        model=model or words.MODELS[0],
        reason=reader.text("reason", words.REASON_LIMIT),
        no_stage_reason=reader.text("no_stage_reason", words.REASON_LIMIT),
    )


def _read_tags(reader: Reader) -> tuple[str, ...]:
    tags = reader.lines("tags", words.TAG_LIMIT)
    folded = tuple(dict.fromkeys(" ".join(tag.casefold().split()) for tag in tags))
    if len(folded) > words.TAGS_AT_MOST:
        reader.fault(
            "tags",
            _("There are %(count)s tags. Keep the %(limit)s that say most."),
            count=len(folded),
            limit=words.TAGS_AT_MOST,
        )
    if any("," in tag for tag in folded):
        reader.fault("tags", _("A tag holds a comma. Write one tag for each idea."))
    return folded


def _read_ended(reader: Reader) -> int | Now | Absence:
    if reader.data.get("ended") == words.NOW:
        reader.seen.add("ended")
        return "now"
    return reader.year("ended")


def _read_stake(reader: Reader) -> Stake | None:
    value = reader.take("stake")
    if value is None:
        return None
    below = Reader("stake", value, reader.problems)
    stake = Stake(none=below.flag("none"), which=below.text("which", words.STAKE_LIMIT))
    below.refuse_unknown()
    return stake


def _read_part(reader: Reader) -> Part:
    absence = reader.line("absence", 20)
    known = set(Absence) - {Absence.MISSING}
    if absence and absence not in known:
        reader.fault("absence", _("Write not_known, does_not_apply or not_found."))
        absence = ""
    part = Part(
        key=reader.choice("key", words.PART_LABELS, default=words.IN_SHORT),
        text=reader.text("text", words.PART_LIMIT),
        absence=Absence(absence) if absence else None,
        note=reader.text("note", words.NOTE_LIMIT),
    )
    if part.text and part.absence:
        reader.fault("text", _("The part has a text and says that there is none. Keep one of the two."))
    if not part.text and not part.absence:
        reader.fault("text", _("The part is empty. Write its text, or leave the part out."))
    return part


def _read_parts(reader: Reader) -> tuple[Part, ...]:
    parts = reader.rows("parts", _read_part)
    _refuse_repeats(reader, "parts", [part.key for part in parts])
    return tuple(sorted(parts, key=lambda part: words.PARTS.index(part.key)))


def _read_source(reader: Reader) -> Source:
    key = reader.line("key", 40)
    if not KEY.fullmatch(key):
        reader.fault("key", _("Write a key of small letters, digits, - and _, such as smith2012."))
    accessed = reader.line("accessed", 10)
    if accessed and not _is_date(accessed):
        reader.fault("accessed", _("“%(value)s” is not a date. Write it as 2026-11-23."), value=accessed)
    return Source(
        key=key,
        kind=reader.member("kind", SourceKind, SourceKind.OTHER),
        title=reader.line("title", 500),
        authors=reader.line("authors", 500),
        year=reader.year("year"),
        publisher=reader.line("publisher", words.NAME_LIMIT),
        url=_read_url(reader),
        doi=_read_doi(reader),
        accessed=accessed,
        speaker=reader.member("speaker", Speaker, Speaker.OTHER),
    )


def _read_sources(reader: Reader) -> tuple[Source, ...]:
    sources = reader.rows("sources", _read_source)
    _refuse_repeats(reader, "sources", [source.key for source in sources])
    return sources


def _read_illustration(reader: Reader) -> Illustration:
    version = reader.whole("version", 1, 10_000)
    return Illustration(
        claim=reader.line("claim", 10),
        version=version or 1,
        stance=reader.member("stance", Stance, Stance.SUPPORTS),
        note=reader.text("note", words.NOTE_LIMIT),
        sources=tuple(dict.fromkeys(reader.lines("sources", 40))),
        quote=reader.text("quote", words.QUOTE_LIMIT),
    )


def _read_illustrations(reader: Reader) -> tuple[Illustration, ...]:
    rows = reader.rows("illustrations", _read_illustration)
    for index, row in enumerate(rows):
        if any(row.claim == other.claim and row.stance is other.stance for other in rows[:index]):
            reader.fault(
                f"illustrations.{index}",
                _("Claim %(claim)s is placed twice with one stance. Join the two notes."),
                claim=row.claim,
            )
    return rows


def _refuse_repeats(reader: Reader, field: str, keys: list[str]) -> None:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            reader.fault(f"{field}.{index}", _("“%(key)s” is there twice. Join the two rows."), key=key)


def _read_url(reader: Reader) -> str:
    url = reader.line("url", words.URL_LIMIT)
    if url and not is_web_address(url):
        reader.fault(
            "url",
            _("“%(value)s” is not a web address. Begin it with https:// or http://."),
            value=url,
        )
    return url


def is_web_address(url: str) -> bool:
    """Whether this is an http(s) address with a dotted host, no spaces and no user name in it."""
    return bool(re.fullmatch(r"https?://[^\s/@?#\\]+\.[^\s/@?#\\]+([/?#][^\s\\]*)?", url))


def _read_doi(reader: Reader) -> str:
    doi = reader.line("doi", words.NAME_LIMIT)
    if doi and not re.fullmatch(r"10\.\d{4,9}/\S+", doi):
        reader.fault("doi", _("“%(value)s” is not a DOI. It begins with 10. and has a slash."), value=doi)
    return doi


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
