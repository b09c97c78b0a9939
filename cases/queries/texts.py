"""The two texts by point, with what the cases say of each."""

from dataclasses import dataclass

from django.db.models import Count

from cases.models import CasePhase
from cases.queries.overview import ModelStanding, load_overview
from models_taxonomy.models import Claim, SourceText, Stage

HIERARCHY = "hierarchy"
MODELS = "models"


@dataclass(frozen=True, slots=True)
class StageWithCases:
    """A stage and the number of cases with some phase at it."""

    stage: Stage
    cases: int


@dataclass(frozen=True, slots=True)
class HierarchyText:
    """The text of 2006: seven stages. `unplaced` cases have a phase to which the hierarchy does not apply."""

    source: SourceText
    stages: tuple[StageWithCases, ...]
    unplaced: int


@dataclass(frozen=True, slots=True)
class ModelsText:
    """The text of 2013: three models and their claims, in its order."""

    source: SourceText
    models: tuple[ModelStanding, ...]
    withdrawn: tuple[Claim, ...]


def load_hierarchy() -> HierarchyText:
    """Read the text of 2006 with its counts of cases; three queries."""
    counts = dict(CasePhase.objects.order_by().values_list("stage_id").annotate(Count("case", distinct=True)))
    return HierarchyText(
        source=SourceText.objects.get(code=HIERARCHY),
        stages=tuple(StageWithCases(stage, counts.get(stage.number, 0)) for stage in Stage.objects.all()),
        unplaced=counts.get(None, 0),
    )


def load_models() -> ModelsText:
    """Read the text of 2013 with the state of each claim; six queries."""
    overview = load_overview()
    return ModelsText(
        source=SourceText.objects.get(code=MODELS),
        models=overview.models(),
        withdrawn=tuple(claim for claim in overview.taxonomy.claims if claim.is_withdrawn),
    )
