"""Doing once what a program sends several times under one key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.refusals import KeyUsedOtherwise, Refusal
from cases.domain.content import Data
from cases.models import KeptAnswer

KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Once:
    """The answer to a writing, and whether it was done before, under the same key."""

    answer: Data
    is_again: bool


def once(*, by: User, key: str, digest: str, act: Callable[[], Data]) -> Once:
    """Do it, or return what it answered when the same was sent with this key before.

    `digest` is that of all that was sent. `act` writes and returns numbers and states to be kept; what it
    refuses is not kept, so that it can be mended and sent again. Two at once wait for each other on the
    unique key. Raises KeyUsedOtherwise, and whatever `act` refuses.
    """
    refusal: Refusal | None = None
    with transaction.atomic():
        KeptAnswer.objects.filter(person=by, at__lt=timezone.now() - KEPT_FOR).delete()
        row, is_new = KeptAnswer.objects.get_or_create(person=by, key=key, defaults={"digest": digest})
        if not is_new:
            if row.digest != digest:
                raise KeyUsedOtherwise
            return Once(row.answer, is_again=True)
        try:
            row.answer = act()
            row.save(update_fields=["answer"])
        except Refusal as refused:
            # What the act noted of its refusal stays, so this transaction must end well.
            row.delete()
            refusal = refused
    if refusal is not None:
        raise refusal
    return Once(row.answer, is_again=False)
