"""Writing in a discussion: what shows at once, what waits, what may be changed, and what is hidden."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from accounts.actions import delete_account
from accounts.models import User
from cases.actions import comment_reviews, comments, mail_choices, threads
from cases.actions.publication import rebuild_public
from cases.actions.refusals import (
    CommentMovedOn,
    Incomplete,
    NotAllowed,
    OwnWork,
    ThreadGone,
    TooLateToEdit,
    TooManyWaiting,
)
from cases.domain.notices import NoticeKind, Rhythm
from cases.domain.talk import EDITABLE_FOR, Anchor
from cases.models import (
    AuditEvent,
    Case,
    Comment,
    EarlierText,
    HiddenComment,
    Notice,
    OutboxMessage,
    SiteVersion,
    Thread,
    WaitingComment,
)
from cases.queries.notices import visible_notices
from cases.queries.verification import find_faults, is_rendered_by_older
from tests.kept import kept
from tests.world import accepted, answered, began, commented, content, person, published, waiting

Counting = Callable[[int], AbstractContextManager[object]]


@kept
def case(bruno: User, deniz: User) -> Case:
    """A case of Bruno, whose comments therefore show at once."""
    return published(content(), by=bruno, reviewer=deniz)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("-id").values_list("verb", flat=True)[:3])


def older(comment: Comment, by: timedelta) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(at=comment.at - by)
    return Comment.objects.get(pk=comment.pk)


def test_a_thread_knows_the_version_on_which_it_was_begun(case: Case, bruno: User, deniz: User) -> None:
    now = published(content(summary="Newer."), by=bruno, reviewer=deniz, on=case)
    thread = commented(now, by=bruno, about="part-market").thread
    assert (thread.begun_on, thread.anchor, thread.comments) == (2, Anchor(part="market"), 1)
    assert verbs()[0] == "begin_thread"


def test_an_answer_counts_and_brings_the_thread_up(case: Case, bruno: User, deniz: User) -> None:
    first = commented(case, by=bruno)
    second = answered(first, by=deniz)
    thread = Thread.objects.get()
    assert (thread.comments, thread.last_comment) == (2, second.pk)
    assert verbs()[0] == "comment"


def test_the_same_form_sent_twice_writes_once(case: Case, bruno: User, amina: User) -> None:
    said = {"case": case, "about": Anchor(), "subject": "S", "text": "T", "submission_key": uuid.uuid4()}
    assert comments.begin(by=bruno, **said) == comments.begin(by=bruno, **said)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        comments.begin(by=amina, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("subject", "text", "field"),
    [(" ", "T", "subject"), ("S", " ", "text"), ("S", "a" * 5001, "text"), ("S", "[" * 4000, "text")],
)
def test_what_says_nothing_or_too_much_is_refused(
    case: Case, bruno: User, subject: str, text: str, field: str
) -> None:
    with pytest.raises(Incomplete) as refusal:
        began(case, by=bruno, subject=subject, text=text)
    assert [problem.path for problem in refusal.value.problems] == [field]
    assert not Thread.objects.exists()


def test_whoever_may_not_contribute_may_not_talk(case: Case, bruno: User) -> None:
    bruno.is_active = False
    with pytest.raises(NotAllowed):
        began(case, by=bruno)


@pytest.mark.parametrize("writes", ["begin", "answer", "edit", "hide", "unhide", "resolve", "accept"])
def test_what_changes_a_public_page_is_a_new_version_of_the_site(
    case: Case, bruno: User, deniz: User, amina: User, writes: str
) -> None:
    comment, said = commented(case, by=bruno), waiting(case, by=amina)
    hidden = comments.hide(comment=answered(comment, by=bruno), reason="other", by=deniz)
    acts: dict[str, Callable[[], object]] = {
        "begin": lambda: commented(case, by=bruno),
        "answer": lambda: answered(comment, by=bruno),
        "edit": lambda: comments.edit(comment=comment, text="New", by=bruno),
        "hide": lambda: comments.hide(comment=comment, reason="other", by=deniz),
        "unhide": lambda: comments.unhide(hidden=hidden, by=deniz),
        "resolve": lambda: threads.resolve(thread=comment.thread, case=case, by=bruno),
        "accept": lambda: comment_reviews.accept(waiting=said, by=deniz),
    }
    before = SiteVersion.objects.get().number
    acts[writes]()
    assert SiteVersion.objects.get().number > before


# --- reviewed first -------------------------------------------------------------------------------


def test_a_newcomers_comment_waits_outside_the_public_tables(case: Case, amina: User) -> None:
    said = waiting(case, by=amina)
    assert (said.subject, said.begun_on) == ("Who pays for the masts?", 1)
    assert not Thread.objects.exists()
    assert not Comment.objects.exists()


def test_accepted_it_shows_and_the_next_one_needs_no_review(case: Case, amina: User, deniz: User) -> None:
    comment_reviews.accept(waiting=waiting(case, by=amina), by=deniz)
    assert Thread.objects.get().begun_by == amina
    assert isinstance(began(case, by=amina), Comment)
    assert "accept_comment" in verbs()


def test_somebody_whose_proposal_was_accepted_is_known(case: Case, amina: User, deniz: User) -> None:
    accepted(by=amina, reviewer=deniz)
    assert isinstance(began(case, by=amina), Comment)


def test_declined_it_never_shows_and_the_reason_is_kept(case: Case, amina: User, deniz: User) -> None:
    said = waiting(case, by=amina)
    decision = comment_reviews.decline(waiting=said, reason="advertising", by=deniz)
    assert (decision.decision, decision.reason) == ("declined", "advertising")
    assert not Comment.objects.exists()
    assert isinstance(began(case, by=amina), WaitingComment)


def test_one_decision_each_and_nobody_on_their_own(
    case: Case, amina: User, deniz: User, chiara: User
) -> None:
    said = waiting(case, by=amina)
    with pytest.raises(NotAllowed):
        comment_reviews.accept(waiting=said, by=amina)
    with pytest.raises(Incomplete):
        comment_reviews.decline(waiting=said, reason="", by=deniz)
    comment_reviews.accept(waiting=said, by=deniz)
    with pytest.raises(CommentMovedOn):
        comment_reviews.decline(waiting=said, reason="other", by=chiara)
    assert Comment.objects.count() == 1


def test_a_newcomer_who_became_a_moderator_does_not_decide_on_their_own(case: Case, amina: User) -> None:
    said = waiting(case, by=amina)
    User.objects.filter(pk=amina.pk).update(role="moderator")
    with pytest.raises(OwnWork):
        comment_reviews.accept(waiting=said, by=User.objects.get(pk=amina.pk))


def test_an_answer_to_a_thread_that_was_hidden_stays_waiting(
    case: Case, amina: User, bruno: User, deniz: User
) -> None:
    comment = commented(case, by=bruno)
    said = {"thread": comment.thread, "case": case, "text": "Yes", "submission_key": uuid.uuid4()}
    answer = comments.answer(by=amina, **said)  # type: ignore[arg-type]
    comments.hide(comment=comment, reason="attack", by=deniz)
    with pytest.raises(ThreadGone):
        comment_reviews.accept(waiting=answer, by=deniz)  # type: ignore[arg-type]
    assert WaitingComment.objects.waiting().count() == 1


def test_only_so_many_may_wait(case: Case, amina: User, settings: object) -> None:
    settings.NEWCOMERS_WAITING_AT_MOST = 1  # type: ignore[attr-defined]
    waiting(case, by=amina)
    with pytest.raises(TooManyWaiting):
        began(case, by=amina)


# --- changing, hiding, resolving ------------------------------------------------------------------


def test_an_author_changes_their_words_and_the_earlier_ones_are_kept(case: Case, bruno: User) -> None:
    comment = comments.edit(comment=commented(case, by=bruno), text="Nobody *does*.", by=bruno)
    assert comment.html == "<p>Nobody <em>does</em>.</p>"
    assert comment.edited_at is not None
    assert EarlierText.objects.get(comment=comment.pk).text == "Who does?"


def test_after_half_an_hour_the_words_stand(case: Case, bruno: User) -> None:
    comment = older(commented(case, by=bruno), EDITABLE_FOR)
    with pytest.raises(TooLateToEdit):
        comments.edit(comment=comment, text="No", by=bruno)


@pytest.mark.parametrize("who", ["amina", "deniz"])
def test_nobody_changes_the_words_of_others(
    case: Case, bruno: User, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        comments.edit(comment=commented(case, by=bruno), text="No", by=request.getfixturevalue(who))


def test_a_hidden_comment_leaves_the_public_table_and_comes_back_as_it_was(
    case: Case, bruno: User, deniz: User
) -> None:
    comment = answered(commented(case, by=bruno), "@Deniz knows.", by=bruno)
    hidden = comments.hide(comment=comment, reason="personal", by=deniz)
    assert Comment.objects.count() == Thread.objects.get().comments == 1
    again = comments.unhide(hidden=hidden, by=deniz)
    assert (again.pk, again.text, again.at, again.html) == (
        comment.pk,
        comment.text,
        comment.at,
        comment.html,
    )
    assert not HiddenComment.objects.exists()
    assert verbs()[:2] == ["unhide_comment", "hide_comment"]


def test_what_a_hidden_comment_does_not_carry_is_made_again() -> None:
    columns = {field.attname for field in Comment._meta.concrete_fields}
    assert columns - set(comments.CARRIED) == {"html", "renderer"}
    assert set(comments.CARRIED) <= {field.attname for field in HiddenComment._meta.concrete_fields}


def test_a_thread_whose_comments_are_all_hidden_is_gone(case: Case, bruno: User, deniz: User) -> None:
    comment = commented(case, by=bruno)
    comments.hide(comment=comment, reason="attack", by=deniz)
    assert not Thread.objects.shown().exists()
    with pytest.raises(ThreadGone):
        answered(comment, by=bruno)


def test_two_moderators_hide_it_once(case: Case, bruno: User, deniz: User, chiara: User) -> None:
    comment = commented(case, by=bruno)
    same = Comment.objects.get(pk=comment.pk)
    hidden = comments.hide(comment=comment, reason="attack", by=deniz)
    with pytest.raises(CommentMovedOn):
        comments.hide(comment=same, reason="other", by=chiara)
    comments.unhide(hidden=HiddenComment.objects.get(), by=chiara)
    with pytest.raises(CommentMovedOn):
        comments.unhide(hidden=hidden, by=deniz)


@pytest.mark.parametrize(
    ("who", "reason", "refusal"), [("bruno", "attack", NotAllowed), ("deniz", "", Incomplete)]
)
def test_only_moderators_hide_and_they_say_why(
    case: Case, bruno: User, who: str, reason: str, refusal: type[Exception], request: pytest.FixtureRequest
) -> None:
    with pytest.raises(refusal):
        comments.hide(comment=commented(case, by=bruno), reason=reason, by=request.getfixturevalue(who))


@pytest.mark.parametrize(("who", "may"), [("bruno", True), ("deniz", True), ("amina", False)])
def test_who_began_a_thread_or_moderates_resolves_it(
    case: Case, bruno: User, who: str, may: bool, request: pytest.FixtureRequest
) -> None:
    thread, by = commented(case, by=bruno).thread, request.getfixturevalue(who)
    if not may:
        with pytest.raises(NotAllowed):
            threads.resolve(thread=thread, case=case, by=by)
        return
    threads.resolve(thread=thread, case=case, by=by)
    now = Thread.objects.get()
    assert (now.resolved_on, now.resolved_by) == (1, by)
    threads.reopen(thread=thread, by=by)
    assert Thread.objects.get().resolved_at is None
    assert verbs()[:2] == ["reopen_thread", "resolve_thread"]


# --- telling people -------------------------------------------------------------------------------


def told() -> list[tuple[str, str]]:
    """Who reads of a comment that is public now, and what."""
    rows = Notice.objects.filter(kind__in=["mention", "answer"]).select_related("person", "actor")
    return sorted(
        (row.notice.person.username.lower(), row.says)
        for notice in rows
        for row in visible_notices(notice.person, [notice])
    )


CALLED = "Somebody calls you by name in a discussion."
ANSWERED = "There is a new answer in a discussion of yours."


def test_who_is_called_and_who_wrote_before_are_told_once(
    case: Case, bruno: User, deniz: User, amina: User
) -> None:
    first = commented(case, by=bruno)
    answered(first, "@amina @Amina @nobody and I, @Deniz", by=deniz)
    assert told() == [("amina", CALLED), ("bruno", ANSWERED)]


def test_who_is_called_and_wrote_before_hears_of_it_once(case: Case, bruno: User, deniz: User) -> None:
    answered(commented(case, by=bruno), "@Bruno?", by=deniz)
    assert told() == [("bruno", CALLED)]


@pytest.mark.parametrize("wrote_before", [1, 9])
def test_telling_takes_as_many_queries_however_many_wrote_before(
    case: Case, bruno: User, django_assert_num_queries: Counting, wrote_before: int
) -> None:
    first = commented(case, by=bruno)
    for number in range(wrote_before):
        answered(first, by=person(f"writer-{number}", role="moderator"))
    Notice.objects.all().delete()
    with django_assert_num_queries(22):
        answered(first, by=bruno)
    assert Notice.objects.filter(kind=NoticeKind.ANSWER).count() == wrote_before


def test_who_wants_no_mail_is_told_on_the_page_alone(case: Case, bruno: User, deniz: User) -> None:
    mail_choices.choose(by=bruno, rhythm=Rhythm.NEVER, watches_own=True)
    answered(commented(case, by=bruno), by=deniz)
    assert Notice.objects.filter(person=bruno, kind=NoticeKind.ANSWER).exists()
    assert not OutboxMessage.objects.filter(recipient=bruno, kind__in=["notice", "digest"]).exists()


def test_nobody_is_told_of_what_was_hidden_before_the_mail_left(
    case: Case, bruno: User, deniz: User, amina: User
) -> None:
    first = commented(case, by=bruno)
    comments.hide(comment=answered(first, "@Amina", by=deniz), reason="attack", by=deniz)
    assert told() == []


def test_a_comment_that_waits_tells_nobody_until_it_is_accepted(
    case: Case, amina: User, bruno: User, deniz: User
) -> None:
    said = waiting(case, by=amina, text="@Bruno?")
    assert told() == []
    comment_reviews.accept(waiting=said, by=deniz)
    assert told() == [("bruno", CALLED)]


def test_ten_people_may_be_called_and_not_eleven(case: Case, bruno: User) -> None:
    names = [f"P{letter * 3}" for letter in "abcdefghjkq"]
    for name in names:
        person(name)
    commented(case, by=bruno, text=" ".join(f"@{name}," for name in names[:10]))
    with pytest.raises(Incomplete):
        began(case, by=bruno, text=" ".join(f"@{name}," for name in names))


def test_nobody_who_left_is_linked_to(case: Case, bruno: User, amina: User) -> None:
    comment = commented(case, by=bruno, text="@Amina")
    assert "/people/Amina/" in comment.html
    delete_account(user=amina, by=amina)
    assert Comment.objects.get().html == "<p>@Amina</p>"


# --- made again -----------------------------------------------------------------------------------


def test_comments_are_checked_and_rendered_again(case: Case, bruno: User) -> None:
    comment = commented(case, by=bruno)
    Comment.objects.update(html="<b>old</b>", renderer=0)
    Thread.objects.update(comments=7)
    assert len(list(find_faults())) == 2
    assert is_rendered_by_older()
    rebuild_public()
    assert Comment.objects.get().html == comment.html
    assert list(find_faults()) == []
