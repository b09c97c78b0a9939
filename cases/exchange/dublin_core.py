"""A case in the fifteen elements of Dublin Core, as harvesters and reference managers take it."""

from cases.domain.content import Source
from cases.exchange.case_metadata import PUBLISHER, CaseMetadata
from cases.exchange.licences import LICENCE_OF_TEXT

Fields = tuple[tuple[str, str], ...]
"""Names of elements with their values, in the order of the schema; a name may stand several times."""


def dublin_core(case: CaseMetadata, site: str) -> Fields:
    """Every element that the case has; no value is empty. `site` has no slash at its end."""
    fields = (
        ("title", case.title),
        *(("creator", name) for name in case.creators),
        *(("subject", subject) for subject in case.subjects),
        ("description", case.summary),
        ("publisher", PUBLISHER),
        ("date", case.published_at.date().isoformat()),
        ("type", "Text"),
        ("format", "text/html"),
        ("identifier", case.address(site)),
        ("identifier", case.name(site)),
        *(("source", cited(source)) for source in case.sources),
        ("language", case.language),
        *(("coverage", place) for place in case.places),
        ("coverage", case.years),
        ("rights", LICENCE_OF_TEXT),
    )
    return tuple((name, value) for name, value in fields if value)


def cited(source: Source) -> str:
    """A source in one line: who, when, what, where."""
    year = f" ({source.year})" if isinstance(source.year, int) else ""
    address = f"https://doi.org/{source.doi}" if source.doi else source.url
    first = (f"{source.authors}{year}", source.title) if source.authors else (f"{source.title}{year}",)
    return ". ".join(filter(None, (*first, source.publisher, address)))
