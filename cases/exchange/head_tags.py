"""The tags in the head of a page: for links that people share (Open Graph), and for reference managers.

Zotero reads what its translator *Embedded Metadata* looks for: tags of Highwire Press and Dublin Core.
`DC.type` says what Zotero should take a case for; without it, it would be an article of a journal.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.exchange.case_metadata import PUBLISHER, CaseMetadata, address_of_image
from cases.exchange.dublin_core import dublin_core

LOCALES = {
    "ar": "ar_AR", "ca": "ca_ES", "de": "de_DE", "el": "el_GR", "en": "en_GB", "es": "es_ES",
    "eu": "eu_ES", "fa": "fa_IR", "fi": "fi_FI", "fr": "fr_FR", "gl": "gl_ES", "he": "he_IL",
    "hi": "hi_IN", "id": "id_ID", "it": "it_IT", "ja": "ja_JP", "ko": "ko_KR", "ml": "ml_IN",
    "nl": "nl_NL", "pl": "pl_PL", "pt": "pt_PT", "ru": "ru_RU", "sv": "sv_SE", "sw": "sw_KE",
    "tr": "tr_TR", "uk": "uk_UA", "zh": "zh_CN",
}  # fmt: skip
"""Languages as Open Graph names them, with the territory in which most people read them."""

OF_DUBLIN_CORE = frozenset(
    {"title", "creator", "subject", "date", "publisher", "identifier", "language", "rights"}
)
ITEM_OF_ZOTERO = "webpage"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the head: the attribute that names it (`name` or `property`), its name, and what it says."""

    attribute: str
    name: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What is shown where somebody shares the address of a page. Addresses are whole."""

    kind: str
    title: str
    description: str
    url: str
    language: str
    image: str
    image_alt: str


def share_tags(shared: Shared) -> tuple[Tag, ...]:
    """The tags of Open Graph, and the one that Twitter needs besides them."""
    return (
        Tag("name", "description", shared.description),
        Tag("property", "og:site_name", PUBLISHER),
        Tag("property", "og:type", shared.kind),
        Tag("property", "og:title", shared.title),
        Tag("property", "og:description", shared.description),
        Tag("property", "og:url", shared.url),
        Tag("property", "og:locale", LOCALES.get(shared.language, LOCALES["en"])),
        Tag("property", "og:image", shared.image),
        Tag("property", "og:image:alt", shared.image_alt),
        Tag("name", "twitter:card", "summary_large_image"),
    )


def shared_case(case: CaseMetadata, site: str, *, image: str, image_alt: str) -> Shared:
    """What is shown of a case: its own first image, or the one given."""
    own = case.image
    return Shared(
        kind="article",
        title=case.title,
        description=case.summary,
        url=case.address(site),
        language=case.language,
        image=address_of_image(site, own) if own else image,
        image_alt=own.alt if own else image_alt,
    )


def citation_tags(case: CaseMetadata, site: str) -> tuple[Tag, ...]:
    """The tags of Highwire Press and of Dublin Core."""
    return tuple(Tag("name", name, content) for name, content in _citation(case, site))


def _citation(case: CaseMetadata, site: str) -> Iterator[tuple[str, str]]:
    address = case.address(site)
    yield "citation_title", case.title
    yield from (("citation_author", name) for name in case.creators)
    yield "citation_publication_date", case.published_at.strftime("%Y/%m/%d")
    yield "citation_publisher", PUBLISHER
    yield "citation_language", case.language
    yield "citation_public_url", address
    yield "citation_abstract_html_url", address
    yield "DC.type", ITEM_OF_ZOTERO
    yield from ((f"DC.{name}", value) for name, value in dublin_core(case, site) if name in OF_DUBLIN_CORE)
