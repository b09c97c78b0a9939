"""Writing the public figures of second opinions, in the transaction that changes them."""

from collections.abc import Collection, Iterable

from accounts.models import User
from cases.domain.workflow import State
from cases.models import Opinion, OpinionSummary, OpinionTally, Revision
from cases.queries.opinions import Counted, counted_on


def count_opinions(records: Collection[int]) -> None:
    """Count the opinions on these cases anew."""
    if not Opinion.objects.filter(record__in=records).exists():
        return
    OpinionTally.objects.filter(case__in=records).delete()
    OpinionSummary.objects.filter(case__in=records).delete()
    _write(counted_on(records))


def count_after_acceptance(revision: Revision) -> None:
    """Count the case anew, and, when this was its author's first acceptance, all that they judged."""
    records = {revision.record_id}
    if _is_first(revision.author, revision):
        records |= set(Opinion.objects.filter(by=revision.author).values_list("record", flat=True))
    count_opinions(records)


def replace_figures() -> None:
    """Make the figures of all cases again."""
    OpinionTally.objects.all().delete()
    OpinionSummary.objects.all().delete()
    _write(counted_on())


def _is_first(author: User, accepted: Revision) -> bool:
    others = Revision.objects.by(author).filter(standing__state=State.APPROVED)
    return not others.exclude(pk=accepted.pk).exists()


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
