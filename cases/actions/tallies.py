"""Writing the summary tables of claims and cells, in the publishing transaction."""

from collections import Counter

from cases.domain.content import CaseContent
from cases.domain.projection import cells_of, stances_of
from cases.models import CellTally, ClaimTally

STANCES = ["supports", "partly", "contradicts", "not_found"]


def change_tallies(before: CaseContent | None, after: CaseContent | None) -> None:
    """Take the case's old stances and cells off the summary tables and put the new ones on.

    Call it in the turn of a publication: what is read here must not change before it is written.
    """
    stances = Counter(stances_of(after) if after else {})
    stances.subtract(stances_of(before) if before else {})
    _change_claims({place: change for place, change in stances.items() if change})
    cells = Counter(cells_of(after) if after else ())
    cells.subtract(cells_of(before) if before else ())
    _change_cells({cell: change for cell, change in cells.items() if change})


def _change_claims(changes: dict[tuple[str, str], int]) -> None:
    claims = sorted({claim for claim, _stance in changes})
    rows = {row.claim_id: row for row in ClaimTally.objects.filter(claim__in=claims)}
    for (claim, stance), change in changes.items():
        row = rows.setdefault(claim, ClaimTally(claim_id=claim))
        setattr(row, stance, getattr(row, stance) + change)
    ClaimTally.objects.bulk_create(
        [rows[claim] for claim in claims],
        update_conflicts=True,
        unique_fields=["claim"],
        update_fields=STANCES,
    )


def _change_cells(changes: dict[tuple[int | None, int], int]) -> None:
    """Change the rows of cells; a stage of None is the row for *the hierarchy does not apply*."""
    if not changes:
        return
    # By all rows, of which there are two dozen: NULL is in no list.
    rows = {(row.stage_id, row.model_id): row for row in CellTally.objects.all()}
    for cell, change in sorted(changes.items(), key=str):
        row = rows.get(cell) or CellTally(stage_id=cell[0], model_id=cell[1])
        row.cases += change
        row.save()
