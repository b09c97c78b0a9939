"""Checks of what decisions and the queue rest on: partial acceptances, and the marks of what waits."""

from collections import defaultdict
from collections.abc import Iterator

from cases.domain.changes import changed_fields
from cases.domain.choosing import chosen_content
from cases.domain.content import content_hash
from cases.domain.messages import ContentProblems
from cases.domain.queue_marks import marks_of
from cases.models import PartialAcceptance, QueueMark, Revision
from cases.queries.imports import marks_of_waiting_imports
from cases.queries.merge import offer_of

CHUNK = 200


def faults_of_decisions() -> Iterator[str]:
    """Yield one sentence for each partial acceptance or mark that is not as it must be."""
    yield from _partial_acceptances()
    yield from _marks()


def _partial_acceptances() -> Iterator[str]:
    rows = PartialAcceptance.objects.select_related("revision__base", "revision__follows__base")
    for row in rows.order_by("pk").iterator(CHUNK):
        try:
            is_right = _is_some_of_what_it_follows(row)
        except ContentProblems:
            continue  # said of the revision
        if not is_right:
            yield f"Revision {row.pk}: it is not the chosen changes of the revision that it follows."


def _is_some_of_what_it_follows(row: PartialAcceptance) -> bool:
    """Whether the moderator chose among the author's changes and wrote nothing."""
    part, whole = row.revision, row.revision.follows
    if whole is None or whole.author_id != part.author_id:
        return False
    offer = offer_of(whole, onto=part.base)
    offered = {change.path for change in changed_fields(offer.before, offer.content)}
    if offered != {*row.accepted, *row.left_out} or set(row.accepted) & set(row.left_out):
        return False
    chosen = chosen_content(offer.before, offer.content, row.accepted)
    return content_hash(chosen) == part.content_hash


def _marks() -> Iterator[str]:
    found = defaultdict(set)
    for pk, mark in QueueMark.objects.values_list("revision", "mark"):
        found[pk].add(mark)
    imported = marks_of_waiting_imports()
    for revision in Revision.objects.waiting().select_related("base").iterator(CHUNK):
        try:
            expected = marks_of(revision.base.read() if revision.base else None, revision.read())
            expected |= imported.get(revision.submission_key, frozenset())
        except ContentProblems:
            continue  # said of the revision
        if found.pop(revision.pk, set()) != expected:
            yield f"Revision {revision.pk}: its marks in the queue are not those of its changes."
    yield from (f"Revision {pk}: it is marked in the queue and does not wait." for pk in sorted(found))
