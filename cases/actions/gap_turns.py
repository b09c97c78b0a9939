"""Writing down the turns of gaps, in the publishing transaction."""

from django.db.models import Max

from cases.domain.gaps import Publication, Tallies, turns_of
from cases.models import GapTurn
from cases.queries.gap_turns import expected_turns, marks_of_others

ROWS_AT_ONCE = 500


def note_turns(publication: Publication, tallies: Tallies) -> None:
    """Write down which gaps a publication closes, thins out or opens. The tallies count it already."""
    turns = turns_of(publication, marks_of_others(publication, tallies) if publication.touched else {})
    if not turns:
        return
    rows = GapTurn.objects.filter(gap__in=[turn.gap for turn in turns])
    last = dict(rows.order_by().values_list("gap").annotate(Max("number")))
    GapTurn.objects.bulk_create(
        GapTurn(
            gap=turn.gap,
            number=last.get(turn.gap, 0) + 1,
            state=turn.state,
            case_id=publication.case,
            at=publication.at,
        )
        for turn in turns
    )


def replace_turns() -> None:
    """Write down every turn since the first approval, in the place of what is written there."""
    GapTurn.objects.all().delete()
    rows = (
        GapTurn(gap=turn.gap, number=turn.number, state=turn.state, case_id=turn.case, at=turn.at)
        for turn in expected_turns()
    )
    GapTurn.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
