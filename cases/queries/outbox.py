"""What stewards see of the outbox. It never shows what a message says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from cases.models import OutboxMessage

SHOWN_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """The newest dead messages and the next waiting ones, with how many there are of both."""

    dead: tuple[OutboxMessage, ...]
    dead_in_all: int
    waiting: tuple[OutboxMessage, ...]
    waiting_in_all: int
    late: int


def load_outbox() -> OutboxPage:
    """Read the page; five queries."""
    dead = OutboxMessage.objects.dead().select_related("recipient")
    waiting = OutboxMessage.objects.waiting().select_related("recipient")
    return OutboxPage(
        dead=tuple(dead.order_by("-dropped_at", "-id")[:SHOWN_AT_MOST]),
        dead_in_all=dead.count(),
        waiting=tuple(waiting.order_by("due_at", "id")[:SHOWN_AT_MOST]),
        waiting_in_all=waiting.count(),
        late=waiting.filter(due_at__lt=timezone.now()).count(),
    )


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many messages wait, how many of them failed for an hour, and how many were given up.

    `overdue` is for how long the oldest is due.
    """

    waiting: int
    failing: int
    dead: int
    overdue: timedelta


def outbox_state(now: datetime) -> OutboxState:
    """Read the state; three queries."""
    waiting = OutboxMessage.objects.waiting().order_by().aggregate(number=Count("pk"), due=Min("due_at"))
    due = waiting["due"] or now
    return OutboxState(
        waiting=waiting["number"],
        failing=OutboxMessage.objects.failing().count(),
        dead=OutboxMessage.objects.dead().count(),
        overdue=max(now - due, timedelta(0)),
    )
