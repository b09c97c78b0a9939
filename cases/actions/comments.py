"""Beginning a thread, answering in it, changing one's own words, and hiding what must not stand."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import notices, publication, trail
from cases.actions.comment_html import check_text, count_comments, write_html
from cases.actions.moves import hold_writer
from cases.actions.refusals import (
    CommentMovedOn,
    Incomplete,
    NotAllowed,
    ThreadGone,
    TooLateToEdit,
    TooManyWaiting,
)
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.notices import NoticeKind
from cases.domain.talk import COMMENT_REASON_CODES, Anchor, problems_of_subject
from cases.models import Case, Comment, EarlierText, HiddenComment, Thread, WaitingComment
from cases.queries.accepted import has_accepted_work

Written = Comment | HiddenComment | WaitingComment

CARRIED = ("id", "thread_id", "author_id", "text", "at", "edited_at", "submission_key")
"""The columns that a comment keeps when it is hidden and when it is shown again."""


def begin(
    *, case: Case, about: Anchor, subject: str, text: str, by: User, submission_key: uuid.UUID
) -> Written:
    """Begin a thread with its first comment. The same key again returns what the first sending wrote.

    What somebody writes none of whose work was accepted yet waits for a moderator. Raises NotAllowed,
    Incomplete, TooManyWaiting.
    """
    if not permissions.may_talk(by):
        raise NotAllowed
    if problems := problems_of_subject(subject):
        raise Incomplete(problems)
    check_text(text)
    waiting = WaitingComment(
        record_id=case.pk,
        about=about.address,
        subject=subject.strip(),
        begun_on=case.version,
        text=text.strip(),
        author=by,
        submission_key=submission_key,
    )
    return _write(waiting)


def answer(*, thread: Thread, case: Case, text: str, by: User, submission_key: uuid.UUID) -> Written:
    """Add a comment to a thread. As `begin`; raises ThreadGone when everything in it was hidden."""
    if not permissions.may_talk(by):
        raise NotAllowed
    check_text(text)
    waiting = WaitingComment(
        record_id=thread.record_id,
        thread=thread,
        begun_on=case.version,
        text=text.strip(),
        author=by,
        submission_key=submission_key,
    )
    return _write(waiting)


def edit(*, comment: Comment, text: str, by: User) -> Comment:
    """Change the words of an own comment; the earlier ones are kept for moderators.

    Raises NotAllowed, TooLateToEdit, Incomplete, and CommentMovedOn when it was hidden meanwhile.
    """
    if by.pk != comment.author_id or not permissions.may_talk(by):
        raise NotAllowed
    if not permissions.may_edit_comment(by, comment):
        raise TooLateToEdit
    check_text(text)
    with transaction.atomic():
        publication.bump_site_version(None)
        now = _locked(comment)
        if now.text == text.strip():
            return now
        called_before = set(now.mentions.values_list("pk", flat=True))
        EarlierText.objects.create(comment=now.pk, text=now.text)
        now.text = text.strip()
        now.edited_at = timezone.now()
        now.save(update_fields=["text", "edited_at"])
        people = write_html(now)
        trail.note("edit_comment", by=by, subject=now, data={"thread": now.thread_id})
        called = [person for person in people if person.pk not in called_before]
        _tell(now, dict.fromkeys(called, NoticeKind.MENTION))
        return now


def hide(*, comment: Comment, reason: str, by: User) -> HiddenComment:
    """Take a comment out of every public page. Raises NotAllowed, Incomplete, CommentMovedOn."""
    if not permissions.may_hide_comments(by):
        raise NotAllowed
    if reason not in COMMENT_REASON_CODES:
        problem = Problem("reason", _("The reason is missing. Choose the one that fits best."))
        raise Incomplete((problem,))
    with transaction.atomic():
        publication.bump_site_version(None)
        now = _locked(comment)
        hidden = HiddenComment.objects.create(**_carried(now), reason=reason, hidden_by=by)
        trail.note("hide_comment", by=by, subject=now, data={"thread": now.thread_id, "reason": reason})
        now.delete()
        count_comments(hidden.thread)
        return hidden


def unhide(*, hidden: HiddenComment, by: User) -> Comment:
    """Show a comment again where it stood. Raises NotAllowed, CommentMovedOn."""
    if not permissions.may_hide_comments(by):
        raise NotAllowed
    with transaction.atomic():
        publication.bump_site_version(None)
        now = HiddenComment.objects.select_for_update().filter(pk=hidden.pk).first()
        if now is None:
            raise CommentMovedOn
        comment = Comment.objects.create(**_carried(now))
        now.delete()
        write_html(comment)
        count_comments(comment.thread)
        trail.note("unhide_comment", by=by, subject=comment, data={"thread": comment.thread_id})
        return comment


def publish_comment(waiting: WaitingComment) -> Comment:
    """Write what was said into the public tables and tell who should know. Call inside a transaction.

    Raises ThreadGone when everything in its thread was hidden.
    """
    publication.bump_site_version(None)
    comment = Comment.objects.create(
        thread=_thread_of(waiting),
        author=waiting.author,
        text=waiting.text,
        submission_key=waiting.submission_key,
    )
    called = write_html(comment)
    count_comments(comment.thread)
    _tell_all(comment, called)
    return comment


def _write(said: WaitingComment) -> Written:
    """Publish it, or let it wait for a moderator."""
    by = said.author
    with transaction.atomic():
        hold_writer(by)
        sent = _sent_before(said.submission_key)
        if sent is not None:
            if sent.author_id != by.pk:
                raise NotAllowed
            return sent
        verb = "comment" if said.thread_id else "begin_thread"
        if has_accepted_work(by):
            comment = publish_comment(said)
            trail.note(verb, by=by, subject=comment, data={"thread": comment.thread_id})
            return comment
        if by.waiting_comments.waiting().count() >= settings.NEWCOMERS_WAITING_AT_MOST:
            raise TooManyWaiting
        said.save(force_insert=True)
        trail.note(verb, by=by, subject=said, data={"case": said.record_id, "thread": said.thread_id})
        return said


def _sent_before(key: uuid.UUID) -> Written | None:
    tables: tuple[type[Written], ...] = (Comment, HiddenComment, WaitingComment)
    found = (table.objects.filter(submission_key=key).first() for table in tables)
    return next((row for row in found if row is not None), None)


def _thread_of(said: WaitingComment) -> Thread:
    """The thread that the comment goes on, locked, or the one that it begins."""
    if said.thread_id is None:
        return Thread.objects.create(
            record_id=said.record_id,
            about=said.about,
            subject=said.subject,
            begun_by=said.author,
            begun_on=said.begun_on,
        )
    thread = Thread.objects.select_for_update().shown().filter(pk=said.thread_id).first()
    if thread is None:
        raise ThreadGone
    return thread


def _carried(row: Comment | HiddenComment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CARRIED}


def _locked(comment: Comment) -> Comment:
    now = Comment.objects.select_for_update().select_related(None).filter(pk=comment.pk).first()
    if now is None:
        raise CommentMovedOn
    return now


def _tell_all(comment: Comment, called: Collection[User]) -> None:
    """Tell those who are called by name, and all others who wrote in the thread."""
    others = User.objects.filter(is_active=True, comments__thread=comment.thread).distinct()
    _tell(comment, dict.fromkeys(others, NoticeKind.ANSWER) | dict.fromkeys(called, NoticeKind.MENTION))


def _tell(comment: Comment, people: Mapping[User, NoticeKind]) -> None:
    by = comment.author
    told = [notices.notice_of(kind, to=to, about=comment, by=by) for to, kind in people.items() if to != by]
    notices.tell_many(told)
