"""Comments on parts of a waiting change: who may, on what, until when, and the one mail."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from cases.actions import change_comments, outbox, reviews, submissions
from cases.actions.refusals import Incomplete, NoSuchPart, NotAllowed, NotWaiting
from cases.actions.reviews import seen_now
from cases.models import AuditEvent, ChangeComment, OutboxMessage, Review, Revision
from tests.kept import kept
from tests.world import content, submitted

Letters = list[object]


@kept
def waiting(amina: User) -> Revision:
    """Amina's new case."""
    return submitted(content(), by=amina)


def say(revision: Revision, by: User, text: str = "Who says so?", path: str = "summary") -> ChangeComment:
    return change_comments.write(revision=revision, path=path, text=text, by=by)


def answered(revision: Revision, author: User, reviewer: User) -> Revision:
    """The author's answer to a reviewer who asked for changes."""
    seen = seen_now(revision)
    reviews.ask_for_changes(revision=revision, by=reviewer, seen=seen, reason="other", note="Please.")
    return submitted(content(summary="Better."), by=author, follows=revision)


def due(kind: str = "comments") -> list[OutboxMessage]:
    OutboxMessage.objects.filter(kind=kind).update(due_at="2020-01-01T00:00Z")
    return list(OutboxMessage.objects.filter(kind=kind))


def test_a_comment_decides_nothing_and_is_kept_as_typed(waiting: Revision, amina: User, chiara: User) -> None:
    assert say(waiting, chiara, "  two\n\n  lines ").text == "  two\n\n  lines "
    say(waiting, amina, "An answer.")
    assert not Review.objects.exists()
    assert list(AuditEvent.objects.values_list("verb", flat=True))[1:] == ["commented", "commented"]


def test_strangers_to_the_change_do_not_comment(waiting: Revision, bruno: User) -> None:
    with pytest.raises(NotAllowed):
        say(waiting, bruno)


@pytest.mark.parametrize("path", ["parts.state", "illustrations.1a.supports", "nothing", "x" * 120])
def test_only_on_what_changes(waiting: Revision, chiara: User, path: str) -> None:
    with pytest.raises(NoSuchPart):
        say(waiting, chiara, path=path)


@pytest.mark.parametrize("text", ["", " \n", "x" * 2001])
def test_something_and_not_too_much(waiting: Revision, chiara: User, text: str) -> None:
    with pytest.raises(Incomplete):
        say(waiting, chiara, text)


def test_not_on_what_left_the_queue(waiting: Revision, amina: User, chiara: User) -> None:
    submissions.withdraw(revision=waiting, by=amina)
    with pytest.raises(NotWaiting):
        say(waiting, chiara)


def test_a_page_of_comments_is_bounded(
    waiting: Revision, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_comments, "COMMENTS_AT_MOST", 1)
    say(waiting, chiara)
    with pytest.raises(Incomplete):
        say(waiting, chiara)


def test_an_answer_resolves_a_comment_once(waiting: Revision, amina: User, chiara: User) -> None:
    comment = say(waiting, chiara)
    with pytest.raises(NoSuchPart):
        change_comments.resolve(comment=comment, revision=waiting, by=amina)
    answer = answered(waiting, amina, chiara)
    assert change_comments.resolve(comment=comment, revision=answer, by=amina).revision == answer
    with pytest.raises(NoSuchPart):
        change_comments.resolve(comment=comment, revision=answer, by=chiara)
    assert AuditEvent.objects.filter(verb="resolved").count() == 1


def test_who_may_not_read_it_does_not_resolve_it(
    waiting: Revision, amina: User, bruno: User, chiara: User
) -> None:
    comment = say(waiting, chiara)
    with pytest.raises(NotAllowed):
        change_comments.resolve(comment=comment, revision=answered(waiting, amina, chiara), by=bruno)


def test_the_author_gets_one_mail_for_a_batch(
    waiting: Revision, amina: User, chiara: User, mailoutbox: Letters
) -> None:
    for text in ("First.", "Second."):
        say(waiting, chiara, text)
    say(waiting, amina, "My answer.")
    assert [message.recipient for message in due()] == [amina]
    outbox.deliver_due()
    body = str(mailoutbox[0].body)  # type: ignore[attr-defined]
    assert all(words in body for words in ("First.", "Second.", f"/me/changes/{waiting.pk}/"))
    assert "My answer." not in body


def test_nobody_gets_it_who_may_no_longer_see_the_change(
    waiting: Revision, amina: User, chiara: User, mailoutbox: Letters
) -> None:
    say(waiting, chiara)
    due()
    User.objects.filter(pk=amina.pk).update(is_active=False)
    outbox.deliver_due()
    assert mailoutbox == []


def test_the_database_keeps_what_was_said(waiting: Revision, chiara: User) -> None:
    say(waiting, chiara)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_changecomment SET text = 'x'")
