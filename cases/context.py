"""What the frame of every page needs."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from cases import permissions
from cases.models import Proposal
from cases.queries.queue import waiting_numbers


def site(request: HttpRequest) -> dict[str, object]:
    """Return the review count for moderators; strangers cost no query."""
    user = getattr(request, "user", None)
    if user is None or not permissions.may_review(user):
        return {"site_url": settings.SITE_URL}
    numbers = waiting_numbers(timezone.now())
    return {
        "site_url": settings.SITE_URL,
        "may_review": True,
        "review_waiting": numbers.waiting + Proposal.objects.waiting().count(),
        "review_overdue": numbers.overdue,
        "review_overdue_days": settings.REVIEW_OVERDUE_DAYS,
    }
