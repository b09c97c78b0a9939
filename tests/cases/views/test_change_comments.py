"""Comments on a waiting change as its author and its reviewers see them."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import change_comments, reviews
from cases.actions.reviews import seen_now
from cases.models import ChangeComment, Revision
from tests.kept import kept
from tests.world import content, submitted

Browser = Callable[[User], Client]


@kept
def waiting(amina: User) -> Revision:
    """Amina's new case."""
    return submitted(content(), by=amina)


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_reviewer_and_author_talk_under_the_change(
    waiting: Revision, amina: User, chiara: User, signed_in: Browser
) -> None:
    address = f"/review/{waiting.pk}/comments/"
    for person, text, back in ((chiara, "Who says so?", "/review/"), (amina, "They do.", "/me/changes/")):
        answer = signed_in(person).post(address, {"path": "summary", "comment.summary": text})
        assert answer.headers["Location"].startswith(back)
    for person, place in ((chiara, "review"), (amina, "me/changes")):
        shown = page(signed_in(person), f"/{place}/{waiting.pk}/")
        assert shown.index("Who says so?") < shown.index("They do.") < shown.index("change-3")
    assert "2 comments are open." in page(signed_in(chiara), f"/review/{waiting.pk}/")


def test_the_thread_goes_on_in_the_answer_until_it_is_resolved(
    waiting: Revision, amina: User, chiara: User, signed_in: Browser
) -> None:
    comment = change_comments.write(revision=waiting, path="summary", text="Who says so?", by=chiara)
    reviews.ask_for_changes(revision=waiting, by=chiara, seen=seen_now(waiting), reason="other", note="See.")
    answer = submitted(content(summary="Better."), by=amina, follows=waiting)
    address = f"/me/changes/{answer.pk}/"
    assert f"on change {waiting.pk}, which this goes on from" in page(signed_in(amina), address)
    signed_in(amina).post(f"/review/{answer.pk}/comments/{comment.pk}/")
    assert f"Resolved by change {answer.pk}, says <bdi>Amina</bdi>" in page(signed_in(amina), address)
    assert "comment is open" not in page(signed_in(chiara), f"/review/{answer.pk}/")


def test_a_comment_on_what_no_longer_changes_is_still_shown(
    waiting: Revision, amina: User, chiara: User, signed_in: Browser
) -> None:
    change_comments.write(revision=waiting, path="tags", text="Which commons?", by=chiara)
    reviews.ask_for_changes(revision=waiting, by=chiara, seen=seen_now(waiting), reason="other", note="See.")
    answer = submitted(content(tags=()), by=amina, follows=waiting)
    for person, place in ((chiara, "review"), (amina, "me/changes")):
        shown = page(signed_in(person), f"/{place}/{answer.pk}/")
        assert "Comments on what this change no longer touches" in shown
        assert "Which commons?" in shown


def test_a_comment_that_is_refused_is_not_lost(waiting: Revision, chiara: User, signed_in: Browser) -> None:
    long = "word " * 500
    typed = {"path": "summary", "comment.summary": long}
    answer = signed_in(chiara).post(f"/review/{waiting.pk}/comments/", typed)
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert "This has 2500 characters. Shorten it to 2000." in answer.content.decode()


def test_a_comment_of_the_author_that_is_refused_is_not_lost(
    waiting: Revision, amina: User, signed_in: Browser
) -> None:
    typed = {"path": "summary", "comment.summary": "word " * 500}
    answer = signed_in(amina).post(f"/review/{waiting.pk}/comments/", typed)
    assert answer.status_code == 422
    assert "word " * 500 in answer.content.decode()


def test_a_comment_leaves_what_else_was_typed_on_the_page(
    waiting: Revision, chiara: User, signed_in: Browser
) -> None:
    decision = {"decision": "changes_requested", "reason": "other", "ticked": ["tags"], "note": "Name one."}
    typed = {"path": "summary", "comment.summary": "Who says so?", "comment.tags": "Half a", **decision}
    answer = signed_in(chiara).post(f"/review/{waiting.pk}/comments/", typed)
    form, page = answer.context["form"], answer.content.decode()
    assert {name: form[name].value() for name in decision} == decision
    assert "Half a</textarea>" in page
    assert page.count("Who says so?") == 1


def test_one_that_came_too_late_is_not_lost_either(
    waiting: Revision, chiara: User, deniz: User, signed_in: Browser
) -> None:
    reviews.decline(revision=waiting, by=deniz, seen=seen_now(waiting), reason="other", note="No.")
    typed = {"path": "summary", "comment.summary": "Too late."}
    answer = signed_in(chiara).post(f"/review/{waiting.pk}/comments/", typed)
    assert answer.status_code == 409
    assert "Too late." in answer.content.decode()


@pytest.mark.parametrize("typed", [{"path": "x", "text": "y"}, {"text": "y"}, {"path": "summary", "z": ""}])
def test_a_form_that_was_tampered_with_is_refused(
    waiting: Revision, chiara: User, signed_in: Browser, typed: dict[str, str]
) -> None:
    assert signed_in(chiara).post(f"/review/{waiting.pk}/comments/", typed).status_code == 400
    assert not ChangeComment.objects.exists()


def test_nobody_else_finds_it(waiting: Revision, bruno: User, chiara: User, signed_in: Browser) -> None:
    comment = change_comments.write(revision=waiting, path="summary", text="Who says so?", by=chiara)
    for place in ("", f"{comment.pk}/"):
        address = f"/review/{waiting.pk}/comments/{place}"
        assert signed_in(bruno).get(address).status_code == 404
        assert signed_in(bruno).post(address, {"path": "summary", "text": "x"}).status_code == 404
