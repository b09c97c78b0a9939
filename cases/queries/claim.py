"""One claim: its wordings, its state, and all cases on it, grouped by stance and paged by key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case as Switch
from django.db.models import IntegerField, Q, QuerySet, Value, When

from cases.domain.agreement import Votes, votes_on
from cases.domain.facts import Kind
from cases.domain.gaps import gap_of_claim
from cases.domain.states import ClaimState, Tally, state_of
from cases.domain.vocabulary import Stance
from cases.models import ClaimTally, Placement
from cases.queries.agreement import ClaimOpinions, opinions_on_claim
from cases.queries.facts import Cases, facts_now
from cases.queries.gap_signs import wanted_lines
from cases.queries.long_lists import FEW, Addresses, first_of
from cases.queries.recheck import to_recheck
from models_taxonomy.models import Claim, ClaimVersion, SourceText

PAGE_SIZE = 20
TEXT_OF_CLAIMS = "models"
ORDER = (Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS, Stance.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the list of cases on a claim: after this stance of this case."""

    stance: Stance
    slug: str

    def __str__(self) -> str:
        return f"{self.stance.value}.{self.slug}"

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Read a cursor such as `supports.guifi-net`. Raises ValueError for anything else."""
        stance, dot, slug = text.partition(".")
        if not (dot and slug):
            raise ValueError(text)
        return cls(Stance(stance), slug)


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """A placement, who agrees with it, and the wording its author had in view when that is not the newest."""

    placement: Placement
    older: ClaimVersion | None
    votes: Votes


@dataclass(frozen=True, slots=True)
class StanceGroup:
    """The cases of this page that take one stance; `total` counts those on all pages."""

    stance: Stance
    total: int
    cases: tuple[PlacedCase, ...]


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Everything that the page of a claim shows; `wanted` is "" unless the claim lacks cases.

    `to_recheck` counts the placements on an older wording.
    """

    claim: Claim
    source: SourceText
    versions: tuple[ClaimVersion, ...]
    tally: Tally
    groups: tuple[StanceGroup, ...]
    wanted: str
    to_recheck: int
    is_first: bool
    next: Cursor | None
    opinions: ClaimOpinions

    @property
    def state(self) -> ClaimState:
        """The state of the claim."""
        return state_of(self.tally)

    @property
    def withdrawal(self) -> ClaimVersion | None:
        """The version that withdrew the claim, when it is withdrawn."""
        return self.versions[-1] if self.claim.is_withdrawn else None


def find_claim(code: str) -> Claim | None:
    """The claim of this code, withdrawn ones too."""
    return Claim.objects.select_related("model", "aspect").filter(code=code).first()


def load_claim_page(claim: Claim, after: Cursor | None) -> ClaimPage:
    """Read the page of a claim: eleven queries, and a few more where very many cases are on it."""
    versions = tuple(ClaimVersion.objects.filter(claim=claim).select_related("by").order_by("number"))
    tally = ClaimTally.objects.filter(claim=claim).first()
    numbers = tally.value if tally else Tally()
    placements = _placements(claim, after)
    shown = placements[:PAGE_SIZE]
    opinions = opinions_on_claim(claim)
    gap = gap_of_claim(claim.code)
    wanted = wanted_lines([gap]).get(gap, "")
    return ClaimPage(
        claim=claim,
        source=SourceText.objects.get(code=TEXT_OF_CLAIMS),
        versions=versions,
        tally=numbers,
        groups=_groups(claim, shown, versions, numbers, opinions),
        wanted=wanted if state_of(numbers) in {ClaimState.GAP, ClaimState.THIN} else "",
        to_recheck=to_recheck().filter(claim=claim).count(),
        is_first=after is None,
        next=_cursor_after(shown[-1]) if len(placements) > PAGE_SIZE else None,
        opinions=opinions,
    )


def placements_on(claim: Claim) -> int:
    """How many published placements stand on some wording of this claim; one query."""
    return Placement.objects.filter(claim=claim).count()


def _placements(claim: Claim, after: Cursor | None) -> list[Placement]:
    """A page of the placements and one more, by stance and then by the address of the case."""
    facts = facts_now()
    at = {stance: facts.having(Kind.CLAIM, f"{claim.code}:{stance}") for stance in ORDER}
    if sum(map(len, at.values())) <= FEW:
        cases = list(_ranked(claim, after).values_list("case", flat=True)[: PAGE_SIZE + 1])
    else:
        cases = _first_of_many(at, after)
    rows = Placement.objects.filter(claim=claim, case__in=cases)
    rows = rows.select_related("case__stage", "case__model").prefetch_related("sources")
    return sorted(rows, key=lambda row: (ORDER.index(Stance(row.stance)), row.case.slug))


def _ranked(claim: Claim, after: Cursor | None) -> QuerySet[Placement]:
    """The placements after a place, which the database sorts."""
    rows = Placement.objects.filter(claim=claim)
    if after is not None:
        later = ORDER[ORDER.index(after.stance) + 1 :]
        rows = rows.filter(Q(stance=after.stance, case__slug__gt=after.slug) | Q(stance__in=later))
    rank = Switch(
        *(When(stance=stance, then=Value(place)) for place, stance in enumerate(ORDER)),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", "case__slug")


def _first_of_many(at: Mapping[Stance, Cases], after: Cursor | None) -> list[int]:
    """The first cases after a place, for which the addresses are walked, for one stance after the other."""
    cases: list[int] = []
    for stance in ORDER[ORDER.index(after.stance) if after else 0 :]:
        place = (after.slug,) if after and stance is after.stance else None
        here = first_of(at[stance], Addresses(), place, PAGE_SIZE + 1 - len(cases))
        cases += [case for _slug, case in here]
        if len(cases) > PAGE_SIZE:
            break
    return cases


def _cursor_after(placement: Placement) -> Cursor:
    return Cursor(Stance(placement.stance), placement.case.slug)


def _groups(
    claim: Claim,
    shown: Sequence[Placement],
    versions: Sequence[ClaimVersion],
    tally: Tally,
    opinions: ClaimOpinions,
) -> tuple[StanceGroup, ...]:
    wordings = {version.number: version for version in versions}
    groups = []
    for stance in ORDER:
        cases = tuple(
            PlacedCase(
                row,
                wordings.get(row.claim_version) if row.claim_version < claim.version else None,
                votes_on(row.stance, opinions.given.get(row.case_id, {})),
            )
            for row in shown
            if row.stance == stance
        )
        if cases:
            groups.append(StanceGroup(stance, getattr(tally, stance.value), cases))
    return tuple(groups)
