"""The summary tables of claims and cells: all of their rows, of which there are a few dozen each."""

from django.db.models import QuerySet

from cases.models import CellTally, ClaimTally
from cases.queries.fixed import fixed

STANCES = ["supports", "partly", "contradicts", "not_found"]


@fixed
def claim_tallies() -> "QuerySet[ClaimTally, tuple[str, int, int, int, int]]":
    """Each claim that was ever placed, and how many cases have each stance on it, in the order of STANCES."""
    return ClaimTally.objects.order_by().values_list("claim", *STANCES)


@fixed
def cell_tallies() -> "QuerySet[CellTally, tuple[int | None, int, int, int]]":
    """Each cell in which a case ever stood: stage, model, the key of its row and how many stand there."""
    return CellTally.objects.order_by().values_list("stage", "model", "pk", "cases")
