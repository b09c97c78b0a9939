"""Giving a second opinion on a case, changing it, and taking it back."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import publication, trail
from cases.actions.opinion_counts import count_opinions
from cases.actions.refusals import ChangedSinceSeen, Incomplete, NotAllowed
from cases.domain.opinions import Choices, problems_of_opinion
from cases.models import CaseRecord, Opinion
from cases.queries.opinions import own_opinion
from models_taxonomy.models import Claim


def give(*, record: CaseRecord, by: User, choices: Choices, had_read: bool, seen: int) -> Opinion:
    """Keep where this person would place the case, in the place of what they said before.

    `seen` is the number of the revision that they read. Said again in the same words, nothing changes.
    Raises NotAllowed, Incomplete, and ChangedSinceSeen when another version is public by now.
    """
    claims = Claim.objects.filter(is_withdrawn=False).values_list("code", flat=True)
    problems = problems_of_opinion(choices, frozenset(claims))
    if problems:
        raise Incomplete(problems)
    with transaction.atomic():
        published = _held(record, by)
        if published != seen:
            raise ChangedSinceSeen
        before = own_opinion(by, record)
        said = (dict(choices), had_read, published)
        if before is not None and said == (before.said, before.had_read, before.revision_id):
            return before
        opinion = Opinion.objects.create(
            record=record, by=by, revision_id=published, choices=dict(choices), had_read=had_read
        )
        trail.note("opinion_given", by=by, subject=opinion, data={"record": record.pk})
        _make_public(record)
        return opinion


def withdraw(*, record: CaseRecord, by: User) -> None:
    """Take the opinion back; what was said stays in the record and counts no more. Raises NotAllowed."""
    with transaction.atomic():
        published = _held(record, by)
        before = own_opinion(by, record)
        if before is None:
            return
        opinion = Opinion.objects.create(
            record=record, by=by, revision_id=published, had_read=before.had_read, is_withdrawn=True
        )
        trail.note("opinion_withdrawn", by=by, subject=opinion, data={"record": record.pk})
        _make_public(record)


def _held(record: CaseRecord, by: User) -> int:
    """Wait for publications of the case and for the person's own other sendings; what is public then."""
    publication.take_turn()
    published = CaseRecord.objects.values_list("published", flat=True).get(pk=record.pk)
    if published is None or not permissions.may_give_opinion(by, record):
        raise NotAllowed
    return published


def _make_public(record: CaseRecord) -> None:
    count_opinions({record.pk})
    publication.bump_site_version(timezone.now())
