"""The turns of gaps as they should be: what publishing writes down, and what `verify` compares with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS

from cases.domain.countries import CODES_OF, CONTINENT_OF, Continent
from cases.domain.gaps import Gap, GapKind, GapState, Mark, Publication, Tallies, replay
from cases.domain.workflow import State
from cases.models import Review
from cases.queries.asking import Question, answer_to

CHUNK = 200

# Of each the first row that is found is enough. Each country stands in the statement by itself: only so does
# PostgreSQL know that it is rare, and does not look for it in every row.
IN_COUNTRIES = "FROM cases_caseplace WHERE country IN ({places}) AND case_id <> %s"
IN_DECADE = "FROM cases_case WHERE began_decade = %s AND record_id <> %s"


@dataclass(frozen=True, slots=True)
class ExpectedTurn:
    """A turn that the approvals of all time bring about, with its number among those of its gap."""

    gap: str
    number: int
    state: GapState
    case: int
    at: datetime


def expected_turns() -> Iterator[ExpectedTurn]:
    """Every turn since the first approval, in their order, as if what is off the page had never been on it.

    Approvals are numbered in the order of their publications: one takes its turn before it is written down.
    """
    reviews = Review.objects.filter(
        decision=State.APPROVED, revision__record__taken_down__isnull=True
    ).order_by("id")
    rows = reviews.select_related("revision__base", "revision__record").iterator(CHUNK)
    numbers: dict[str, int] = {}
    for publication, turn in replay(_publication(review) for review in rows):
        numbers[turn.gap] = numbers.get(turn.gap, 0) + 1
        yield ExpectedTurn(turn.gap, numbers[turn.gap], turn.state, publication.case, publication.at)


def marks_of_others(publication: Publication, tallies: Tallies) -> dict[Mark, int]:
    """How many other cases leave each mark on the gaps that a publication touches; at most two queries.

    The tallies count the new content already. Of countries, continents and decades it is only told
    whether some other case is there.
    """
    touched, own = publication.touched, publication.marks_after
    tallied = {**_on_claims(touched, tallies), **_in_cells(touched, tallies)}
    others = {mark: count - (mark in own) for mark, count in tallied.items()}
    return others | {(address, ""): 1 for address in _with_others(touched, publication.case)}


def _publication(review: Review) -> Publication:
    revision = review.revision
    before = revision.base.read() if revision.base else None
    return Publication(revision.record_id, revision.record.slug or "", review.at, before, revision.read())


def _on_claims(gaps: Sequence[Gap], tallies: Tallies) -> dict[Mark, int]:
    return {
        (gap.address, stance): tallies.claims[gap.value][stance]
        for gap in gaps
        if gap.kind is GapKind.CLAIM and gap.value in tallies.claims
        for stance in ("supports", "partly", "contradicts")
    }


def _in_cells(gaps: Sequence[Gap], tallies: Tallies) -> dict[Mark, int]:
    return {(gap.address, ""): tallies.cells.get(gap.cell, 0) for gap in gaps if gap.kind is GapKind.CELL}


def asked_by_turns(publication: Publication) -> Iterator[Question]:
    """What `marks_of_others` asks first; what is written of the case itself changes no answer."""
    near = [gap for gap in publication.touched if gap.kind in {GapKind.COUNTRY, GapKind.DECADE}]
    if near:
        yield _of_others(near, publication.case)


def _with_others(gaps: Sequence[Gap], case: int) -> set[str]:
    """The addresses of those countries, continents and decades in which some other case is.

    For a continent PostgreSQL weighs each of fifty countries, so it is only asked when no country says it.
    """
    found = _found([gap for gap in gaps if gap.kind in {GapKind.COUNTRY, GapKind.DECADE}], case)
    reached = {
        CONTINENT_OF[gap.value] for gap in gaps if gap.kind is GapKind.COUNTRY and gap.address in found
    }
    continents = [gap for gap in gaps if gap.kind is GapKind.CONTINENT]
    found |= {gap.address for gap in continents if gap.value in reached}
    return found | _found([gap for gap in continents if gap.value not in reached], case)


def _found(gaps: Sequence[Gap], case: int) -> set[str]:
    """Those of these places and times in which some other case is. One query, none of nothing."""
    rows = answer_to(*_of_others(gaps, case), at=DEFAULT_DB_ALIAS) if gaps else ()
    return {str(address) for (address,) in rows}


def _of_others(gaps: Sequence[Gap], case: int) -> Question:
    """What to ask for these places and times."""
    asked: list[str] = []
    values: list[str | int] = []
    for gap in gaps:
        if gap.kind is GapKind.DECADE:
            asked.append(IN_DECADE)
            values += [gap.address, int(gap.value), case]
        else:
            codes = _codes_of(gap)
            asked.append(IN_COUNTRIES.format(places=", ".join(["%s"] * len(codes))))
            values += [gap.address, *codes, case]
    first = "SELECT * FROM (SELECT CAST(%s AS text) AS gap {rows} LIMIT 1) found"
    return " UNION ALL ".join(first.format(rows=rows) for rows in asked), tuple(values)


def _codes_of(gap: Gap) -> list[str]:
    return [gap.value] if gap.kind is GapKind.COUNTRY else CODES_OF[Continent(gap.value)].split()
