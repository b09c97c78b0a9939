"""The published cases one after the other, each whole, however many there are."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import F

from cases.exchange.published import PublishedCase
from cases.models import Version

CASES_AT_ONCE = 200


def read_published(cases: Iterable[int]) -> Iterator[PublishedCase]:
    """The cases with these keys, in the order given; one query for each two hundred.

    A case that went off the page since its key was read is left out.
    """
    keys = iter(cases)
    while batch := list(islice(keys, CASES_AT_ONCE)):
        rows = Version.objects.filter(case__in=batch, number=F("case__version")).select_related("case")
        found = {row.case_id: row for row in rows}
        yield from (_published_case(found[key]) for key in batch if key in found)


def _published_case(version: Version) -> PublishedCase:
    """The case whose newest version this is; the row holds its case."""
    case = version.case
    return PublishedCase(
        slug=case.slug,
        version=version.number,
        content_hash=version.content_hash,
        first_published_at=case.first_published_at,
        published_at=version.published_at,
        content=version.read(),
    )
