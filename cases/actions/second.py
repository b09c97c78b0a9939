"""The first of the two reviewers that some changes need, and the rule that the second is somebody else."""

from dataclasses import dataclass

from accounts.models import User
from cases.actions import publication, trail
from cases.actions.refusals import FirstYesUnseen, Outdated, SecondNeeded
from cases.domain.content import CaseContent
from cases.models import FirstYes, Revision, Taking
from cases.queries.merge import merge_of
from cases.queries.second import first_yes_of, needs_second, revision_needs_second


@dataclass(frozen=True, slots=True)
class Before:
    """What was said before of a waiting revision: the first yes of two, and whether one is needed still."""

    first: FirstYes | None
    is_needed: bool


def said_before(revision: Revision) -> Before:
    """What was said before. Call with the revision locked."""
    first = first_yes_of(revision)
    return Before(first, is_needed=first is None and bool(revision_needs_second(revision)))


def check_second(before: Before, *, by: User, seen_first: int | None) -> None:
    """Let one person alone publish only what needs one reviewer.

    Raises SecondNeeded when nobody else accepted it before, and FirstYesUnseen when somebody did while this
    person looked at it without knowing.
    """
    if before.is_needed:
        raise SecondNeeded
    if before.first is not None:
        _check_first(before.first, by=by, seen_first=seen_first)


def _check_first(first: FirstYes, *, by: User, seen_first: int | None) -> None:
    if first.by_id == by.pk:
        raise SecondNeeded
    if first.pk != seen_first:
        raise FirstYesUnseen(first)


def check_part(
    revision: Revision,
    *,
    before: CaseContent | None,
    content: CaseContent,
    by: User,
    seen_first: int | None,
) -> None:
    """The same of the part of a change that a moderator chose: what it does to the case decides.

    A first yes was given to the whole change, and so to each part of it.
    """
    if not needs_second(revision.record, before, content, author=revision.author):
        return
    first = first_yes_of(revision)
    if first is None:
        raise SecondNeeded
    _check_first(first, by=by, seen_first=seen_first)


def say_first_yes(revision: Revision, *, by: User, note: str) -> FirstYes:
    """Write down that the first of two moderators accepts; the revision goes on waiting.

    Call with the revision locked, when it waits, `by` may decide on it and had it in view. Raises
    FirstYesUnseen when somebody was faster, SecondNeeded when it was this person, and Outdated.
    """
    first = first_yes_of(revision)
    if first is not None:
        raise SecondNeeded if first.by_id == by.pk else FirstYesUnseen(first)
    if revision.record.published is None or (revision.is_outdated and merge_of(revision).collisions):
        raise Outdated
    publication.bump_site_version(None)
    yes = FirstYes.objects.create(
        revision=revision,
        published=revision.record.published,
        content_hash=revision.content_hash,
        by=by,
        author=revision.author,
        note=note,
    )
    Taking.objects.filter(revision=revision).delete()
    trail.note("accepted_first", by=by, subject=revision, data={"published": yes.published_id})
    return yes
