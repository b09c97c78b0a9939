"""What the frame of every page needs."""

from django.conf import settings
from django.http import HttpRequest

from cases import permissions
from cases.models import Proposal, Revision


def site(request: HttpRequest) -> dict[str, object]:
    """Return the review count for moderators; strangers cost no query."""
    user = getattr(request, "user", None)
    if user is None or not permissions.may_review(user):
        return {"site_url": settings.SITE_URL}
    return {
        "site_url": settings.SITE_URL,
        "may_review": True,
        "review_waiting": Revision.objects.waiting().count() + Proposal.objects.waiting().count(),
    }
