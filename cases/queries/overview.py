"""Every claim with its tally and state: what the patchwork, home and the texts are made from."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cases.domain.states import ClaimState, Finding, ModelPicture, Tally, find, state_in_view, state_of
from cases.models import ClaimTally
from cases.queries.taxonomy import Taxonomy, load_all
from models_taxonomy.models import Claim, ValueModel

STATES = (ClaimState.GAP, ClaimState.THIN, ClaimState.CONTESTED, ClaimState.HELD)
"""The states that a claim can have, in the order in which pages list them."""

BEST_COVERED_FIRST = (
    ClaimState.HELD,
    ClaimState.CONTESTED,
    ClaimState.THIN,
    ClaimState.FILTERED,
    ClaimState.GAP,
)


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """A claim with the number of cases that take each stance on it, and its state."""

    claim: Claim
    tally: Tally
    state: ClaimState


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many claims are in one state."""

    state: ClaimState
    count: int


@dataclass(frozen=True, slots=True)
class ModelStanding:
    """A value model with its claims, in the order of the text."""

    model: ValueModel
    claims: tuple[ClaimStanding, ...]

    @property
    def states(self) -> tuple[ClaimState, ...]:
        """The state of each claim, the best covered first: what a state bar draws."""
        return tuple(sorted((row.state for row in self.claims), key=BEST_COVERED_FIRST.index))

    @property
    def counts(self) -> tuple[StateCount, ...]:
        """How many claims are in each state that occurs."""
        counted = Counter(self.states)
        return tuple(StateCount(state, count) for state, count in counted.items())

    @property
    def numbers(self) -> ModelPicture:
        """The counts as the domain speaks of them."""
        counted = Counter(self.states)
        return ModelPicture(
            number=self.model.number,
            held=counted[ClaimState.HELD],
            thin=counted[ClaimState.THIN],
            contested=counted[ClaimState.CONTESTED],
            gaps=counted[ClaimState.GAP],
        )


@dataclass(frozen=True, slots=True)
class Overview:
    """All claims that stand (withdrawn ones are left out), with the taxonomy they belong to."""

    taxonomy: Taxonomy
    claims: tuple[ClaimStanding, ...]

    def models(self) -> tuple[ModelStanding, ...]:
        """The three models with their claims."""
        return tuple(
            ModelStanding(model, tuple(row for row in self.claims if row.claim.model_id == model.number))
            for model in self.taxonomy.models
        )

    @property
    def finding(self) -> Finding:
        """What the data says of the guess that the third model would show the most gaps."""
        return find([standing.numbers for standing in self.models()])

    def in_state(self, state: ClaimState) -> tuple[ClaimStanding, ...]:
        """The claims in this state, in the order of the text."""
        return tuple(row for row in self.claims if row.state is state)


def count_states(claims: Iterable[ClaimStanding]) -> tuple[StateCount, ...]:
    """How many of these claims are in each of the four states, zeros too."""
    counted = Counter(row.state for row in claims)
    return tuple(StateCount(state, counted[state]) for state in STATES)


def load_overview() -> Overview:
    """Read the taxonomy and the tallies: five queries."""
    tallies = {tally.claim_id: tally.value for tally in ClaimTally.objects.all()}
    return overview_of(load_all(), lambda code: tallies.get(code, Tally()))


def overview_of(taxonomy: Taxonomy, tally_of: Callable[[str], Tally]) -> Overview:
    """The claims that stand, with the tally of each."""
    standing = ((claim, tally_of(claim.code)) for claim in taxonomy.claims if not claim.is_withdrawn)
    return Overview(
        taxonomy, tuple(ClaimStanding(claim, tally, state_of(tally)) for claim, tally in standing)
    )


def narrowed_overview(whole: Overview, tally_of: Callable[[str], Tally]) -> Overview:
    """The same claims with the tallies of the cases that fit the filters."""
    narrowed = ((row, tally_of(row.claim.code)) for row in whole.claims)
    return Overview(
        whole.taxonomy,
        tuple(ClaimStanding(row.claim, tally, state_in_view(tally, row.tally)) for row, tally in narrowed),
    )
