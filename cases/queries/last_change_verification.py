"""Whether what programs outside are told of each case is true; a part of `verify`."""

from collections.abc import Iterator

from django.db.models import F

from cases.domain.off_page import OffPage
from cases.models import Case, LastChange, TakenDown


def faults_of_last_changes() -> Iterator[str]:
    """Yield one sentence for each case of which too much, too little or something wrong is told."""
    told = dict(LastChange.objects.values_list("pk", "is_gone"))
    true = dict.fromkeys(Case.objects.values_list("pk", flat=True), False)
    true |= dict.fromkeys(
        TakenDown.objects.exclude(kind=OffPage.HIDDEN).values_list("pk", flat=True),
        True,
    )
    for record in sorted(told.keys() | true.keys()):
        if told.get(record) is not true.get(record):
            yield f"Record {record}: programs outside are told otherwise whether it is there."
    early = LastChange.objects.filter(is_gone=False, at__lt=F("record__case__published_at"))
    for record in early.values_list("pk", flat=True):
        yield f"Record {record}: programs outside are told of an older change than the last."
