"""Writing the public figures of second opinions, in the transaction that changes them."""

from collections.abc import Collection, Iterable

from cases.models import Opinion, OpinionSummary, OpinionTally, Revision
from cases.queries.counted_opinions import (
    authors_of,
    cases_judged_by,
    may_change_figures,
    stands_alone,
)
from cases.queries.opinions import Counted, counted_on


def count_opinions(records: Collection[int]) -> None:
    """Count the opinions on these cases anew."""
    if not Opinion.objects.filter(record__in=records).exists():
        return
    OpinionTally.objects.filter(case__in=records).delete()
    OpinionSummary.objects.filter(case__in=records).delete()
    _write(counted_on(records))


def count_after_acceptance(revision: Revision) -> None:
    """Count the case anew, and, when nothing else of its author stands, all that they judged."""
    if not may_change_figures(author=revision.author_id, record=revision.record_id):
        return
    judged = cases_judged_by({revision.author_id})
    if judged and not stands_alone(revision):
        judged = set()
    count_opinions({revision.record_id, *judged})


def count_after_hiding(revision: Revision) -> None:
    """Count all that its author judged anew: their work was hidden, or is shown again."""
    count_opinions(cases_judged_by({revision.author_id}))


def count_after_off_page(record: int) -> None:
    """Count the case anew and all that its authors judged: it is off the page, or on it again."""
    count_opinions({record, *cases_judged_by(authors_of(record))})


def replace_figures() -> None:
    """Make the figures of all cases again."""
    OpinionTally.objects.all().delete()
    OpinionSummary.objects.all().delete()
    _write(counted_on())


def _write(figures: Iterable[tuple[int, Counted]]) -> None:
    tallies, summaries = [], []
    for case, counted in figures:
        tallies += [
            OpinionTally(case_id=case, about=about, value=value, people=people)
            for about, value, people in sorted(counted.tallies)
        ]
        people, had_read, on_older = counted.summary or (0, 0, 0)
        summaries.append(OpinionSummary(case_id=case, people=people, had_read=had_read, on_older=on_older))
    OpinionTally.objects.bulk_create(tallies, batch_size=500)
    OpinionSummary.objects.bulk_create(summaries, batch_size=500)
