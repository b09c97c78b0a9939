"""One gap: where it stands, what would fill it, and what people said of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from cases.domain.facts import Kind
from cases.domain.gaps import Gap, GapKind, GapState
from cases.domain.states import Tally
from cases.domain.vocabulary import Stance
from cases.models import Case, ClaimTally, GapTurn, Looking, OpenCall, Placement, SearchNote, WantedLine
from cases.queries.facts import Facts, facts_now
from cases.queries.gap_list import laid_out_at
from cases.queries.gap_neighbours import load_neighbours
from cases.queries.gap_states import state_now
from cases.queries.gap_words import Words, words_of
from cases.queries.long_lists import ListedCases, first_of
from cases.queries.taxonomy import load_all
from models_taxonomy.models import Claim

LISTED_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class GapPage:
    """Everything that the page of a gap shows.

    `since` is when it came to stand as it does. `case` is the one whose part is missing. `silent` are
    published cases that looked for the claim in their sources and found nothing.
    """

    gap: Gap
    state: GapState
    words: Words
    since: datetime
    claim: Claim | None
    tally: Tally
    case: Case | None
    turns: tuple[GapTurn, ...]
    wanted: WantedLine | None
    calls: tuple[OpenCall, ...]
    past: tuple[OpenCall, ...]
    looking: tuple[Looking, ...]
    searches: tuple[SearchNote, ...]
    silent: tuple[Placement, ...]
    neighbours: tuple[Case, ...]

    @property
    def is_closed(self) -> bool:
        """Whether nothing is missing any more."""
        return self.state is GapState.CLOSED

    @property
    def last(self) -> GapTurn | None:
        """The turn by which the gap came to stand as it does; None when it never turned."""
        return self.turns[-1] if self.turns else None

    @property
    def model(self) -> int | None:
        """The number of the value model that the gap is in, None when it is in none."""
        if self.claim:
            return self.claim.model_id
        return self.gap.cell[1] if self.gap.kind is GapKind.CELL else None

    def looking_of(self, person: User) -> Looking | None:
        """The person's own *I am looking*."""
        return next((row for row in self.looking if row.person_id == person.pk), None)


def load_gap(gap: Gap) -> GapPage | None:
    """Read the page, None when there is no such gap and never was; a fixed number of queries."""
    state = state_now(gap)
    if state is None:
        return None
    taxonomy, facts = load_all(), facts_now()
    address, today = gap.address, timezone.localdate()
    turns = tuple(GapTurn.objects.filter(gap=address).select_related("case"))
    calls = OpenCall.objects.filter(gap=address).select_related("by")
    case = Case.objects.filter(slug=gap.slug).first() if gap.kind is GapKind.PART else None
    claim = taxonomy.claim(gap.value) if gap.kind is GapKind.CLAIM else None
    return GapPage(
        gap=gap,
        state=state,
        words=words_of(gap, taxonomy, {case.slug: case.title} if case else {}),
        since=turns[-1].at if turns else case.first_published_at if case else laid_out_at(),
        claim=claim,
        tally=_tally_of(claim),
        case=case,
        turns=turns,
        wanted=WantedLine.objects.filter(gap=address).first(),
        calls=tuple(calls.current(today)[:LISTED_AT_MOST]),
        past=tuple(calls.past(today)[:LISTED_AT_MOST]),
        looking=tuple(Looking.objects.now().filter(gap=address).select_related("person")),
        searches=tuple(SearchNote.objects.filter(gap=address).select_related("by")[:LISTED_AT_MOST]),
        silent=_silent(claim, facts),
        neighbours=load_neighbours(gap, facts, taxonomy, case.pk if case else None),
    )


def _tally_of(claim: Claim | None) -> Tally:
    row = ClaimTally.objects.filter(claim=claim).first() if claim else None
    return row.value if row else Tally()


def _silent(claim: Claim | None, facts: Facts) -> tuple[Placement, ...]:
    if claim is None:
        return ()
    cases = facts.having(Kind.CLAIM, f"{claim.code}:{Stance.NOT_FOUND}")
    first = [pk for _title, pk in first_of(cases, ListedCases("title"), None, LISTED_AT_MOST)]
    rows = Placement.objects.filter(claim=claim, case__in=first)
    return tuple(rows.select_related("case").prefetch_related("sources").order_by("case"))
