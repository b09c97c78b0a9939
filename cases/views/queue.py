"""The review queue."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.forms.talk import CommentReasonForm
from cases.models import Report
from cases.queries.proposals import waiting_proposals
from cases.queries.queue import queue_page
from cases.queries.recheck import to_recheck
from cases.queries.suspensions import open_appeals
from cases.queries.talk import waiting_comments
from cases.views.marks import PersonRequest, moderator_page
from cases.views.parameters import scalar


@moderator_page
def queue(request: PersonRequest) -> HttpResponse:
    """What waits, oldest first."""
    after = scalar(request, "after") or "0"
    # Only ASCII: “²” is a digit to str.isdigit and no number to int.
    if not (after.isascii() and after.isdigit()) or len(after) > 15:
        raise BadRequest("“after” is not a number. Follow the links of the queue.")
    now = timezone.now()
    page = queue_page(reader=request.user, now=now, after=int(after))
    context = {
        "page": page,
        "proposals": waiting_proposals(now),
        "appeals": open_appeals(),
        "open_reports": Report.objects.open().count(),
        "to_recheck": to_recheck().count(),
        "comments": waiting_comments(),
        "reason_form": CommentReasonForm(),
    }
    return render(request, "cases/queue.html", context)
