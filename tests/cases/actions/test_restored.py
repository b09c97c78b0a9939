"""After a restoration nothing of the lost time acts again: sessions, tokens, mail, hidden text."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import PersonalToken, Role, Scope, User
from accounts.token_actions import make_token
from cases.actions import comments, off_page
from cases.actions.hide_list import keep_hide_list
from cases.actions.outbox import deliver_due
from cases.actions.restored import settle
from cases.exchange.hide_list import HiddenText, HideList, NotAHideList, keep, read
from cases.models import Case, CaseRecord, Comment, HiddenRevision, Notice, OutboxMessage, TakenDown
from cases.queries.hide_list import hide_list, path_of_hide_list
from cases.queries.site_version import site_version
from cases.queries.verification import find_faults
from tests.kept import kept
from tests.world import began, content, published

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@kept
def case(amina: User, chiara: User) -> Case:
    """A published case."""
    return published(content(), by=amina, reviewer=chiara)


def test_sessions_and_tokens_end(case: Case, amina: User, signed_in: Callable[[User], Client]) -> None:
    signed_in(amina)
    make_token(by=amina, name="A program", scopes=[Scope.READ], days=5)
    before = site_version()
    settle(made_at=NOW, hidden=HideList())
    assert (Session.objects.count(), PersonalToken.objects.count()) == (0, 0)
    number, stamp = site_version()
    assert (number, stamp != before[1]) == (before[0] + 1, True)


def test_mail_waits_for_a_steward_and_notices_are_not_mailed_again(
    case: Case, mailoutbox: list[object]
) -> None:
    waiting = OutboxMessage.objects.waiting().count()
    assert waiting
    settle(made_at=NOW, hidden=HideList())
    deliver_due()
    assert (OutboxMessage.objects.waiting().count(), len(mailoutbox)) == (0, 0)
    dead = OutboxMessage.objects.dead()
    assert {row.last_error for row in dead} == {
        "Held: restored from a backup of 2026-11-26 00:00 UTC; it may have been sent since."
    }
    assert Notice.objects.unmailed().count() == 0


def test_what_was_hidden_is_hidden_again_each_in_its_way(case: Case, amina: User, chiara: User) -> None:
    newer = published(content(summary="More is known."), by=amina, reviewer=chiara, on=case)
    first = newer.record.revisions.order_by("pk")[0]
    comment = began(newer, by=chiara)
    assert isinstance(comment, Comment)
    off_page.hide_revision(revision=first, by=chiara, reason="privacy")
    hidden = comments.hide(comment=comment, reason="copied", by=chiara)
    listed = hide_list()
    off_page.unhide_revision(revision=first, by=chiara)
    comments.unhide(hidden=hidden, by=chiara)
    assert settle(made_at=NOW, hidden=listed).hidden == 2
    assert settle(made_at=NOW, hidden=listed).hidden == 0
    assert (HiddenRevision.objects.count(), Comment.objects.count(), list(find_faults())) == (1, 0, [])


def test_a_hidden_text_that_is_the_newest_of_the_backup_takes_its_case_along(
    case: Case, amina: User, chiara: User
) -> None:
    revision = case.record.published
    assert revision is not None
    hidden = HiddenText(revision.pk, revision.content_hash, "privacy", "", chiara.pk)
    listed = HideList(revisions=(hidden,))
    assert settle(made_at=NOW, hidden=listed).hidden == 1
    assert (TakenDown.objects.count(), Case.objects.count()) == (1, 0)


def test_somebody_who_is_no_moderator_in_the_backup_is_stood_in_for(
    case: Case, amina: User, chiara: User
) -> None:
    off_page.hide_case(record=case.record, by=chiara, reason="privacy")
    listed = hide_list()
    off_page.put_back_case(record=case.record, by=chiara)
    User.objects.filter(pk=chiara.pk).update(role=Role.CONTRIBUTOR)
    with pytest.raises(LookupError, match="no moderator"):
        settle(made_at=NOW, hidden=listed)
    assert Case.objects.count() == 1


def test_a_list_is_written_when_it_changed_and_read_as_it_was(
    case: Case, amina: User, chiara: User, tmp_path: Path
) -> None:
    off_page.hide_case(record=case.record, by=chiara, reason="privacy")
    path = tmp_path / "list.json"
    assert [keep(path, hide_list()), keep(path, hide_list())] == [True, False]
    assert read(path) == hide_list()
    path.write_text('{"cases": [{"record": "1"}]}', "utf-8")
    with pytest.raises(NotAHideList):
        read(path)


def test_the_worker_keeps_the_list_and_an_empty_site_leaves_it_alone(
    chiara: User, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    keep(path_of_hide_list(), HideList(revisions=(HiddenText(1, "x", "privacy", "", 1),)))
    assert not CaseRecord.objects.exists()
    assert keep_hide_list() is False
    assert len(read(path_of_hide_list())) == 1
