"""The review queue."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.queries.queue import queue_page
from cases.views.marks import PersonRequest, moderator_page


@moderator_page
def queue(request: PersonRequest) -> HttpResponse:
    """What waits, oldest first."""
    after = request.GET.get("after", "0")
    if not after.isdigit() or len(after) > 15:
        raise BadRequest("“after” is not a number. Follow the links of the queue.")
    page = queue_page(reader=request.user, now=timezone.now(), after=int(after))
    return render(request, "cases/queue.html", {"page": page})
