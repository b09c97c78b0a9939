"""The places of cases as GeoJSON (RFC 7946): one feature for each place that gives its coordinates."""

from collections.abc import Iterator

from cases.domain.content import Data
from cases.exchange.published import PublishedCase


def features_of(case: PublishedCase, site: str) -> Iterator[Data]:
    """The features of one case; `site` is the address of the site, without a slash at its end."""
    content = case.content
    for place in content.places:
        if place.latitude is None or place.longitude is None:
            continue
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
            "properties": {
                "case": case.slug,
                "address": f"{site}/cases/{case.slug}/",
                "title": content.title,
                "summary": content.summary,
                "place": place.name,
                "country": place.country,
                "began": content.began if isinstance(content.began, int) else None,
                "stage": content.phases[-1].stage if content.phases else None,
                "model": content.phases[-1].model if content.phases else None,
                "version": case.version,
            },
        }
