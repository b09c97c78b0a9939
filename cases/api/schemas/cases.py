"""Cases, versions, placements, sources, tags and changes, described."""

from typing import Annotated

from pydantic import Field

from cases.api.schemas.content import Content, Source
from cases.api.schemas.known import Known
from cases.api.schemas.parts import Address, Described, Hash, Moment, Next, Selected
from cases.domain.vocabulary import Stance

Slug = Annotated[str, Field(examples=["guifi-net"], description="The address of the case among cases")]


class CaseRecord(Selected):
    """A published case as the public reads it now."""

    slug: Slug
    address: Annotated[Address, Field(description="Its page")]
    version: Annotated[int, Field(ge=1, description="The number of its version")]
    content_hash: Hash
    first_published_at: Moment
    published_at: Moment
    content: Content


class CaseList(Described):
    """A page of cases. `found` of `in_all` published ones fit the filters."""

    found: int
    in_all: int
    items: list[CaseRecord]
    next: Next


class VersionRecord(Selected):
    """A published version of a case. The content stands in the single version, not in the list."""

    case: Slug
    number: Annotated[int, Field(ge=1)]
    content_hash: Hash
    note: str
    author: Annotated[str, Field(description="The name of who wrote it")]
    reviewer: Annotated[str, Field(description="The name of who accepted it")]
    published_at: Moment
    address: Address


class WholeVersion(VersionRecord):
    """A published version with what it says."""

    content: Content


class VersionList(Described):
    """A page of the versions of a case, newest first."""

    items: list[VersionRecord]
    next: Next


class PlacementRecord(Selected):
    """What a published case does to a claim."""

    case: Slug
    title: str
    claim: Annotated[str, Field(examples=["3f"])]
    version: Annotated[int, Field(description="The wording that its author had in view")]
    stance: Annotated[str, Known(Stance)]
    note: str
    quote: str
    sources: Annotated[list[str], Field(description="Keys of sources of the case")]


class PlacementList(Described):
    """A page of placements, by case."""

    items: list[PlacementRecord]
    next: Next


class SourceRecord(Selected):
    """A source of a published case."""

    case: Slug
    number: Annotated[int, Field(description="What readers of the case see")]
    source: Source


class SourceList(Described):
    """A page of sources, by case."""

    items: list[SourceRecord]
    next: Next


class TagRecord(Selected):
    """A tag that some published case has."""

    slug: str
    name: str
    cases: int


class TagList(Described):
    """A page of tags, by address."""

    items: list[TagRecord]
    next: Next


class WholeTag(TagRecord):
    """A tag with what stands for it, and the tags that most often stand beside it."""

    synonyms: list[str]
    related: list[TagRecord]


class ChangeRecord(Selected):
    """An accepted change: a version of a case."""

    case: Slug
    title: str
    version: int
    content_hash: Hash
    note: str
    author: str
    published_at: Moment
    address: Address


class ChangeList(Described):
    """A page of accepted changes, oldest first. `resume` is the cursor to ask with later for what is new."""

    items: list[ChangeRecord]
    next: Next
    resume: Annotated[
        str | None, Field(description="null: nothing was ever accepted; begin without a cursor")
    ]
