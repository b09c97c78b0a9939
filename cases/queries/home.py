"""The first page: the cloth in small, what is wanted, what is new and where cases disagree."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from cases.domain.facts import Kind
from cases.domain.states import ClaimState, Finding, Patch, in_order
from cases.domain.vocabulary import WORLDWIDE, Stance
from cases.models import Case, Placement, Version
from cases.queries.facts import Facts, facts_now
from cases.queries.gaps import WantedClaim, suggested_claims
from cases.queries.overview import ClaimStanding, ModelStanding, Overview, load_overview
from cases.queries.patches import counted_placements, load_patches
from models_taxonomy.models import Aspect

SQUARES_AT_MOST = 12
WANTED_AT_MOST = 3
NEW_AT_MOST = 4
DISAGREEMENTS_AT_MOST = 3
NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class QuiltBlock:
    """A claim in the small cloth: one square per placement, and a number for those that do not fit."""

    row: ClaimStanding

    @property
    def squares(self) -> tuple[str, ...]:
        """The stances of the squares in their order; every stance that exists is among them."""
        tally = self.row.tally
        limit = SQUARES_AT_MOST if tally.placed <= SQUARES_AT_MOST else SQUARES_AT_MOST // 3
        partly, contradicts = min(tally.partly, limit), min(tally.contradicts, limit)
        supports = min(tally.supports, SQUARES_AT_MOST - partly - contradicts)
        return ("supports",) * supports + ("partly",) * partly + ("contradicts",) * contradicts

    @property
    def more(self) -> int:
        """How many placements have no square."""
        return self.row.tally.placed - len(self.squares)

    @property
    def is_gap(self) -> bool:
        """Whether no case is on the claim."""
        return self.row.state is ClaimState.GAP


@dataclass(frozen=True, slots=True)
class QuiltRow:
    """One aspect of the small cloth; an empty cell is silent."""

    aspect: Aspect
    cells: tuple[tuple[ModelStanding, tuple[QuiltBlock, ...]], ...]


@dataclass(frozen=True, slots=True)
class NewlySewn:
    """A case that was published lately, by its newest version, and the claims it is on now."""

    version: Version
    claims: tuple[str, ...]

    @property
    def is_change(self) -> bool:
        """Whether the newest version changed a case and says what."""
        return self.version.number > 1 and bool(self.version.note)

    @property
    def what(self) -> str:
        """What the newest version brought: the author's note on a change, else what the case is."""
        return self.version.note if self.is_change else self.version.case.summary


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A contested claim and some of the cases that contradict it."""

    row: ClaimStanding
    against: tuple[Patch, ...]

    @property
    def more(self) -> int:
        """How many further cases contradict the claim."""
        return self.row.tally.contradicts - len(self.against)


@dataclass(frozen=True, slots=True)
class Home:
    """Everything that the first page shows."""

    finding: Finding
    cases: int
    countries: int
    models: tuple[ModelStanding, ...]
    quilt: tuple[QuiltRow, ...]
    wanted: tuple[WantedClaim, ...]
    new: tuple[NewlySewn, ...]
    disagreements: tuple[Disagreement, ...]


def load_home() -> Home:
    """Read the first page; thirteen queries at any size."""
    facts = facts_now()
    overview = load_overview()
    models = overview.models()
    return Home(
        finding=overview.finding,
        cases=len(facts.everything),
        countries=len({*facts.values(Kind.COUNTRY)} - {WORLDWIDE}),
        models=models,
        quilt=tuple(_quilt_row(aspect, models) for aspect in overview.taxonomy.aspects),
        wanted=tuple(suggested_claims(WANTED_AT_MOST)),
        new=_newly_sewn(),
        disagreements=_disagreements(overview, facts),
    )


def _quilt_row(aspect: Aspect, models: Sequence[ModelStanding]) -> QuiltRow:
    return QuiltRow(
        aspect,
        tuple(
            (
                standing,
                tuple(QuiltBlock(row) for row in standing.claims if row.claim.aspect_id == aspect.number),
            )
            for standing in models
        ),
    )


def _newly_sewn() -> tuple[NewlySewn, ...]:
    # The cases first: joined with their versions, they would all be sorted before four are taken.
    newest = list(Case.objects.order_by("-published_at", "-pk").values_list("pk", flat=True)[:NEW_AT_MOST])
    found = Version.objects.filter(case__in=newest, number=F("case__version"))
    versions = sorted(
        found.select_related("case", "author"), key=lambda version: newest.index(version.case_id)
    )
    placements = Placement.objects.filter(case__in=[version.case_id for version in versions])
    claims: defaultdict[int, list[str]] = defaultdict(list)
    for case, claim in (
        placements.exclude(stance=Stance.NOT_FOUND)
        .order_by("claim__order")
        .values_list("case_id", "claim_id")
        .distinct()
    ):
        claims[case].append(claim)
    return tuple(NewlySewn(version, tuple(claims[version.case_id])) for version in versions)


def _disagreements(overview: Overview, facts: Facts) -> tuple[Disagreement, ...]:
    rows = sorted(
        overview.in_state(ClaimState.CONTESTED),
        key=lambda row: (-row.tally.contradicts, -row.tally.placed, row.claim.order),
    )[:DISAGREEMENTS_AT_MOST]
    counted = counted_placements(facts, {})
    places = {
        (row.claim.code, Stance.CONTRADICTS): counted.first(row.claim.code, Stance.CONTRADICTS, NAMED_AT_MOST)
        for row in rows
    }
    against = load_patches(places)
    return tuple(Disagreement(row, in_order(against[row.claim.code, Stance.CONTRADICTS])) for row in rows)
