"""What the site says of a case to programs that do not read its page: search engines, harvesters, Zotero.

One value, from which JSON-LD (`structured`), the tags of a page's head (`head_tags`) and Dublin Core
(`dublin_core`) are written, so that they all say the same.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from cases.domain.content import Source
from cases.domain.identifiers import name_of_case

PUBLISHER = "Patchwork"
CONTRIBUTORS = "Patchwork contributors"
"""Who wrote a case of which no author has a name any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageMetadata:
    """The first image of a case: the key of its file, what is to be seen on it, and its size in pixels."""

    key: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMetadata:
    """A published case. `record` is its number, `slug` its address, `version` the number of its version.

    `authors` are the public names of those who wrote it, who wrote first stands first. `places` and
    `sector` are in words. Years are None where none is known. `sets` are those of `cases.exchange.oai`.
    """

    record: int
    slug: str
    title: str
    summary: str
    language: str
    version: int
    first_published_at: datetime
    published_at: datetime
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sector: str = ""
    began: int | None = None
    ended: int | None = None
    is_going_on: bool = False
    sources: tuple[Source, ...] = ()
    image: ImageMetadata | None = None
    sets: tuple[str, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        """What the case is about, in words: its tags and its sector."""
        return (*self.tags, self.sector) if self.sector else self.tags

    @property
    def creators(self) -> tuple[str, ...]:
        """Who wrote it, never nobody."""
        return self.authors or (CONTRIBUTORS,)

    @property
    def years(self) -> str:
        """The years of the case as an interval of ISO 8601, such as `2004/2012` or `2004/..`; "" for none."""
        if self.began is None:
            return ""
        end = ".." if self.is_going_on else str(self.ended or "")
        return f"{self.began}/{end}" if end else str(self.began)

    def name(self, site: str) -> str:
        """The name of the case, which stays when it gets another address."""
        return name_of_case(site, self.record)

    def address(self, site: str) -> str:
        """The whole address of its page; `site` has no slash at its end."""
        return f"{site}/cases/{quote(self.slug)}/"


def address_of_image(site: str, image: ImageMetadata) -> str:
    """The whole address of an image."""
    return f"{site}/images/{image.key}.webp"
