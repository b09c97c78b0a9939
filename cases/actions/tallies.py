"""Writing the summary tables of claims and cells, in the publishing transaction."""

from collections import Counter

from cases.actions.many_rows import put_rows
from cases.actions.one_row import write, write_again
from cases.domain.content import CaseContent
from cases.domain.gaps import Tallies
from cases.domain.projection import cells_of, stances_of
from cases.models import CellTally, ClaimTally
from cases.queries.tallies import STANCES, cell_tallies, claim_tallies


def change_tallies(before: CaseContent | None, after: CaseContent | None) -> Tallies:
    """Take the case's old stances and cells off the summary tables and put the new ones on; return them then.

    Call it in the turn of a publication: what is read here must not change before it is written.
    """
    stances = Counter(stances_of(after) if after else {})
    stances.subtract(stances_of(before) if before else {})
    claims = _change_claims({place: change for place, change in stances.items() if change})
    cells = Counter(cells_of(after) if after else ())
    cells.subtract(cells_of(before) if before else ())
    return Tallies(claims, _change_cells({cell: change for cell, change in cells.items() if change}))


def _change_claims(changes: dict[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    rows = {claim: dict(zip(STANCES, counts, strict=True)) for claim, *counts in claim_tallies()}
    for (claim, stance), change in changes.items():
        row = rows.setdefault(claim, dict.fromkeys(STANCES, 0))
        row[stance] += change
    put_rows(
        ClaimTally,
        ("claim_id", *STANCES),
        [(claim, *rows[claim].values()) for claim in sorted({claim for claim, _stance in changes})],
        unique=("claim_id",),
    )
    return rows


def _change_cells(changes: dict[tuple[int | None, int], int]) -> dict[tuple[int | None, int], int]:
    """Change the rows of cells; a stage of None is the row for *the hierarchy does not apply*."""
    rows = {(stage, model): (pk, cases) for stage, model, pk, cases in cell_tallies()}
    counts = {cell: cases for cell, (_pk, cases) in rows.items()}
    for cell, change in sorted(changes.items(), key=str):
        counts[cell] = counts.get(cell, 0) + change
        if cell in rows:
            write_again(CellTally(pk=rows[cell][0], cases=counts[cell]), "cases")
        else:
            write(CellTally(stage_id=cell[0], model_id=cell[1], cases=counts[cell]))
    return counts
