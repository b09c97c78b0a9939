"""Patchwork, matrix, moves and gaps, described: the same shapes as the JSON files of their pages."""

from typing import Annotated

from pydantic import Field

from cases.api.schemas.parts import Address, Described, Next


class Imprint(Described):
    """What data says of itself."""

    title: str
    address: Annotated[Address, Field(description="The page with the same filters")]
    licence: Address
    data_of: Annotated[str | None, Field(description="The day of the last publication")]
    filters: dict[str, str]


class ClaimNumbers(Described):
    """How many cases take each stance on a claim under the filters."""

    claim: str
    model: int
    model_name: str
    aspect: str
    aspect_name: str
    statement: str
    wording: int
    state: str
    supports: int
    partly: int
    contradicts: int
    not_found: int
    cases_in_all: int
    independent_supports: int
    independent_partly: int
    independent_contradicts: int


class Patchwork(Imprint):
    """The claims with the numbers of their cases."""

    state: str | None
    model: int | None
    cases_in_all: int
    cases_found: int
    claims: list[ClaimNumbers]


class CellNumbers(Described):
    """How many cases stand or stood in a cell."""

    stage: int
    stage_name: str
    model: int
    model_name: str
    cases: int
    cases_in_all: int


class Matrix(Imprint):
    """Seven stages by three models."""

    as_of: int | None
    cases_in_all: int
    cases_found: int
    cases_on_the_map: int
    cases_not_on_the_map: int
    cases_not_begun_or_ended: int
    cells: list[CellNumbers]


class Cell(Described):
    """A cell; without a stage the hierarchy does not apply."""

    stage: int | None
    stage_name: str | None
    model: int
    model_name: str


class MoveNumbers(Described):
    """How many cases moved from one cell to another."""

    left: Annotated[Cell, Field(alias="from")]
    entered: Annotated[Cell, Field(alias="to")]
    cases: int


class CitedShort(Described):
    """A source by its title and address."""

    title: str
    url: str


class MoveMade(Described):
    """One move of one case."""

    case: str
    title: str
    language: str
    year: int
    left: Annotated[str, Field(alias="from")]
    entered: Annotated[str, Field(alias="to")]
    reason: str
    sources: list[CitedShort]


class Moves(Imprint):
    """How many cases made each move, and a page of the moves one by one, by the title of their case."""

    cases_in_all: int
    cases_found: int
    cases_moved: int
    cases_shown: int
    moves: list[MoveNumbers]
    items: list[MoveMade]
    next: Next


class GapRecord(Described):
    """One gap."""

    gap: Annotated[str, Field(examples=["claim-3f"])]
    kind: str
    title: str
    missing: str
    wanted: str
    open_calls: int
    looking: int
    searched: int
    open_since: str
    supports: int | None


class GapList(Described):
    """A page of gaps, most wanted first; `counts` says how many there are of each kind."""

    counts: dict[str, int]
    items: list[GapRecord]
    next: Next


class WholeGap(Described):
    """One gap: where it stands and since when."""

    gap: str
    state: str
    title: str
    missing: str
    since: str
    wanted: str
    open_calls: list[str]
    looking: int
    address: Address
