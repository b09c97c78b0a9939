"""Loading the casebook through the same actions that people use."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import Role, User
from cases.actions import reviews, submissions
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
    OFF_PAGE = "off_page"


@dataclass(frozen=True, slots=True)
class Progress:
    """One document done: its slug and what became of it."""

    slug: str
    outcome: Loaded


def load_casebook(documents: Iterable[Document], *, tell: Callable[[Progress], None]) -> None:
    """Submit, review and publish each document that is new or changed.

    A case that people edited on the site since, or took off the page, is left alone. Raises Incomplete
    for a document that could not be sent by a person either.
    """
    author = _person(CASEBOOK_AUTHOR, Role.CONTRIBUTOR)
    editor = _person(CASEBOOK_EDITOR, Role.MODERATOR)
    for document in documents:
        tell(Progress(document.slug, _load(document, author, editor)))


def _load(document: Document, author: User, editor: User) -> Loaded:
    record = CaseRecord.objects.select_related("published", "taken_down").filter(slug=document.slug).first()
    if record is not None and hasattr(record, "taken_down"):
        return Loaded.OFF_PAGE
    public = record.published if record else None
    if public is not None and public.content_hash == content_hash(document.content):
        return Loaded.UNCHANGED
    if public is not None and public.author_id != author.pk:
        return Loaded.EDITED_HERE
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
    reviews.approve(revision=revision, by=editor, seen=seen_now(revision))
    return Loaded.CHANGED if public else Loaded.NEW


def _person(name: str, role: Role) -> User:
    found = User.objects.filter(username=name).first()
    return found or User.objects.create_user(name, "", None, role=role)
