"""The effect of a change on the patchwork, from the summary tables."""

from cases.domain.changes import apply_changes, changed_fields
from cases.domain.content import CaseContent
from cases.domain.effect import Effect, effects
from cases.models import CellTally, ClaimTally


def effect_of(before: CaseContent | None, after: CaseContent) -> tuple[Effect, ...]:
    """What would change on the patchwork; two queries."""
    tallies = {tally.claim_id: tally.value for tally in ClaimTally.objects.all()}
    cells = {(cell.stage_id, cell.model_id): cell.cases for cell in CellTally.objects.all()}
    return effects(before, after, tallies=tallies, cells=cells)


def effect_of_change(
    base: CaseContent | None, after: CaseContent, public: CaseContent | None
) -> tuple[Effect, ...]:
    """What the step from `base` to `after` would change on what is public now; two queries.

    When the case moved on since, only the author's own changes count: what others did meanwhile is not
    undone by bringing the change up to date.
    """
    if public is None or public == base:
        return effect_of(base, after)
    return effect_of(public, apply_changes(public, changed_fields(base, after)))
