"""What the frame of every page needs."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from cases import permissions
from cases.models import Proposal
from cases.queries.frame import notices_new, watched
from cases.queries.queue import waiting_numbers


def site(request: HttpRequest) -> dict[str, object]:
    """Return what is new for people, and the review count for moderators; strangers cost no query."""
    user = getattr(request, "user", None)
    frame: dict[str, object] = {
        "site_url": settings.SITE_URL,
        "read_only": getattr(request, "read_only", None),
    }
    if getattr(request, "is_public_page", False):
        # However a page is narrowed, sorted or paged: it is a cut of the page without parameters.
        frame["canonical_url"] = settings.SITE_URL + escape_uri_path(request.path)
    if not isinstance(user, User):
        return frame
    # Only a page that shows them asks for them.
    frame["notices_new"] = SimpleLazyObject(partial(notices_new, user))
    frame["watched"] = SimpleLazyObject(partial(watched, user))
    if permissions.may_review(user):
        numbers = waiting_numbers(timezone.now())
        frame["may_review"] = True
        frame["review_waiting"] = numbers.waiting + Proposal.objects.waiting().count()
        frame["review_overdue"] = numbers.overdue
        frame["review_overdue_days"] = settings.REVIEW_OVERDUE_DAYS
    return frame
