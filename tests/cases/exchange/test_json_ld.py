"""Cases and texts as JSON-LD."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings

from cases.domain.content import CaseContent, content_hash
from cases.exchange.geo_json import features_of
from cases.exchange.json_ld import case_document
from cases.exchange.published import PublishedCase
from tests.strategies import contents
from tests.world import content

SITE = "https://patchwork.example"
AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def published(what: CaseContent) -> PublishedCase:
    return PublishedCase(
        slug="guifi-net",
        version=2,
        content_hash=content_hash(what),
        first_published_at=AT,
        published_at=AT,
        content=what,
    )


def said(what: CaseContent) -> dict[str, Any]:
    return case_document(published(what), SITE)


def test_a_case_is_an_article_about_its_organisations() -> None:
    document = said(content())
    assert document["@type"] == "Article"
    assert document["@id"] == "https://patchwork.example/cases/guifi-net/"
    assert document["about"] == [{"@type": "Organization", "name": "Fundació guifi.net"}]
    assert document["temporalCoverage"] == "2004/.."
    assert document["citation"][0]["@type"] == "ScholarlyArticle"


def test_what_it_does_to_claims_and_where_it_stands_have_names_of_ours() -> None:
    document = said(content())
    assert document["pw:supports"] == [{"@id": "https://patchwork.example/claims/3c/"}]
    assert document["pw:phase"][0] == {
        "pw:from": "2004",
        "pw:until": "2008",
        "pw:stage": {"@id": "https://patchwork.example/texts/hierarchy/#stage-6"},
        "pw:model": {"@id": "https://patchwork.example/texts/models/#model-3"},
    }


@given(contents())
@settings(max_examples=25)
def test_nothing_empty_is_said_of_any_case_and_nothing_is_fetched(what: CaseContent) -> None:
    written = json.dumps(said(what))
    assert not [empty for empty in (': ""', ": []", ": {}", ": null") if empty in written]
    assert isinstance(said(what)["@context"], dict)


@given(contents())
@settings(max_examples=25)
def test_every_place_with_coordinates_is_a_feature(what: CaseContent) -> None:
    features = list(features_of(published(what), SITE))
    placed = [place for place in what.places if place.latitude is not None]
    assert [each["geometry"]["coordinates"] for each in features] == [  # type: ignore[index]
        [place.longitude, place.latitude] for place in placed
    ]
