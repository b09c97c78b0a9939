"""Writing the summary tables of claims and cells, in the publishing transaction."""

from collections import Counter

from cases.actions.many_rows import put_rows
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
    held = ClaimTally.objects.filter(claim__in=claims).values_list("claim", *STANCES)
    rows = {claim: dict(zip(STANCES, counts, strict=True)) for claim, *counts in held}
    for (claim, stance), change in changes.items():
        row = rows.setdefault(claim, dict.fromkeys(STANCES, 0))
        row[stance] += change
    put_rows(
        ClaimTally,
        ("claim_id", *STANCES),
        [(claim, *rows[claim].values()) for claim in claims],
        unique=("claim_id",),
    )


def _change_cells(changes: dict[tuple[int | None, int], int]) -> None:
    """Change the rows of cells; a stage of None is the row for *the hierarchy does not apply*."""
    if not changes:
        return
    # By all rows, of which there are two dozen: NULL is in no list.
    held = CellTally.objects.values_list("stage", "model", "pk", "cases")
    rows: dict[tuple[int | None, int], tuple[int, int]] = {
        (stage, model): (pk, cases) for stage, model, pk, cases in held
    }
    for cell, change in sorted(changes.items(), key=str):
        if cell in rows:
            pk, cases = rows[cell]
            CellTally.objects.filter(pk=pk).update(cases=cases + change)
        else:
            CellTally.objects.create(stage_id=cell[0], model_id=cell[1], cases=change)
