"""What a case says, described: the one content schema of `cases.domain.content`."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from cases.api.schemas.known import Known
from cases.api.schemas.parts import Absent, Taken, with_null
from cases.domain import vocabulary as words

Year = Annotated[int, Field(ge=words.EARLIEST_YEAR, le=words.LATEST_YEAR)]
Line = Annotated[str, Field(max_length=words.NAME_LIMIT)]
MISSING: dict[str, str] = {"absent": "missing"}


class Place(Taken):
    """Where a case is at home."""

    name: Line
    country: Annotated[
        str, Field(description="ISO 3166, two capital letters, or worldwide; may be empty")
    ] = ""
    latitude: Annotated[float | None, Field(ge=-90, le=90, description="Degrees, with longitude or not")] = (
        None
    )
    longitude: Annotated[float | None, Field(ge=-180, le=180)] = None


class Phase(Taken):
    """A period with one stage and one value model. Phases are in order and do not overlap."""

    start: Year
    end: Annotated[Year | None, Field(description="null: it goes on")] = None
    stage: Annotated[
        Literal[1, 2, 3, 4, 5, 6, 7] | None, Field(description="null: the hierarchy does not apply")
    ] = None
    model: Literal[1, 2, 3]
    reason: Annotated[str, Field(max_length=words.REASON_LIMIT)] = ""
    no_stage_reason: Annotated[
        str, Field(max_length=words.REASON_LIMIT, description="Why the hierarchy does not apply")
    ] = ""


class Part(Taken):
    """The text of a case under one heading in Markdown, or why there is none."""

    key: Annotated[str, Known(words.PARTS)]
    text: Annotated[str, Field(max_length=words.PART_LIMIT, description="[@key] cites a source")] = ""
    absence: Annotated[
        Literal["not_known", "does_not_apply", "not_found"] | None, Field(description="Instead of a text")
    ] = None
    note: Annotated[str, Field(max_length=words.NOTE_LIMIT, description="On the absence")] = ""


class Illustration(Taken):
    """A placement: what the case does to one claim."""

    claim: Annotated[str, Field(examples=["3f"], max_length=10)]
    version: Annotated[int, Field(ge=1, le=10_000, description="The wording that you have in view")]
    stance: Annotated[str, Known(words.Stance)]
    note: Annotated[str, Field(max_length=words.NOTE_LIMIT, description="What in the case shows it")]
    sources: Annotated[list[str], Field(description="Keys of sources of this case")] = []
    quote: Annotated[str, Field(max_length=words.QUOTE_LIMIT)] = ""


class Source(Taken):
    """A citation. Its key is what texts and placements name."""

    key: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9_-]{0,39}$", examples=["baig2015"])]
    kind: Annotated[str, Known(words.SourceKind)]
    title: Annotated[str, Field(max_length=500)]
    authors: Annotated[str, Field(max_length=500)] = ""
    year: Year | Absent = Absent(absent="missing")
    publisher: Line = ""
    url: Annotated[str, Field(max_length=words.URL_LIMIT)] = ""
    doi: Line = ""
    accessed: Annotated[str, Field(max_length=10, description="A date such as 2026-11-23, or empty")] = ""
    speaker: Annotated[Annotated[str, Known(words.Speaker)], Field(description="Who speaks in it")]


class Image(Taken):
    """A picture that was uploaded on the site."""

    key: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    alt: Annotated[str, Field(max_length=words.ALT_LIMIT)]
    caption: Annotated[str, Field(max_length=words.SUMMARY_LIMIT)] = ""
    author: Line
    licence: Annotated[str, Known(words.ImageLicence)]


class Stake(Taken):
    """The author's own stake in the case: none, or which."""

    none: bool
    which: Annotated[str, Field(max_length=words.STAKE_LIMIT)] = ""


EXAMPLE: dict[str, Any] = {
    "title": "The tool library of Sampletown",
    "summary": "Neighbours lend each other tools, and mend them together once a month.",
    "language": "en",
    "places": [{"name": "Sampletown", "country": "NL"}],
    "sector": "social",
    "tags": ["tools"],
    "began": 2012,
    "ended": "now",
    "stake": {"none": True},
    "phases": [
        {"start": 2012, "end": None, "stage": 5, "model": 3, "reason": "Those who lend decide themselves."}
    ],
    "parts": [{"key": "in-short", "text": "Neighbours lend each other tools [@notes2015]."}],
    "illustrations": [
        {
            "claim": "3f",
            "version": 1,
            "stance": "partly",
            "note": "Who mends decides what is mended; the hall belongs to the town.",
            "sources": ["notes2015"],
        }
    ],
    "sources": [
        {
            "key": "notes2015",
            "kind": "observation",
            "title": "Notes of three open evenings",
            "year": 2015,
            "speaker": "contributor",
        }
    ],
    "open_questions": ["Who pays for spare parts?"],
}
"""A case that may be sent as it is; the guide and the tests use it."""


class NewContent(Taken):
    """Everything that a case says. What is left out stays open: partial is normal."""

    example = EXAMPLE

    schema_: Annotated[
        int, Field(alias="schema", ge=1, le=words.SCHEMA_VERSION, description="The version of this schema")
    ] = words.SCHEMA_VERSION
    title: Annotated[str, Field(min_length=1, max_length=words.TITLE_LIMIT)]
    summary: Annotated[
        str, Field(min_length=1, max_length=words.SUMMARY_LIMIT, description="In one sentence")
    ]
    language: Annotated[str, Known(words.LANGUAGE_LABELS)] = "en"
    organisations: list[Line] = []
    places: list[Place] = []
    sector: Annotated[str, Known(["", *words.SECTOR_LABELS])] = ""
    tags: Annotated[
        list[Annotated[str, Field(max_length=words.TAG_LIMIT)]], Field(max_length=words.TAGS_AT_MOST)
    ] = []
    began: Annotated[Year | Absent, Field(description="A year, or why there is none")] = Absent(
        absent="missing"
    )
    ended: Annotated[
        Year | Literal["now"] | Absent, Field(description="A year, now, or why there is none")
    ] = Absent(absent="missing")
    stake: Annotated[Stake | None, Field(description="Needed when the case is sent")] = None
    phases: list[Phase] = []
    parts: list[Part] = []
    illustrations: Annotated[list[Illustration], Field(description="The placements on claims")] = []
    sources: list[Source] = []
    open_questions: list[Annotated[str, Field(max_length=words.QUESTION_LIMIT)]] = []
    images: Annotated[list[Image], Field(max_length=words.IMAGES_AT_MOST)] = []


def _given(schema: dict[str, Any]) -> None:
    with_null(schema)
    schema.pop("required", None)


class Content(NewContent):
    """Everything that a case says, as it was accepted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_given)
    can_be_selected = True
