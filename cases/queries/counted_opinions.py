"""Whose second opinions count: the one place that says it.

An opinion counts while it is the newest of its person on a public case, some work of that person stands (it
was accepted, and neither its text is hidden nor its case hidden or withdrawn), and the person wrote nothing
of the case. So nobody votes with empty accounts or with work that was taken away, and what the authors of a
case think of it is the published placement. Work in a case that was merged stands in the other one.

Whatever changes one of these counts anew in its transaction (`actions/opinion_counts.py`), and `verify`
compares what is public with this rule.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from cases.domain.off_page import OffPage
from cases.models import Opinion, Revision
from cases.models.opinion import OpinionQuerySet
from cases.models.revision import RevisionQuerySet
from cases.queries.fixed import fixed

TAKEN_AWAY = (OffPage.HIDDEN, OffPage.WITHDRAWN)


def opinions_count(person: User) -> bool:
    """Whether second opinions of the person count, on cases of which they wrote nothing; one query."""
    return _work_that_stands().by(person).exists()


def counted_opinions() -> OpinionQuerySet:
    """The opinions that the public figures hold."""
    has_work = _work_that_stands().filter(author=OuterRef("by"))
    wrote = Revision.objects.approved().filter(record=OuterRef("record")).written_by(OuterRef("by"))
    standing = Opinion.objects.standing().filter(record__case__isnull=False)
    return standing.filter(Exists(has_work), ~Exists(wrote))


def cases_judged_by(people: Collection[int]) -> set[int]:
    """The records on which these people ever gave an opinion."""
    return set(Opinion.objects.filter(by__in=people).values_list("record", flat=True))


def may_change_figures(*, author: int, record: int) -> bool:
    """Whether there is an opinion at all that work of this person in this case could bring in or out."""
    return bool(opinions_by_or_on(author, record))


@fixed
def opinions_by_or_on(author: int, record: int) -> "QuerySet[Opinion, tuple[int]]":
    """One of the opinions of this person, or on this case."""
    return Opinion.objects.filter(Q(by=author) | Q(record=record)).order_by().values_list("pk")[:1]


def authors_of(record: int) -> set[int]:
    """The people whose work in this case was accepted: with the case it stands or is taken away."""
    return set(Revision.objects.approved().filter(record=record).values_list("author", flat=True))


def stands_alone(revision: Revision) -> bool:
    """Whether no other work of the author of an accepted revision stands."""
    return not _work_that_stands().filter(author=revision.author_id).exclude(pk=revision.pk).exists()


def _work_that_stands() -> RevisionQuerySet:
    return Revision.objects.accepted().exclude(record__taken_down__kind__in=TAKEN_AWAY)
