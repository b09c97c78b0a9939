"""Cases as schema.org, and the two texts as SKOS, in JSON-LD with an inline context: nothing is fetched.

What schema.org has no word for, the stance on a claim and the stage and model of a phase, stands under
names of our own: those of the page of the data.
"""

from collections.abc import Iterable

from cases.domain.content import CaseContent, Data, Place, Source
from cases.domain.vocabulary import ImageLicence, SourceKind, Stance
from cases.exchange.data_package import CC_BY_SA
from cases.exchange.published import PublishedCase
from cases.exchange.taxonomy import ClaimRecord, TaxonomyRecord

TYPES = {
    SourceKind.PAPER: "ScholarlyArticle",
    SourceKind.REPORT: "Report",
    SourceKind.BOOK: "Book",
    SourceKind.NEWS: "NewsArticle",
    SourceKind.WEB: "WebPage",
    SourceKind.PRIMARY: "Legislation",
}
STANCES = {
    Stance.SUPPORTS: "pw:supports",
    Stance.PARTLY: "pw:partlySupports",
    Stance.CONTRADICTS: "pw:contradicts",
    Stance.NOT_FOUND: "pw:saysNothingOf",
}
IMAGE_LICENCES = {
    ImageLicence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    ImageLicence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    ImageLicence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    ImageLicence.PUBLIC_DOMAIN: "https://creativecommons.org/publicdomain/mark/1.0/",
}


def case_context(site: str) -> Data:
    """The context of cases; `site` is the address of the site, without a slash at its end."""
    return {"@vocab": "https://schema.org/", "pw": f"{site}/data/#"}


def case_document(case: PublishedCase, site: str) -> Data:
    """A case as a document of its own; the head of its page says less (`cases.exchange.structured`)."""
    return {"@context": case_context(site), **case_node(case, site)}


def case_node(case: PublishedCase, site: str) -> Data:
    """A case as a node of a graph under `case_context`; nothing in it is empty."""
    content, address = case.content, f"{site}/cases/{case.slug}/"
    node: Data = {
        "@id": address,
        "@type": "Article",
        "name": content.title,
        "headline": content.title,
        "url": address,
        "abstract": content.summary,
        "inLanguage": content.language,
        "version": str(case.version),
        "datePublished": case.first_published_at.date().isoformat(),
        "dateModified": case.published_at.date().isoformat(),
        "license": CC_BY_SA["path"],
        "author": {"@type": "Organization", "name": "Patchwork contributors", "url": f"{address}history/"},
        "publisher": {"@type": "Organization", "name": "Patchwork", "url": f"{site}/"},
        "isPartOf": {"@id": f"{site}/data/"},
        "keywords": list(content.tags),
        "genre": "case study",
        "temporalCoverage": _period(content),
        "spatialCoverage": [_place(place) for place in content.places],
        "about": [{"@type": "Organization", "name": name} for name in content.organisations],
        "citation": [_citation(source) for source in content.sources],
        "image": [
            {
                "@type": "ImageObject",
                "contentUrl": f"{site}/images/{image.key}.webp",
                "name": image.alt,
                "caption": image.caption,
                "creditText": image.author,
                "license": IMAGE_LICENCES[image.licence] if image.licence else "",
            }
            for image in content.images
        ],
        **_placements(content, site),
        "pw:phase": [
            {
                "pw:from": str(phase.start),
                "pw:until": "" if phase.end is None else str(phase.end),
                "pw:stage": {"@id": stage_id(phase.stage, site)} if phase.stage else {},
                "pw:model": {"@id": model_id(phase.model, site)},
            }
            for phase in content.phases
        ],
    }
    return _said(node)


def stage_id(number: int, site: str) -> str:
    """The identifier of a stage."""
    return f"{site}/texts/hierarchy/#stage-{number}"


def model_id(number: int, site: str) -> str:
    """The identifier of a value model."""
    return f"{site}/texts/models/#model-{number}"


def claim_id(code: str, site: str) -> str:
    """The identifier of a claim: the address of its page."""
    return f"{site}/claims/{code}/"


def _period(content: CaseContent) -> str:
    """The years of a case as ISO 8601: `2004/2010`, `2004/..` while it goes on."""
    if not isinstance(content.began, int):
        return ""
    if content.is_going_on:
        return f"{content.began}/.."
    return f"{content.began}/{content.ended}" if isinstance(content.ended, int) else f"{content.began}"


