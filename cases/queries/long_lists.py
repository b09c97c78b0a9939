"""The first rows of a long list that are of some of the cases, without reading or sorting the whole of it."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from cases.models import Case, Version
from cases.queries.facts import Cases

FEW = 2000
"""Up to so many cases are named one by one to the database, which sorts them; of more, the list is walked."""

AT_FIRST, LONGER = 100, 8
"""How much of the list is read at first, and how many times as much each time after."""

Place = tuple[Any, ...]
"""Where a row stands: the values by which its list is ordered; the number of its case is the last of them."""


class LongList(Protocol):
    """Rows in an order that an index of the database has."""

    @property
    def case(self) -> str:
        """The column with the number of the case."""

    def after(self, place: Place | None) -> "QuerySet[Any, Any]":
        """The places of the rows after this place, or of all of them, in their order."""


@dataclass(frozen=True, slots=True)
class ListedCases:
    """Published cases by a key and, where it is the same, by their number."""

    key: str
    is_descending: bool = False
    case = "pk"

    @property
    def order(self) -> tuple[str, str]:
        """As the database is asked for it."""
        return (f"-{self.key}", "-pk") if self.is_descending else (self.key, "pk")

    def after(self, place: Place | None) -> "QuerySet[Case, Any]":
        """See `LongList.after`."""
        listed = Case.objects.published().order_by(*self.order).values_list(self.key, "pk")
        if place is None:
            return listed
        value, pk = place
        step = "lt" if self.is_descending else "gt"
        return listed.filter(Q(**{f"{self.key}__{step}": value}) | Q(**{self.key: value, f"pk__{step}": pk}))


class Addresses:
    """Published cases by their address, which no two share."""

    case = "pk"

    def after(self, place: Place | None) -> "QuerySet[Case, Any]":
        """See `LongList.after`."""
        listed = Case.objects.published().order_by("slug").values_list("slug", "pk")
        return listed if place is None else listed.filter(slug__gt=place[0])


class NewestVersions:
    """Accepted versions, the newest first."""

    case = "case"

    def after(self, place: Place | None) -> "QuerySet[Version, Any]":
        """See `LongList.after`."""
        listed = Version.objects.order_by("-pk").values_list("pk", "case")
        return listed if place is None else listed.filter(pk__lt=place[0])


def first_of(cases: Cases, listed: LongList, place: Place | None, number: int) -> list[Place]:
    """The first rows after a place that are of these cases.

    One query, and a few more where few of a very long list are found: it is read in longer and longer pieces,
    so that nobody reads a whole list for one page of it.
    """
    if len(cases) <= FEW:
        return list(listed.after(place).filter(**{f"{listed.case}__in": list(cases)})[:number])
    found: list[Place] = []
    at_once = AT_FIRST
    while True:
        piece = list(listed.after(place)[:at_once])
        found += [row for row in piece if row[-1] in cases]
        if len(found) >= number or len(piece) < at_once:
            return found[:number]
        place, at_once = piece[-1], at_once * LONGER
