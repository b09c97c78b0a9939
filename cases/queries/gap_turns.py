"""The turns of gaps as they should be: what publishing writes down, and what `verify` compares with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.domain.countries import CODES_OF, Continent
from cases.domain.gaps import Gap, GapKind, GapState, Mark, Publication, replay
from cases.domain.workflow import State
from cases.models import Case, CasePlace, CellTally, ClaimTally, Review

CHUNK = 200


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


def marks_of_others(publication: Publication) -> dict[Mark, int]:
    """How many other cases leave each mark on the gaps that a publication touches.

    The tallies must count the new content already. Of countries, continents and decades it is only told
    whether some other case is there.
    """
    touched, own = publication.touched, publication.marks_after
    tallied = {**_on_claims(touched), **_in_cells(touched)}
    others = {mark: count - (mark in own) for mark, count in tallied.items()}
    return others | {(gap.address, ""): 1 for gap in touched if _is_some_other_in(gap, publication.case)}


def _publication(review: Review) -> Publication:
    revision = review.revision
    before = revision.base.read() if revision.base else None
    return Publication(revision.record_id, revision.record.slug or "", review.at, before, revision.read())


def _on_claims(gaps: Sequence[Gap]) -> dict[Mark, int]:
    codes = {gap.value: gap.address for gap in gaps if gap.kind is GapKind.CLAIM}
    stances = ("supports", "partly", "contradicts")
    return {
        (codes[tally.claim_id], stance): getattr(tally, stance)
        for tally in ClaimTally.objects.filter(claim__in=codes)
        for stance in stances
    }


def _in_cells(gaps: Sequence[Gap]) -> dict[Mark, int]:
    cells = {gap.cell: gap.address for gap in gaps if gap.kind is GapKind.CELL}
    rows = CellTally.objects.filter(stage__in={stage for stage, _model in cells})
    places = {(row.stage_id, row.model_id): row.cases for row in rows}
    return {(address, ""): places.get(cell, 0) for cell, address in cells.items()}


def _is_some_other_in(gap: Gap, case: int) -> bool:
    """Whether some other case began in this decade, or has a place in this country or continent."""
    if gap.kind is GapKind.DECADE:
        return Case.objects.filter(began_decade=int(gap.value)).exclude(pk=case).exists()
    if gap.kind not in {GapKind.COUNTRY, GapKind.CONTINENT}:
        return False
    codes = [gap.value] if gap.kind is GapKind.COUNTRY else CODES_OF[Continent(gap.value)].split()
    return CasePlace.objects.filter(country__in=codes).exclude(case=case).exists()
