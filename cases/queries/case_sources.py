"""The sources of a published case as values."""

from django.http import Http404

from cases.domain.content import Source
from cases.domain.vocabulary import Absence, SourceKind, Speaker
from cases.models import CaseSource
from cases.queries.history import published_case

SAME = ("key", "title", "authors", "publisher", "url", "doi", "accessed")


def sources_of_case(slug: str) -> list[Source]:
    """The sources in the order of their numbers; two queries. Raises Http404."""
    case = published_case(slug)
    if case is None:
        raise Http404
    return [source_of(row) for row in CaseSource.objects.filter(case=case).order_by("number")]


def source_of(row: CaseSource) -> Source:
    """A source of a published case as a value."""
    year = row.year if row.year is not None else Absence(row.year_absence or Absence.MISSING)
    return Source(
        kind=SourceKind(row.kind),
        speaker=Speaker(row.speaker),
        year=year,
        **{name: getattr(row, name) for name in SAME},
    )
