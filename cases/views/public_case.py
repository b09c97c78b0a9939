"""The case or the version that an address names, and a 404 where nothing public is."""

from django.http import Http404

from cases.models import Case, Version
from cases.queries.history import published_case, version_of


def case_or_404(slug: str) -> Case:
    """The public case at this address. Raises Http404."""
    case = published_case(slug)
    if case is None:
        raise Http404
    return case


def version_or_404(case: Case, number: int) -> Version:
    """The public version of a case with this number. Raises Http404."""
    version = version_of(case, number)
    if version is None:
        raise Http404
    return version
