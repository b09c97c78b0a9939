"""What a hit of a search shows: its title and summary with the words in bold, and where else they stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from cases.domain.extracts import Marker, Piece, Pieces
from cases.domain.search_text import BETWEEN
from cases.models import Case, SearchRow
from cases.queries.fixed import fixed
from cases.queries.search.found import Found


@dataclass(frozen=True, slots=True)
class Marked:
    """Text of a case in pieces. `extract` is empty when title and summary show all that was sought."""

    title: Pieces
    summary: Pieces
    extract: Pieces


def unmarked(case: Case) -> Marked:
    """The text of a case where nothing was sought."""
    return Marked((Piece(case.title),), (Piece(case.summary),), ())


def marked_cases(found: Found, cases: Collection[Case]) -> Mapping[int, Marked]:
    """The marked text of each of some cases by its number; one query."""
    rows = {row.pk: row for row in _rows_of(*[case.pk for case in cases])}
    terms = [(term, Marker([term], found.forms)) for term in found.query.sought]
    every = Marker(found.query.sought, found.forms)
    marked = {}
    for case in cases:
        row = rows.get(case.pk)
        elsewhere = [
            term
            for term, marker in terms
            if row and not marker.is_in(row.title) and not marker.is_in(row.summary)
        ]
        extract = _extract(row, Marker(elsewhere, found.forms), every) if row and elsewhere else ()
        marked[case.pk] = Marked(every.marked(case.title), every.marked(case.summary), extract)
    return marked


@fixed
def _rows_of(*cases: int) -> QuerySet[SearchRow]:
    return SearchRow.objects.filter(pk__in=cases)


def _extract(row: SearchRow, wanted: Marker, every: Marker) -> Pieces:
    """Lines of the first passage that has a word which title and summary have not."""
    folded_passages = row.rest.strip(BETWEEN).split(BETWEEN)
    for passage, words in zip(row.passages, folded_passages, strict=False):
        if wanted.is_in(words):
            return every.extract(passage, around=wanted)
    return ()
