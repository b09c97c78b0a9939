"""The patchwork: ten aspects by three models, each claim with its patches or its gap."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cases.domain.facts import INDEPENDENT_SPEAKER, Kind
from cases.domain.gaps import gap_of_claim
from cases.domain.states import STANCE_ORDER, ClaimState, Finding, Patch, in_order, share_slots
from cases.domain.vocabulary import Stance
from cases.queries.facts import Chosen, facts_now
from cases.queries.filters import Filters, Removal, load_filters, removal_of
from cases.queries.gap_signs import wanted_lines
from cases.queries.overview import (
    ClaimStanding,
    ModelStanding,
    Overview,
    StateCount,
    count_states,
    narrowed_overview,
    overview_of,
)
from cases.queries.patches import Counted, Place, counted_placements, load_patches
from cases.queries.taxonomy import load_all
from models_taxonomy.models import Aspect, Claim, ValueModel

INVITES_UP_TO = 5
"""A block with an odd number of patches up to this one, or a thin claim, has a slot *Add a case*."""


@dataclass(frozen=True, slots=True)
class View:
    """Which claims to show, and which cases count. None shows all claims.

    A claim that a view or a filter leaves out is never drawn as a gap. Of the filters, *stance* chooses
    the patches that are drawn; the state of a claim is that of all stances.
    """

    state: ClaimState | None = None
    model: int | None = None
    chosen: Chosen = field(default_factory=dict)

    def shows(self, row: ClaimStanding) -> bool:
        """Whether the view shows this claim."""
        return self.state in {None, row.state} and self.model in {None, row.claim.model_id}

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The stances of which patches are drawn."""
        chosen = self.chosen.get(Kind.STANCE)
        return tuple(stance for stance in STANCE_ORDER if chosen in {None, stance})


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
    """A claim on the cloth: at most six slots, of which the last may say how many more there are.

    `counted` placements fit the filters; `in_all` are on the claim whatever the filters. `wanted` is what
    moderators wrote for its gap.
    """

    row: ClaimStanding
    patches: tuple[PatchInPlace, ...]
    counted: int
    in_all: int
    wanted: str = ""

    @property
    def more(self) -> int:
        """How many placements that fit are not drawn."""
        return self.counted - len(self.patches)

    @property
    def is_gap(self) -> bool:
        """Whether no case is on the claim, whatever the filters."""
        return not self.in_all

    @property
    def hidden(self) -> int:
        """How many placements the filters leave out when nothing is left to draw."""
        return 0 if self.counted else self.in_all

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
    """A real patch that shows what its stance looks like; `older_wording` as on the cloth."""

    patch: Patch
    claim: Claim
    older_wording: int


@dataclass(frozen=True, slots=True)
class Patchwork:
    """Everything that the page shows.

    `finding` is of all cases, `narrowed` of those that fit the filters, None without filters. `found` of
    `in_all` cases fit.
    """

    view: View
    finding: Finding
    narrowed: Finding | None
    filters: Filters
    removal: Removal | None
    found: int
    in_all: int
    changed_at: datetime | None
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
    def in_view_of_model(self) -> int:
        """The number of claims in the models of the view, whatever their state."""
        return sum(len(column.claims) for column in self.columns)

    @property
    def is_independent_only(self) -> bool:
        """Whether only placements count that stand on an independent source."""
        return self.view.chosen.get(Kind.SPEAKER) == INDEPENDENT_SPEAKER


def load_patchwork(view: View) -> Patchwork:
    """Read the patchwork; seven queries at any size, and those of `load_filters`."""
    facts = facts_now()
    whole = overview_of(load_all(), counted_placements(facts, {}).tally)
    counted = counted_placements(facts, view.chosen)
    overview = narrowed_overview(whole, counted.tally) if view.chosen else whole
    blocks = _blocks(overview, whole, counted, view)
    models = overview.models()
    columns = tuple(column for column in models if view.model in {None, column.model.number})
    rows = [_row(aspect, columns, overview, blocks, view) for aspect in overview.taxonomy.aspects]
    found = len(facts.found(view.chosen))
    return Patchwork(
        view=view,
        finding=whole.finding,
        narrowed=overview.finding if view.chosen else None,
        filters=load_filters(facts, view.chosen),
        removal=None if found else removal_of(facts, view.chosen),
        found=found,
        in_all=len(facts.everything),
        changed_at=facts.changed_at,
        counts=count_states(row for row in overview.claims if view.model in {None, row.claim.model_id}),
        models=models,
        columns=columns,
        rows=tuple(row for row in rows if view.state is None or row.has_claims),
        gaps=whole.in_state(ClaimState.GAP),
        legend=_legend(blocks),
        shown=sum(view.shows(row) for row in overview.claims),
    )


def _blocks(overview: Overview, whole: Overview, counted: Counted, view: View) -> dict[str, Block]:
    """The block of every claim by its code; two queries."""
    places = {
        (row.claim.code, stance): counted.first(row.claim.code, stance, number)
        for row in overview.claims
        for stance, number in share_slots({stance: row.tally.of(stance) for stance in view.stances}).items()
    }
    patches = load_patches(places)
    wanted = wanted_lines([gap_of_claim(row.claim.code) for row in whole.in_state(ClaimState.GAP)])
    return {
        row.claim.code: _block(
            row, in_all.tally.placed, patches, view, wanted.get(gap_of_claim(row.claim.code), "")
        )
        for row, in_all in zip(overview.claims, whole.claims, strict=True)
    }


def _block(
    row: ClaimStanding, in_all: int, patches: Mapping[Place, list[Patch]], view: View, wanted: str
) -> Block:
    drawn = in_order(patch for stance in view.stances for patch in patches.get((row.claim.code, stance), ()))
    return Block(
        row=row,
        patches=tuple(PatchInPlace(patch, is_older=patch.wording < row.claim.version) for patch in drawn),
        counted=sum(row.tally.of(stance) for stance in view.stances),
        in_all=in_all,
        wanted=wanted,
    )


def _row(
    aspect: Aspect,
    columns: tuple[ModelStanding, ...],
    overview: Overview,
    blocks: Mapping[str, Block],
    view: View,
) -> Row:
    return Row(aspect, tuple(_cell(aspect, column, overview, blocks, view) for column in columns))


def _cell(
    aspect: Aspect, column: ModelStanding, overview: Overview, blocks: Mapping[str, Block], view: View
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
        blocks=tuple(blocks[row.claim.code] for row in shown),
        left_out=len(standing) - len(shown),
        withdrawn=withdrawn,
    )


def _legend(blocks: Mapping[str, Block]) -> tuple[LegendPatch, ...]:
    """One real patch of each stance, with the shortest name; stances that nobody took are left out."""
    drawn = [
        LegendPatch(place.patch, block.row.claim, place.older_wording)
        for block in blocks.values()
        for place in block.patches
        if place.patch.stage is not None
    ]
    drawn.sort(key=lambda example: (len(example.patch.title), example.patch.title))
    first = {example.patch.stance: example for example in reversed(drawn)}
    return tuple(first[stance] for stance in STANCE_ORDER if stance in first)
