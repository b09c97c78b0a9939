"""Revisions joined to the unapproved ones that they follow, however long that chain is."""

from collections.abc import Iterable

from cases.models import Revision


def join_chains(revisions: Iterable[Revision]) -> None:
    """Load everything that these revisions follow, in one query, with its people and its reviews.

    Without it each step of a chain would be a query of its own, in permissions and in templates.
    """
    rows = list(revisions)
    followed = Revision.objects.filter(
        record__in={row.record_id for row in rows}, followed_by__isnull=False
    ).defer("content")
    steps = {step.pk: step for step in followed.select_related("author", "prepared_by", "review__by")}
    for row in [*rows, *steps.values()]:
        if row.follows_id in steps:
            row.follows = steps[row.follows_id]


def chain_of(revision: Revision) -> tuple[Revision, ...]:
    """What a revision follows, the oldest first; needs `join_chains`."""
    found: list[Revision] = []
    step = revision.follows
    while step is not None:
        found.append(step)
        step = step.follows
    return tuple(reversed(found))
