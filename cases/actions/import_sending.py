"""Sending the items of an import, a few in each transaction, so that it can go on from anywhere."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions import submissions
from cases.actions.import_plan import Plan, ground_of_item, said_of
from cases.actions.refusals import (
    CaseOffPage,
    Incomplete,
    NotAllowed,
    NotWaiting,
    TooManyToday,
    TooManyWaiting,
)
from cases.actions.submissions import NewCase
from cases.domain.content import CaseContent, content_hash
from cases.domain.imports import ALREADY_ANSWERED, OFF_PAGE, ImportState, ItemState, Stopped
from cases.domain.messages import Problem
from cases.models import Import, ImportItem, ImportPiece
from cases.queries.imports import Brought, brought_before, waiting_imported
from cases.queries.newcomers import is_newcomer

STOPS: dict[type[Exception], Stopped] = {
    TooManyWaiting: Stopped.WAITING,
    TooManyToday: Stopped.TODAY,
    NotAllowed: Stopped.NOT_ALLOWED,
}


ITEMS_AT_ONCE = 20
"""So many items of new cases are sent in one transaction. Others wait for it, so it must be short."""


class Outcome(StrEnum):
    """What came of one item: sent as a new case or as a change of one, or put aside."""

    NEW = "new"
    CHANGE = "change"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one transaction: how many items were sent, whether that was all, and what stopped it."""

    sent: int = 0
    is_last: bool = False
    stopped: Stopped | None = None


class _Read(NamedTuple):
    """An item with what it says, None if it cannot be read, and the hash of that."""

    item: ImportItem
    content: CaseContent | None
    digest: str

    @classmethod
    def of(cls, item: ImportItem) -> Self:
        content = item.read()
        return cls(item, content, content_hash(content) if content else "")


def send_items(found: Import, *, seconds: float) -> bool:
    """Send items until the time is up; True when the import is at its end, or may go no further now."""
    until = time.monotonic() + seconds
    room = room_of(found.by) - waiting_imported(found.by)
    while time.monotonic() < until:
        if room <= 0:
            return _stop(found, Stopped.IMPORTED)
        turn = _send_some(found, min(room, ITEMS_AT_ONCE))
        if turn.stopped is not None:
            return _stop(found, turn.stopped)
        if turn.is_last:
            return True
        room -= turn.sent
    return False


def room_of(person: User) -> int:
    """How many changes of this person that came by imports may wait for review at once."""
    if person.is_moderator:
        return settings.IMPORTED_WAITING_OF_STEWARDS
    return settings.IMPORTED_WAITING_AT_MOST


def _send_some(found: Import, at_most: int) -> Turn:
    """Send the next items. What was sent before a refusal that stops the sending stays sent.

    A change of a case that is here already is the last of its turn: who holds one record and waits for
    another could wait for somebody who waits for the first.
    """
    with transaction.atomic():
        standing = Import.objects.select_for_update().filter(pk=found.pk, state=ImportState.SENDING).first()
        if standing is None:
            return Turn(is_last=True)
        items = ImportItem.objects.filter(of=found, state=ItemState.READY).order_by("number")[:at_most]
        if not items:
            _end(found)
            return Turn(is_last=True)
        sent: list[int] = []
        stopped = _send_each(items, found.by, sent)
        ImportItem.objects.filter(pk__in=sent).update(state=ItemState.SENT, content={})
    return Turn(len(sent), stopped=stopped)


def _send_each(items: Iterable[ImportItem], by: User, sent: list[int]) -> Stopped | None:
    """Send these items up to the first change of a case; note which were sent, and return what stopped it."""
    read = [_Read.of(item) for item in items]
    before = brought_before(
        by=by,
        names=[each.item.origin for each in read],
        digests=[each.digest for each in read],
    )
    # The limits of newcomers count one by one.
    new = [] if is_newcomer(by) else _plainly_new(read, before)
    try:
        _send_together(new, by, sent)
        for each in read[len(new) :]:
            outcome = _send(each, by, before)
            before.add(each.item, each.digest)
            if outcome is not Outcome.ASIDE:
                sent.append(each.item.pk)
            if outcome is Outcome.CHANGE:
                break
    except tuple(STOPS) as refusal:
        return STOPS[type(refusal)]
    return None


def _plainly_new(read: Iterable[_Read], before: Brought) -> list[_Read]:
    """The first of these, up to one that is here already, or may be; what is new is brought then."""
    new: list[_Read] = []
    for each in read:
        if each.content is None or before.may_have(each.item, each.digest):
            break
        before.add(each.item, each.digest)
        new.append(each)
    return new


def _send_together(new: Iterable[_Read], by: User, sent: list[int]) -> None:
    """Send new cases in the same few statements, and put aside what lacks something."""
    cases = [NewCase(content, item.submission_key, item.note) for item, content, _digest in new if content]
    if not cases:
        return
    faulty = submissions.submit_new_cases(cases=cases, by=by)
    for item, _content, _digest in new:
        if problems := faulty.get(item.submission_key):
            _put_aside(item, ItemState.INCOMPLETE, *map(said_of, problems))
        else:
            sent.append(item.pk)


def _send(read: _Read, by: User, before: Brought) -> Outcome:
    """Send one item, or put it aside. Raises what stops the sending."""
    item, content, digest = read
    if content is None:
        return _put_aside(item, ItemState.FAULTY)
    plan = Plan(ItemState.READY)
    if before.may_have(item, digest):
        plan = ground_of_item(item, content=content, by=by)
    if plan.state is not ItemState.READY:
        return _put_aside(item, plan.state, *plan.said)
    try:
        submissions.submit(
            content=content,
            by=by,
            submission_key=item.submission_key,
            record=plan.record,
            base=plan.base,
            follows=plan.follows,
            note=item.note,
        )
    except Incomplete as refusal:
        return _put_aside(item, ItemState.INCOMPLETE, *map(said_of, refusal.problems))
    except CaseOffPage:
        return _put_aside(item, ItemState.REFUSED, said_of(Problem("", OFF_PAGE)))
    except NotWaiting:
        return _put_aside(item, ItemState.REFUSED, said_of(Problem("", ALREADY_ANSWERED)))
    return Outcome.NEW if plan.record is None else Outcome.CHANGE


def _put_aside(item: ImportItem, state: ItemState, *said: dict[str, object]) -> Outcome:
    item.state, item.report = state, [*said, *item.report]
    item.save(update_fields=["state", "report"])
    return Outcome.ASIDE


def _stop(found: Import, why: Stopped) -> bool:
    rows = Import.objects.filter(pk=found.pk, state=ImportState.SENDING)
    rows.update(state=ImportState.READ, stopped=why)
    return True


def _end(found: Import) -> None:
    Import.objects.filter(pk=found.pk).update(state=ImportState.SENT, stopped="", sent_at=timezone.now())
    ImportPiece.objects.filter(of=found).delete()
