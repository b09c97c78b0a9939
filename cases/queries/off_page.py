"""What is off the page: what the public reads of it, and what moderators see."""

from cases.models import TakenDown, WithdrawnCase


def withdrawn_row(taken: TakenDown) -> WithdrawnCase:
    """What the public should read of a withdrawn case, not saved; needs `record` loaded."""
    return WithdrawnCase(
        record=taken.record,
        slug=taken.record.slug or "",
        reason=taken.reason,
        note=taken.note,
        at=taken.at,
    )