def _place(place: Place) -> Data:
    coordinates = (
        {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
        if place.latitude is not None
        else {}
    )
    address = {"@type": "PostalAddress", "addressCountry": place.country}
    is_country = len(place.country) == 2
    return {
        "@type": "Place",
        "name": place.name or place.country,
        "address": address if is_country else {},
        "geo": coordinates,
    }


def _citation(source: Source) -> Data:
    return {
        "@type": TYPES.get(source.kind, "CreativeWork"),
        "name": source.title,
        "author": {"@type": "Person", "name": source.authors} if source.authors else {},
        "datePublished": str(source.year) if isinstance(source.year, int) else "",
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else {},
        "url": source.url,
        "sameAs": f"https://doi.org/{source.doi}" if source.doi else "",
    }


def _placements(content: CaseContent, site: str) -> Data:
    placed: dict[str, list[Data]] = {}
    for row in content.illustrations:
        placed.setdefault(STANCES[row.stance], []).append({"@id": claim_id(row.claim, site)})
    return dict(placed)


def _said(value: Data) -> Data:
    """The value without what says nothing."""
    kept = {name: _said_value(each) for name, each in value.items()}
    return {name: each for name, each in kept.items() if each not in ("", [], {}, None)}


def _said_value(value: object) -> object:
    if isinstance(value, dict):
        return _said(value)
    return [_said_value(each) for each in value] if isinstance(value, list) else value


# --- the two texts --------------------------------------------------------------------------------


def taxonomy_document(taxonomy: TaxonomyRecord, site: str) -> Data:
    """Stages, models, aspects and claims as four concept schemes."""
    schemes = {
        "stages": "The hierarchy of engagement: seven stages",
        "models": "Three value models",
        "aspects": "Ten aspects by which the models compare",
        "claims": "Claims on the three models",
    }
    graph = [
        *(
            {
                "@id": _scheme(name, site),
                "@type": "ConceptScheme",
                "prefLabel": _english(title),
                "license": CC_BY_SA["path"],
            }
            for name, title in schemes.items()
        ),
        *(
            _concept("stages", stage_id(row.number, site), str(row.number), row.name, row.summary, site)
            for row in taxonomy.stages
        ),
        *(
            _concept("models", model_id(row.number, site), str(row.number), row.name, row.summary, site)
            | {"altLabel": _english(row.short)}
            for row in taxonomy.models
        ),
        *(
            _concept("aspects", _aspect_id(row.code, site), str(row.number), row.name, row.question, site)
            for row in taxonomy.aspects
        ),
        *(_claim(claim, taxonomy, site) for claim in taxonomy.claims),
    ]
    return {
        "@context": {
            "@vocab": "http://www.w3.org/2004/02/skos/core#",
            "pw": f"{site}/data/#",
            "owl": "http://www.w3.org/2002/07/owl#",
            "license": {"@id": "http://purl.org/dc/terms/license", "@type": "@id"},
        },
        "@graph": graph,
    }


def _claim(claim: ClaimRecord, taxonomy: TaxonomyRecord, site: str) -> Data:
    aspect = next(row.code for row in taxonomy.aspects if row.number == claim.aspect)
    statement = claim.statement
    concept = _concept("claims", claim_id(claim.code, site), claim.code, statement, statement, site)
    concept["relatedMatch"] = [{"@id": model_id(claim.model, site)}, {"@id": _aspect_id(aspect, site)}]
    concept["historyNote"] = [
        _english(f"Wording {row.number} ({row.kind}): {row.statement}") for row in claim.wordings[:-1]
    ]
    concept["changeNote"] = [_english(row.note) for row in claim.wordings if row.note]
    concept["editorialNote"] = _english(f"Restates {claim.ref}. Wording {claim.wording}.")
    if claim.is_withdrawn:
        concept["owl:deprecated"] = True
    return _said(concept)


def _concept(scheme: str, identifier: str, notation: str, label: str, definition: str, site: str) -> Data:
    return {
        "@id": identifier,
        "@type": "Concept",
        "inScheme": {"@id": _scheme(scheme, site)},
        "topConceptOf": {"@id": _scheme(scheme, site)},
        "notation": notation,
        "prefLabel": _english(label),
        "definition": _english(definition),
    }


def _scheme(name: str, site: str) -> str:
    return f"{site}/data/#{name}"


def _aspect_id(code: str, site: str) -> str:
    return f"{site}/data/#aspect-{code}"


def _english(text: str) -> Data:
    return {"@value": text, "@language": "en"}


def dataset_node(site: str, title: str, *, about: str, data_of: str | None, files: Iterable[str]) -> Data:
    """The data as a whole, which every case is part of; `files` are whole addresses."""
    return _said(
        {
            "@id": f"{site}/data/",
            "@type": "Dataset",
            "name": title,
            "description": about,
            "url": f"{site}/data/",
            "license": CC_BY_SA["path"],
            "dateModified": data_of or "",
            "creator": {"@type": "Organization", "name": "Patchwork contributors", "url": f"{site}/"},
            "distribution": [{"@type": "DataDownload", "contentUrl": address} for address in files],
        }
    )
