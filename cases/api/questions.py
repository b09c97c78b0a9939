"""What addresses may ask: the parameters of lists, with the words that each may have."""

from typing import Annotated

from pydantic import BaseModel, Field

from cases.api.cursors import LONGEST, SHAPE
from cases.api.schemas.known import Known
from cases.domain.countries import COUNTRY_CODES
from cases.domain.facts import INDEPENDENT_SPEAKER, OFF_THE_MATRIX
from cases.domain.gap_order import GapList
from cases.domain.vocabulary import (
    LANGUAGE_LABELS,
    MODELS,
    SECTOR_LABELS,
    STAGES,
    WORLDWIDE,
    SourceKind,
    Speaker,
    Stance,
)
from cases.domain.workflow import State
from cases.queries.browse import Sort
from cases.queries.overview import STATES
from cases.queries.tag_synonyms import addresses_now

VALUES_AT_MOST = 20

Model = Annotated[str, Known(MODELS)]
StageOrNone = Annotated[str, Known([OFF_THE_MATRIX, *STAGES])]
StanceWord = Annotated[str, Known(Stance)]
Country = Annotated[str, Known([*sorted(COUNTRY_CODES), WORLDWIDE])]
Decade = Annotated[str, Field(pattern="^[12][0-9]{2}0$", examples=["1990"])]
Sector = Annotated[str, Known(SECTOR_LABELS)]
Language = Annotated[str, Known(LANGUAGE_LABELS)]
Text = Annotated[str, Field(min_length=1, max_length=100, pattern="^[^\\x00]*$")]
Words = Annotated[str, Field(max_length=200, pattern="^[^\\x00]*$")]
Cell = Annotated[str, Field(pattern="^[0-7]-[1-3]$", examples=["6-3"])]


class Selects(BaseModel):
    """Choosing fields."""

    fields: Annotated[str, Field(description="Only these fields, comma-separated; all without it")] = ""


class Paged(BaseModel):
    """A list that comes in pages."""

    cursor: Annotated[
        str | None,
        Field(
            pattern=SHAPE,
            max_length=LONGEST,
            description="Where the page begins: taken from “next”, as it is",
        ),
    ] = None


class PagedAndSelects(Paged, Selects):
    """A list of which fields can be chosen."""


class CasesAsked(PagedAndSelects):
    """The filters of the list of cases: values of one are joined with *or*, filters with *and*."""

    q: Annotated[Words, Field(description="Words as on the page Cases: OR, -word, “a phrase”, begin*")] = ""
    model: Annotated[
        list[Model], Field(max_length=VALUES_AT_MOST, description="Value models of any phase")
    ] = []
    stage: Annotated[
        list[StageOrNone], Field(max_length=VALUES_AT_MOST, description="Stages of any phase")
    ] = []
    stance: Annotated[list[StanceWord], Field(max_length=VALUES_AT_MOST)] = []
    country: Annotated[
        list[Country], Field(max_length=VALUES_AT_MOST, description="ISO 3166, or worldwide")
    ] = []
    decade: Annotated[list[Decade], Field(max_length=VALUES_AT_MOST, description="In which it began")] = []
    sector: Annotated[list[Sector], Field(max_length=VALUES_AT_MOST)] = []
    tag: Annotated[list[Text], Field(max_length=VALUES_AT_MOST, description="Addresses of tags")] = []
    sort: Annotated[str, Known(Sort), Field(description="By title, or first published last")] = "title"

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The filters with their values, each once; tags by the address that they have now."""
        names = ("model", "stage", "stance", "country", "decade", "sector")
        values = {name: tuple(dict.fromkeys(getattr(self, name))) for name in names}
        return values | {"tag": addresses_now(tuple(dict.fromkeys(self.tag)))}


class Filtered(BaseModel):
    """The filters of the comparison pages, one value each."""

    country: Country | None = None
    decade: Decade | None = None
    sector: Sector | None = None
    tag: Text | None = None
    lang: Annotated[Language | None, Field(description="In which the case is written")] = None
    stance: StanceWord | None = None
    speaker: Annotated[
        Annotated[str, Known([INDEPENDENT_SPEAKER])] | None,
        Field(description="Only placements that stand on an independent source"),
    ] = None

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are on; a tag by the address that it has now."""
        names = ("country", "decade", "sector", "lang", "stance", "speaker")
        values = {name: str(value) for name in names if (value := getattr(self, name))}
        return values | ({"tag": addresses_now([self.tag])[0]} if self.tag else {})


class PatchworkAsked(Filtered):
    """Which claims of the patchwork, and which cases count."""

    state: Annotated[str, Known(STATES)] | None = None
    model: Model | None = None


class MatrixAsked(Filtered):
    """Which cases count on the matrix, and as of which year."""

    at: Annotated[
        int | None, Field(ge=1000, le=2100, description="As of this year; a later one is as today")
    ] = None


class MovesAsked(Filtered, Paged):
    """Which moves: from one cell, to one cell, of which cases."""

    left: Annotated[Cell | None, Field(alias="from", description="Stage and model; 0-2: no stage")] = None
    entered: Annotated[Cell | None, Field(alias="to")] = None


class GapsAsked(Paged):
    """Which gaps."""

    kind: Annotated[str, Known(GapList)] | None = None


class PlacementsAsked(PagedAndSelects):
    """Which placements."""

    claim: Annotated[Text | None, Field(examples=["3f"])] = None
    stance: StanceWord | None = None
    case: Annotated[Text | None, Field(description="The slug of a case")] = None


class SourcesAsked(PagedAndSelects):
    """Which sources."""

    case: Annotated[Text | None, Field(description="The slug of a case")] = None
    kind: Annotated[str, Known(SourceKind)] | None = None
    speaker: Annotated[str, Known(Speaker)] | None = None


class SearchAsked(PagedAndSelects):
    """Words that all stand in a case or a claim."""

    q: Annotated[str, Field(min_length=1, max_length=200, pattern="^[^\\x00]*$")]


class RevisionsAsked(Paged):
    """Which own revisions."""

    state: Annotated[str, Known(state for state in State if state is not State.DRAFT)] | None = None
