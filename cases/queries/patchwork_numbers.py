"""The numbers of the patchwork without its patches: what its table and its picture are made from."""

from dataclasses import dataclass
from datetime import datetime

from cases.domain.facts import Kind
from cases.domain.states import Tally
from cases.queries.facts import facts_now
from cases.queries.filters import FilterShown, load_filters
from cases.queries.overview import ClaimStanding, narrowed_overview, overview_of
from cases.queries.patches import Counted, counted_placements
from cases.queries.patchwork import View
from cases.queries.taxonomy import load_all
from models_taxonomy.models import Aspect, ValueModel


@dataclass(frozen=True, slots=True)
class ClaimNumbers:
    """A claim under the filters, with the tally of all cases and that of independent placements."""

    row: ClaimStanding
    in_all: Tally
    independent: Tally


@dataclass(frozen=True, slots=True)
class PatchworkNumbers:
    """The claims of a view in the order of the text. `found` of `in_all` cases fit the filters.

    `silent` are the pairs of aspect and model in which the text makes no claim.
    """

    view: View
    models: tuple[ValueModel, ...]
    aspects: tuple[Aspect, ...]
    claims: tuple[ClaimNumbers, ...]
    silent: frozenset[tuple[int, int]]
    filters: tuple[FilterShown, ...]
    found: int
    in_all: int
    changed_at: datetime | None

    @property
    def narrowed(self) -> bool:
        """Whether any case can be left out."""
        return bool(self.view.chosen)


def load_patchwork_numbers(view: View) -> PatchworkNumbers:
    """Read the numbers; six queries at any size."""
    facts = facts_now()
    taxonomy = load_all()
    whole = overview_of(taxonomy, counted_placements(facts, {}).tally)
    counted = counted_placements(facts, view.chosen)
    independent = Counted(facts, counted.found, Kind.INDEPENDENT)
    narrowed = narrowed_overview(whole, counted.tally) if view.chosen else whole
    claimed = {(claim.aspect_id, claim.model_id) for claim in taxonomy.claims}
    return PatchworkNumbers(
        view=view,
        models=tuple(model for model in taxonomy.models if view.model in {None, model.number}),
        aspects=taxonomy.aspects,
        claims=tuple(
            ClaimNumbers(row, in_all.tally, independent.tally(row.claim.code))
            for row, in_all in zip(narrowed.claims, whole.claims, strict=True)
            if view.shows(row)
        ),
        silent=frozenset(
            (aspect.number, model.number)
            for aspect in taxonomy.aspects
            for model in taxonomy.models
            if (aspect.number, model.number) not in claimed
        ),
        filters=load_filters(facts, view.chosen).shown,
        found=len(facts.found(view.chosen)),
        in_all=len(facts.everything),
        changed_at=facts.changed_at,
    )
