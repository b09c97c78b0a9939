"""Drafts have limits, and two pages on one draft never overwrite each other unseen."""

import uuid

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from cases.actions import drafts, submissions
from cases.actions.refusals import DraftMovedOn, DraftTooLarge, NotAllowed, TooManyDrafts, TooManyWaiting
from cases.models import Draft, Revision
from tests.world import content, published, submitted


def begun(by: User, key: uuid.UUID | None = None) -> Draft:
    return drafts.start(by=by, form="contribute", key=key or uuid.uuid4())


def kept(draft: Draft, by: User, text: str, seen: str | None = None) -> Draft:
    return drafts.keep(
        draft=draft, by=by, fields={"note": [text]}, title="", record=None, base=None, seen=seen
    )


def test_one_person_has_fifty_drafts_and_another_their_own(amina: User, bruno: User) -> None:
    first = begun(amina)
    for _number in range(49):
        begun(amina)
    with pytest.raises(TooManyDrafts):
        begun(amina)
    assert begun(amina, first.submission_key) == first
    begun(bruno)


def test_a_draft_is_at_most_a_megabyte(amina: User) -> None:
    draft = kept(begun(amina), amina, "ش" * 490_000)
    with pytest.raises(DraftTooLarge):
        kept(draft, amina, "ش" * 510_000)
    draft.refresh_from_db()
    assert draft.fields == {"note": ["ش" * 490_000]}


def test_the_later_page_does_not_overwrite_the_earlier(amina: User) -> None:
    draft = begun(amina)
    seen = drafts.seen_now(draft)
    kept(draft, amina, "One", seen)
    with pytest.raises(DraftMovedOn):
        kept(draft, amina, "Two", seen)
    assert Draft.objects.get().fields == {"note": ["One"]}


def test_the_same_text_twice_is_no_conflict(amina: User) -> None:
    draft = begun(amina)
    seen = drafts.seen_now(draft)
    kept(draft, amina, "One", seen)
    kept(draft, amina, "One", seen)
    assert Draft.objects.count() == 1


def test_a_draft_that_is_gone_cannot_be_kept(amina: User) -> None:
    draft = begun(amina)
    Draft.objects.all().delete()
    with pytest.raises(DraftMovedOn):
        kept(draft, amina, "One")


def test_nobody_keeps_in_a_draft_of_somebody_else(amina: User, bruno: User) -> None:
    with pytest.raises(NotAllowed):
        kept(begun(amina), bruno, "Mine now")


def test_until_something_is_accepted_only_so_much_may_wait(
    amina: User, chiara: User, settings: Settings
) -> None:
    settings.NEWCOMERS_WAITING_AT_MOST = 2
    submitted(content("One"), by=amina)
    submitted(content("Two"), by=amina)
    with pytest.raises(TooManyWaiting):
        submitted(content("Three"), by=amina)
    assert Revision.objects.count() == 2


def test_whoever_was_accepted_once_may_send_more(amina: User, chiara: User, settings: Settings) -> None:
    settings.NEWCOMERS_WAITING_AT_MOST = 1
    published(content("Zero"), by=amina, reviewer=chiara)
    submitted(content("One"), by=amina)
    submitted(content("Two"), by=amina)
    assert Revision.objects.waiting().count() == 2


def test_a_draft_that_was_sent_under_its_key_does_not_stay(amina: User) -> None:
    key = uuid.uuid4()
    submissions.submit(content=content(), by=amina, submission_key=key)
    submissions.submit(content=content(), by=amina, submission_key=key, draft=begun(amina, key))
    assert not Draft.objects.exists()
    assert Revision.objects.count() == 1


def test_who_left_begins_nothing(amina: User) -> None:
    amina.is_active = False
    with pytest.raises(NotAllowed):
        begun(amina)
    assert not Draft.objects.exists()


def test_a_key_of_somebody_else_opens_no_draft(amina: User, bruno: User) -> None:
    draft = begun(amina)
    with pytest.raises(NotAllowed):
        begun(bruno, draft.submission_key)


def test_nobody_else_throws_a_draft_away(amina: User, chiara: User) -> None:
    draft = begun(amina)
    with pytest.raises(NotAllowed):
        drafts.discard(draft=draft, by=chiara)
    drafts.discard(draft=draft, by=amina)
    assert not Draft.objects.exists()


def test_a_draft_is_not_begun_with_more_than_a_megabyte(amina: User) -> None:
    with pytest.raises(DraftTooLarge):
        drafts.start(by=amina, form="contribute", key=uuid.uuid4(), fields={"note": ["x" * 1_000_000]})
