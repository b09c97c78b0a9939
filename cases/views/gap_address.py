"""Gaps in addresses: reading one, and the form that fills it."""

from django.http import Http404

from cases.domain.gaps import Gap, GapKind
from cases.views.addresses import address


def read_gap(written: str) -> Gap:
    """The gap of an address such as `claim-3f`; 404 for one that no gap can have."""
    try:
        return Gap.read(written)
    except ValueError:
        raise Http404 from None


def take_url(gap: Gap) -> str:
    """The form that fills the gap, opened at it."""
    if gap.kind is GapKind.PART:
        return address("contribute", [("case", gap.slug), ("part", gap.part)])
    if gap.kind is GapKind.CONTINENT:
        return address("contribute", [("free", "1")])
    return address("contribute", [(gap.kind.value, gap.value)])
