"""The version of everything public."""

from uuid import UUID

from django.db.models import QuerySet

from cases.models import SiteVersion
from cases.queries.fixed import fixed
from cases.queries.reading_place import reading_place

Version = tuple[int, UUID | None]
"""The number of a version and its stamp, which no other version has."""

HELD_FOR = 0.005
"""Seconds for which a process may believe what it found to be the version of the site (decision 0080)."""


def site_version() -> Version:
    """The version of what is read; 0 and None before the first publication. One query."""
    return version_at(reading_place())


def turn_now() -> int:
    """The number of the version that the transaction of a publication makes. Call it in its turn."""
    ((number,),) = turn_rows()
    return number


@fixed
def turn_rows() -> "QuerySet[SiteVersion, tuple[int]]":
    """What `turn_now` asks."""
    return SiteVersion.objects.values_list("number")


def version_at(alias: str) -> Version:
    """The version that a database is at. One query."""
    row = SiteVersion.objects.using(alias).values_list("number", "stamp").first()
    return row or (0, None)
