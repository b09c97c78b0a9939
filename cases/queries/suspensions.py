"""Who is suspended and why, for the person, for moderators, and what appeals wait."""

from dataclasses import dataclass

from accounts.models import User
from cases.models import Appeal, Suspension

LISTED_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class OwnSuspension:
    """What a suspended person reads: the suspension, the open appeal, and those answered."""

    suspension: Suspension
    open_appeal: Appeal | None
    answered: tuple[Appeal, ...]


def standing_suspension(person: User) -> Suspension | None:
    """The suspension that holds now; one query, none for who is not suspended."""
    if not person.is_suspended:
        return None
    rows = Suspension.objects.filter(person=person, end__isnull=True)
    return rows.select_related("person", "by").order_by("-id").first()


def own_suspension(person: User) -> OwnSuspension | None:
    """The suspension of this person with its appeals, or None; two queries."""
    suspension = standing_suspension(person)
    if suspension is None:
        return None
    appeals = list(suspension.appeals.select_related("answer").order_by("-id")[:LISTED_AT_MOST])
    answered = tuple(row for row in appeals if hasattr(row, "answer"))
    return OwnSuspension(suspension, next((row for row in appeals if row not in answered), None), answered)


def suspensions_of(person: User) -> tuple[Suspension, ...]:
    """Every suspension of a person with its end, newest first; one query."""
    rows = person.suspensions.select_related("by", "end__by").order_by("-id")
    return tuple(rows[:LISTED_AT_MOST])


def open_appeals() -> tuple[Appeal, ...]:
    """The appeals that nobody answered, oldest first; one query."""
    rows = Appeal.objects.open().select_related("suspension__person", "suspension__by")
    return tuple(rows[:LISTED_AT_MOST])


def load_appeal(pk: int) -> Appeal | None:
    """One appeal with its suspension and its answer, or None; one query."""
    people = ("suspension__person", "suspension__by", "suspension__end", "answer__by")
    return Appeal.objects.select_related(*people).filter(pk=pk).first()
