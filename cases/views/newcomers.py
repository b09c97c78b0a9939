"""What somebody is told whose work was never accepted, when they send too much, or faster than a person."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from accounts import hurry
from cases.actions.refusals import Refusal, TooManyToday
from cases.queries.newcomers import is_newcomer
from cases.views.marks import PersonRequest


def complaint_about(request: PersonRequest, *, begun: datetime | None = None) -> str:
    """What speaks for a program in a newcomer's form, else "". `begun` is when its draft was first kept."""
    complaint = hurry.complaint(request.POST.dict(), begun=begun)
    return complaint if complaint and is_newcomer(request.user) else ""


def limit_of_changes(refusal: Refusal) -> str:
    """Why no more changes may be sent now."""
    if isinstance(refusal, TooManyToday):
        return _(
            "You sent %(number)s texts within a day, which is as many as one may until one is accepted. Your "
            "text is kept as a draft; send it tomorrow."
        ) % {"number": settings.NEWCOMERS_SENDING_A_DAY}
    return _(
        "%(number)s changes of yours wait for a reviewer, which is as many as may wait until one of them is "
        "accepted. Your text is kept as a draft; send it once a reviewer has answered."
    ) % {"number": settings.NEWCOMERS_WAITING_AT_MOST}


def limit_of_proposals(refusal: Refusal) -> str:
    """Why no more proposals may be sent now."""
    if isinstance(refusal, TooManyToday):
        return _(
            "You sent %(number)s texts within a day, which is as many as one may until one is accepted. Your "
            "text is still in the form; copy it, and send it tomorrow."
        ) % {"number": settings.NEWCOMERS_SENDING_A_DAY}
    return _(
        "%(number)s proposals of yours wait for a reviewer, which is as many as may wait until something of "
        "yours is accepted. Your text is still in the form."
    ) % {"number": settings.NEWCOMERS_WAITING_AT_MOST}
