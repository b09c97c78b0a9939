"""The patchwork: ten aspects by three models, each claim with its patches or its gap."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.domain.states import STANCE_ORDER, ClaimState, Finding, Patch, choose_patches
from cases.queries.overview import (
    ClaimStanding,
    ModelStanding,
    Overview,
    StateCount,
    count_states,
    load_overview,
)
from cases.queries.patches import candidate_patches
from models_taxonomy.models import Aspect, Claim, ValueModel

INVITES_UP_TO = 5
"""A block with an odd number of patches up to this one, or a thin claim, has a slot *Add a case*."""


@dataclass(frozen=True, slots=True)
class View:
    """Which claims to show. None shows all of them; a claim that is left out is never drawn as a gap."""

    state: ClaimState | None = None
    model: int | None = None

    def shows(self, row: ClaimStanding) -> bool:
        """Whether the view shows this claim."""
        return self.state in {None, row.state} and self.model in {None, row.claim.model_id}


@dataclass(frozen=True, slots=True)
class PatchInPlace:
    """A patch on the cloth; `is_older` when it was placed on an older wording of the claim."""

    patch: Patch
    is_older: bool

    @property
    def older_wording(self) -> int:
        """The number of the older wording, 0 when the patch stands on the newest."""
        return self.patch.wording if self.is_older else 0


@dataclass(frozen=True, slots=True)
class Block:
    """A claim on the cloth: at most six slots, of which the last may say how many more there are."""

    row: ClaimStanding
    patches: tuple[PatchInPlace, ...]

    @property
    def more(self) -> int:
        """How many placements are not drawn."""
        return self.row.tally.placed - len(self.patches)

    @property
    def invites(self) -> bool:
        """Whether the block has a slot *Add a case*."""
        count = len(self.patches)
        is_short = count % 2 == 1 or self.row.state is ClaimState.THIN
        return self.more == 0 and 0 < count <= INVITES_UP_TO and is_short


@dataclass(frozen=True, slots=True)
class Cell:
    """One aspect in one model. It is silent when the text makes no claim there."""

    aspect: Aspect
    model: ValueModel
    blocks: tuple[Block, ...]
    left_out: int
    withdrawn: tuple[Claim, ...]

    @property
    def is_silent(self) -> bool:
        """Whether the text makes no claim in this cell."""
        return not (self.blocks or self.left_out or self.withdrawn)


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect over the models that the view shows."""

    aspect: Aspect
    cells: tuple[Cell, ...]

    @property
    def has_claims(self) -> bool:
        """Whether any claim of the view is in this row."""
        return any(cell.blocks for cell in self.cells)


@dataclass(frozen=True, slots=True)
class LegendPatch:
    """A real patch that shows what its stance looks like."""

    patch: Patch
    claim: Claim


@dataclass(frozen=True, slots=True)
class Patchwork:
    """Everything that the page shows."""

    view: View
    finding: Finding
    counts: tuple[StateCount, ...]
    models: tuple[ModelStanding, ...]
    columns: tuple[ModelStanding, ...]
    rows: tuple[Row, ...]
    gaps: tuple[ClaimStanding, ...]
    legend: tuple[LegendPatch, ...]
    shown: int

    @property
    def total(self) -> int:
        """The number of claims that stand."""
        return self.finding.claims

    @property
    def in_any_state(self) -> int:
        """The number of claims in the models of the view, whatever their state."""
        return sum(row.count for row in self.counts)


def load_patchwork(view: View) -> Patchwork:
    """Read the patchwork; six queries at any size."""
    overview = load_overview()
    candidates = candidate_patches()
    models = overview.models()
    columns = tuple(column for column in models if view.model in {None, column.model.number})
    rows = [_row(aspect, columns, overview, candidates, view) for aspect in overview.taxonomy.aspects]
    return Patchwork(
        view=view,
        finding=overview.finding,
        counts=count_states(row for row in overview.claims if view.model in {None, row.claim.model_id}),
        models=models,
        columns=columns,
        rows=tuple(row for row in rows if view.state is None or row.has_claims),
        gaps=overview.in_state(ClaimState.GAP),
        legend=_legend(overview, candidates),
        shown=sum(view.shows(row) for row in overview.claims),
    )


def _row(
    aspect: Aspect,
    columns: tuple[ModelStanding, ...],
    overview: Overview,
    candidates: Mapping[str, list[Patch]],
    view: View,
) -> Row:
    return Row(aspect, tuple(_cell(aspect, column, overview, candidates, view) for column in columns))


def _cell(
    aspect: Aspect,
    column: ModelStanding,
    overview: Overview,
    candidates: Mapping[str, list[Patch]],
    view: View,
) -> Cell:
    standing = [row for row in column.claims if row.claim.aspect_id == aspect.number]
    shown = [row for row in standing if view.shows(row)]
    withdrawn = tuple(
        claim
        for claim in overview.taxonomy.claims
        if claim.is_withdrawn and (claim.aspect_id, claim.model_id) == (aspect.number, column.model.number)
    )
    return Cell(
        aspect=aspect,
        model=column.model,
        blocks=tuple(_block(row, candidates.get(row.claim.code, [])) for row in shown),
        left_out=len(standing) - len(shown),
        withdrawn=withdrawn,
    )


def _block(row: ClaimStanding, candidates: list[Patch]) -> Block:
    return Block(
        row,
        tuple(
            PatchInPlace(patch, is_older=patch.wording < row.claim.version)
            for patch in choose_patches(candidates)
        ),
    )


def _legend(overview: Overview, candidates: Mapping[str, list[Patch]]) -> tuple[LegendPatch, ...]:
    """One real patch of each stance, with the shortest name; stances that nobody took are left out."""
    drawn = [
        LegendPatch(patch, row.claim)
        for row in overview.claims
        for patch in choose_patches(candidates.get(row.claim.code, []))
        if patch.stage is not None
    ]
    drawn.sort(key=lambda example: (len(example.patch.title), example.patch.title))
    first = {example.patch.stance: example for example in reversed(drawn)}
    return tuple(first[stance] for stance in STANCE_ORDER if stance in first)
