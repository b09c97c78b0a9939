"""The one content schema: everything a case says, as one frozen value.

Forms, imports, exports, diff and merge all speak `CaseContent`. It is read from plain data by
`cases.domain.reading.read_content` and written back by `to_data`; the two are inverse. Whether it says
enough to be sent for review is another question, answered by `cases.domain.completeness`.
"""

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Any, Literal

from cases.domain.vocabulary import (
    NOW,
    PARTS,
    SCHEMA_VERSION,
    Absence,
    ImageLicence,
    SourceKind,
    Speaker,
    Stance,
)

Data = dict[str, object]

SCHEMA_WITHOUT_IMAGES = 1
"""The oldest version of the schema, in which content without images is still written."""

Now = Literal["now"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a case is at home: a name, an ISO 3166 code or `worldwide`, and perhaps coordinates.

    `country` is "" when it was not stated. Latitude and longitude are degrees, both or neither.
    """

    name: str
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A period of a case with one stage and one value model.

    `end` None means *now*. `stage` None means that the hierarchy does not apply, and then
    `no_stage_reason` says why.
    """

    start: int
    end: int | None
    stage: int | None
    model: int
    reason: str = ""
    no_stage_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The text of a case under one heading, or the finding that there is none and why.

    Exactly one of `text` and `absence` is given. A part that nobody wrote is simply not in the
    content; `absence` is never `missing`. `note` belongs to the absence.
    """

    key: str
    text: str = ""
    absence: Absence | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A citation. `key` is unique in the case and is what `[@key]` names.

    `accessed` is an ISO date or "". `year` may be missing or not known.
    """

    key: str
    kind: SourceKind
    title: str
    authors: str = ""
    year: int | Absence = Absence.MISSING
    publisher: str = ""
    url: str = ""
    doi: str = ""
    accessed: str = ""
    speaker: Speaker = Speaker.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the case. `key` is the name under which its file was uploaded.

    `alt` says what is to be seen for whom cannot see it; `caption` may be empty. `licence` None: not said.
    """

    key: str
    alt: str = ""
    caption: str = ""
    author: str = ""
    licence: ImageLicence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """What a case does to one claim, on which wording of it, and on which sources it stands."""

    claim: str
    version: int
    stance: Stance
    note: str
    sources: tuple[str, ...] = ()
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """The author's own stake in a case: none, or which."""

    none: bool
    which: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContent:
    """Everything a case says. One value, one schema."""

    title: str = ""
    summary: str = ""
    language: str = "en"
    organisations: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    sector: str = ""
    tags: tuple[str, ...] = ()
    began: int | Absence = Absence.MISSING
    ended: int | Now | Absence = Absence.MISSING
    stake: Stake | None = None
    phases: tuple[Phase, ...] = ()
    parts: tuple[Part, ...] = ()
    illustrations: tuple[Illustration, ...] = ()
    sources: tuple[Source, ...] = ()
    open_questions: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()

    def part(self, key: str) -> Part | None:
        """The part under this key, or None when it is missing."""
        return next((part for part in self.parts if part.key == key), None)

    @property
    def missing_parts(self) -> frozenset[str]:
        """The keys of the parts that nobody wrote, and of which nobody said why there is no text."""
        return frozenset(PARTS) - {part.key for part in self.parts}

    def illustration(self, claim: str, stance: Stance) -> Illustration | None:
        """The placement on this claim with this stance, or None.

        A case may carry several placements on one claim when its sources disagree, each stance once.
        """
        return next((row for row in self.illustrations if row.claim == claim and row.stance is stance), None)

    def source(self, key: str) -> Source | None:
        """The source under this key, or None."""
        return next((source for source in self.sources if source.key == key), None)

    @property
    def is_going_on(self) -> bool:
        """Whether the case is said to go on to this day."""
        return self.ended == NOW


def to_data(content: CaseContent) -> Data:
    """Return the content as plain data for JSON: dicts, lists, text and numbers.

    Absent years are written as `{"absent": "not_known"}`, so that they can never be mistaken for
    a number or a blank.
    """
    data: Data = {"schema": SCHEMA_VERSION, **_fields_of(content)}
    if not content.images:
        # As version 1 said it, so that what was written before reads, compares and hashes the same.
        data["schema"] = SCHEMA_WITHOUT_IMAGES
        del data["images"]
    data["began"] = _value_or_absence(content.began)
    data["ended"] = _value_or_absence(content.ended)
    plain: Data = json.loads(json.dumps(data, default=_fields_of))
    return plain


def _fields_of(row: Any) -> Data:  # noqa: ANN401 (a content or a row of it)
    """The fields of a row as they are; the rows inside it are left to whoever writes them as JSON."""
    data: Data = {each.name: getattr(row, each.name) for each in fields(row)}
    if isinstance(row, Source):
        data["year"] = _value_or_absence(row.year)
    return data


def content_hash(content: CaseContent) -> str:
    """Return the SHA-256 of the content as JSON, 64 hexadecimal digits.

    A content has one such text: sorted keys, no spaces, real characters.
    """
    return hash_of_data(to_data(content))


def hash_of_data(data: object) -> str:
    """The same of plain data, such as a content that `to_data` made into data."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _value_or_absence(value: int | str) -> object:
    return {"absent": value.value} if isinstance(value, Absence) else value
