"""Writing the public rows of accepted proposals again."""

from cases.domain.gaps import gaps_of_parts
from cases.models import CaseRecord, OpenCall, SearchNote
from cases.queries.addresses import addresses_of
from cases.queries.proposed import public_rows


def replace_public_rows() -> None:
    """Write the rows of all accepted proposals in the place of those that are there."""
    OpenCall.objects.all().delete()
    SearchNote.objects.all().delete()
    for row in public_rows():
        row.save(force_insert=True)


def take_rows_of_parts(slug: str) -> None:
    """Take away what was accepted on the missing parts of a case."""
    gaps = gaps_of_parts(slug)
    OpenCall.objects.filter(gap__in=gaps).delete()
    SearchNote.objects.filter(gap__in=gaps).delete()


def put_rows_of_parts(record: CaseRecord) -> None:
    """Write what was accepted on the missing parts of a case that is on the page again."""
    gaps = [gap for slug in addresses_of(record) for gap in gaps_of_parts(slug)]
    for row in public_rows(gaps):
        row.save(force_insert=True)
