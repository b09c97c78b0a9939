"""The effect of a change on the patchwork, from the summary tables."""

from cases.domain.content import CaseContent
from cases.domain.effect import Effect, effects
from cases.models import CellTally, ClaimTally


def effect_of(before: CaseContent | None, after: CaseContent) -> tuple[Effect, ...]:
    """What would change on the patchwork; two queries."""
    tallies = {tally.claim_id: tally.value for tally in ClaimTally.objects.all()}
    cells = {(cell.stage_id, cell.model_id): cell.cases for cell in CellTally.objects.all()}
    return effects(before, after, tallies=tallies, cells=cells)
