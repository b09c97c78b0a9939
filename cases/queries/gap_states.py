"""Where one gap stands now."""

from collections.abc import Callable

from django.utils import timezone

from cases.domain.countries import CODES_OF, Continent
from cases.domain.gaps import Gap, GapKind, GapState, decades_to, state_of_claim
from cases.domain.states import Tally
from cases.models import Case, CasePart, CasePlace, CellTally, ClaimTally, GapTurn
from models_taxonomy.models import Claim


def state_now(gap: Gap) -> GapState | None:
    """The state of a gap; None when there is none and never was one. At most three queries."""
    return OF_KIND[gap.kind](gap)


def first_decade() -> int | None:
    """The first decade in which a case began; None without any."""
    began = Case.objects.filter(began_decade__isnull=False).order_by("began_decade")
    return began.values_list("began_decade", flat=True).first()


def _of_claim(gap: Gap) -> GapState | None:
    if not Claim.objects.filter(code=gap.value, is_withdrawn=False).exists():
        return None
    tally = ClaimTally.objects.filter(claim=gap.value).first()
    return state_of_claim(tally.value if tally else Tally())


def _of_cell(gap: Gap) -> GapState:
    stage, model = gap.cell
    return _closed_if(CellTally.objects.filter(stage=stage, model=model, cases__gt=0).exists())


def _of_country(gap: Gap) -> GapState:
    return _closed_if(CasePlace.objects.filter(country=gap.value).exists())


def _of_continent(gap: Gap) -> GapState:
    codes = CODES_OF[Continent(gap.value)].split()
    return _closed_if(CasePlace.objects.filter(country__in=codes).exists())


def _of_decade(gap: Gap) -> GapState | None:
    decade, first = int(gap.value), first_decade()
    if first is None or decade not in decades_to(first, timezone.localdate().year):
        return None
    return _closed_if(Case.objects.filter(began_decade=decade).exists())


def _of_part(gap: Gap) -> GapState | None:
    if not Case.objects.filter(slug=gap.slug).exists():
        return None
    if not CasePart.objects.filter(case__slug=gap.slug, key=gap.part).exists():
        return GapState.OPEN
    return GapState.CLOSED if GapTurn.objects.filter(gap=gap.address).exists() else None


def _closed_if(is_filled: bool) -> GapState:  # noqa: FBT001 (the name says it)
    return GapState.CLOSED if is_filled else GapState.OPEN


OF_KIND: dict[GapKind, Callable[[Gap], GapState | None]] = {
    GapKind.CLAIM: _of_claim,
    GapKind.CELL: _of_cell,
    GapKind.COUNTRY: _of_country,
    GapKind.CONTINENT: _of_continent,
    GapKind.DECADE: _of_decade,
    GapKind.PART: _of_part,
}
