"""Loading the casebook through the same actions that people use."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from accounts.models import Role, User
from cases.actions import reviews, submissions
from cases.actions.refusals import SecondNeeded
from cases.actions.reviews import seen_now
from cases.domain.content import content_hash
from cases.domain.vocabulary import CASEBOOK_AUTHOR, CASEBOOK_EDITOR
from cases.exchange.documents import Document
from cases.models import CaseRecord, Revision

NOTE = "From the casebook that comes with the site."


class Loaded(StrEnum):
    """What became of one document."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    EDITED_HERE = "edited_here"
    WAITS = "waits for two reviewers"
    OFF_PAGE = "off_page"


@dataclass(frozen=True, slots=True)
class Progress:
    """One document done: its slug and what became of it."""

    slug: str
    outcome: Loaded


def load_casebook(documents: Iterable[Document], *, tell: Callable[[Progress], None]) -> None:
    """Submit, review and publish each document that is new or changed.

    A case that people edited on the site since, or took off the page, is left alone, and a change that needs
    two reviewers is left in the queue for them. Raises Incomplete for a document that could not be sent by a
    person either.
    """
    author = _person(CASEBOOK_AUTHOR, Role.CONTRIBUTOR)
    editor = _person(CASEBOOK_EDITOR, Role.MODERATOR)
    for document in documents:
        tell(Progress(document.slug, _load(document, author, editor)))


def _load(document: Document, author: User, editor: User) -> Loaded:
    had = Q(past_addresses__slug=document.slug)
    records = CaseRecord.objects.select_related("published", "taken_down")
    record = records.filter(Q(slug=document.slug) | had).first()
    if record is not None and hasattr(record, "taken_down"):
        return Loaded.OFF_PAGE
    public = record.published if record else None
    if public is not None and public.content_hash == content_hash(document.content):
        return Loaded.UNCHANGED
    if public is not None and public.author_id != author.pk:
        return Loaded.EDITED_HERE
    if _waits(document, author):
        return Loaded.WAITS
    record = record or CaseRecord.objects.create(slug=document.slug)
    revision = submissions.submit(
        content=document.content,
        by=author,
        submission_key=uuid.uuid4(),
        record=record,
        base=public,
        note=NOTE,
    )
    revision = Revision.objects.with_people().get(pk=revision.pk)
    try:
        reviews.approve(revision=revision, by=editor, seen=seen_now(revision))
    except SecondNeeded:
        return Loaded.WAITS
    return Loaded.CHANGED if public else Loaded.NEW


def _waits(document: Document, author: User) -> bool:
    """Whether an earlier run left this very text in the queue."""
    waiting = Revision.objects.waiting().by(author)
    return waiting.filter(record__slug=document.slug, content_hash=content_hash(document.content)).exists()


def _person(name: str, role: Role) -> User:
    found = User.objects.filter(username=name).first()
    return found or User.objects.create_user(name, "", None, role=role)
