"""What pages say of themselves in the words of schema.org: a small block of JSON-LD in the head of the page.

Search engines read a block that stands in the page and follow no link to one. The block is data that no
browser runs. `block_text` writes it so that no text of a person can end it, whatever it says.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from cases.domain.content import Data, Source
from cases.domain.vocabulary import CASEBOOK_AUTHOR, CASEBOOK_EDITOR
from cases.exchange.case_metadata import (
    CONTRIBUTORS,
    PUBLISHER,
    CaseMetadata,
    address_of_image,
)
from cases.exchange.licences import LICENCE_OF_DATA, LICENCE_OF_TEXT

CONTEXT = "https://schema.org"
ORGANISATIONS = frozenset({CONTRIBUTORS, CASEBOOK_AUTHOR, CASEBOOK_EDITOR})
"""Names of authors that are no persons."""

CITATIONS_AT_MOST = 30
"""Of a case with more sources the block names the first: it should stay small beside the page."""

ESCAPED = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})
"""What could end a script element, begin a comment in one, or end a line of one."""


def block_text(data: Data) -> str:
    """The data as JSON that may stand inside a script element as it is."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMetadata:
    """A claim: its code, its newest wording and its language, and the text that it restates."""

    code: str
    statement: str
    language: str
    text_title: str
    text_author: str
    text_url: str


def case_data(case: CaseMetadata, site: str) -> Data:
    """A case as an article that belongs to the data set of the site."""
    address = case.address(site)
    return _without_nothing(
        {
            "@context": CONTEXT,
            "@type": "Article",
            "@id": address,
            "identifier": case.name(site),
            "url": address,
            "headline": case.title,
            "description": case.summary,
            "inLanguage": case.language,
            "datePublished": case.first_published_at.date().isoformat(),
            "dateModified": case.published_at.date().isoformat(),
            "version": case.version,
            "author": [_author(name) for name in case.creators],
            "publisher": _publisher(site),
            "license": LICENCE_OF_TEXT,
            "isAccessibleForFree": True,
            "isPartOf": {"@type": "Dataset", "@id": dataset_of(site)},
            "about": [{"@type": "Organization", "name": name} for name in case.organisations],
            "keywords": list(case.subjects),
            "spatialCoverage": [{"@type": "Place", "name": name} for name in case.places],
            "temporalCoverage": case.years,
            "image": address_of_image(site, case.image) if case.image else "",
            "citation": [_citation(source) for source in case.sources[:CITATIONS_AT_MOST]],
        }
    )


def claim_data(claim: ClaimMetadata, site: str) -> Data:
    """A claim, in our wording, of the text that it restates."""
    address = f"{site}/claims/{claim.code}/"
    return {
        "@context": CONTEXT,
        "@type": "Claim",
        "@id": address,
        "url": address,
        "identifier": claim.code,
        "text": claim.statement,
        "inLanguage": claim.language,
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": claim.text_title,
            "author": {"@type": "Person", "name": claim.text_author},
            "url": claim.text_url,
        },
        "publisher": _publisher(site),
        "license": LICENCE_OF_DATA,
        "isPartOf": {"@type": "Dataset", "@id": dataset_of(site)},
    }


def site_data(site: str, *, title: str, description: str, language: str) -> Data:
    """The site, how it is searched, and the data set that all its cases make together."""
    website: Data = {
        "@type": "WebSite",
        "@id": f"{site}/",
        "url": f"{site}/",
        "name": PUBLISHER,
        "inLanguage": language,
        "publisher": _publisher(site),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{site}/cases/?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    files = (("text/csv", "cases.csv"), ("application/json", "cases.json"))
    dataset: Data = {
        "@type": "Dataset",
        "@id": dataset_of(site),
        "url": f"{site}/cases/",
        "name": title,
        "description": description,
        "license": LICENCE_OF_DATA,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": CONTRIBUTORS, "url": f"{site}/"},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{site}/{name}"}
            for kind, name in files
        ],
    }
    return {"@context": CONTEXT, "@graph": [website, dataset]}


def dataset_of(site: str) -> str:
    """What the data set of all cases is called."""
    return f"{site}/#data"


def _author(name: str) -> Data:
    return {"@type": "Organization" if name in ORGANISATIONS else "Person", "name": name}


def _publisher(site: str) -> Data:
    return {"@type": "Organization", "name": PUBLISHER, "url": f"{site}/"}


def _citation(source: Source) -> Data:
    doi = f"https://doi.org/{source.doi}" if source.doi else ""
    return _without_nothing(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "author": source.authors,
            "datePublished": str(source.year) if isinstance(source.year, int) else "",
            "publisher": source.publisher,
            "url": source.url or doi,
        }
    )


def _without_nothing(data: Data) -> Data:
    return {name: value for name, value in data.items() if not _is_nothing(value)}


def _is_nothing(value: object) -> bool:
    return value == "" or (isinstance(value, Iterable) and not isinstance(value, str) and not value)
