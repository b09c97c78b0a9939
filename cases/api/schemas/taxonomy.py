"""Stages, value models, aspects, claims and the reasons of reviewers, described."""

from typing import Annotated

from pydantic import Field

from cases.api.schemas.cases import CaseRecord
from cases.api.schemas.known import Known
from cases.api.schemas.parts import Address, Described, Moment, Next, Selected
from cases.queries.overview import STATES


class StageRecord(Selected):
    """One of the seven stages of engagement."""

    number: int
    code: str
    name: str
    formula: str
    summary: str


class StageList(Described):
    """The seven stages, in their order."""

    items: list[StageRecord]
    next: Next


class ModelRecord(Selected):
    """One of the three value models."""

    number: int
    code: str
    name: str
    short: str
    summary: str


class ModelList(Described):
    """The three value models."""

    items: list[ModelRecord]
    next: Next


class AspectRecord(Selected):
    """One of the ten questions by which the models compare."""

    number: int
    code: str
    name: str
    question: str


class AspectList(Described):
    """The ten aspects."""

    items: list[AspectRecord]
    next: Next


class ClaimRecord(Selected):
    """One claim, how many published cases take each stance on it, and its state."""

    code: Annotated[str, Field(examples=["3f"])]
    model: int
    aspect: str
    ref: Annotated[str, Field(description="The numbered point of the text that it restates")]
    statement: str
    version: Annotated[int, Field(description="The number of its newest wording")]
    is_withdrawn: bool
    state: Annotated[str, Known(STATES)]
    supports: int
    partly: int
    contradicts: int
    not_found: int
    address: Address


class ClaimList(Described):
    """All claims in the order of the text."""

    items: list[ClaimRecord]
    next: Next


class WordingRecord(Described):
    """One wording of a claim."""

    number: int
    statement: str
    kind: str
    note: str
    at: Moment


class WholeClaim(ClaimRecord):
    """A claim with all of its wordings."""

    versions: list[WordingRecord]


class SearchResult(Described):
    """The claims and a page of the cases in which all words stand."""

    claims: list[ClaimRecord]
    found: int
    in_all: int
    items: list[CaseRecord]
    next: Next


class ReasonRecord(Selected):
    """A reason that a reviewer can give, with its guidance."""

    code: str
    name: str
    guidance: str


class ReasonList(Described):
    """The reasons that can be given now."""

    items: list[ReasonRecord]
    next: Next
