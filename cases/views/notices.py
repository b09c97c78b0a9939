"""What is new for a person, and their reading of it."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cases.actions import notices as act
from cases.forms.raw import known_fields
from cases.queries.notices import notices_page
from cases.views.marks import PersonRequest, contributor_page

FIELDS = frozenset({"csrfmiddlewaretoken", "act", "notice", "at"})
UNCLEAR = "The form does not say what to do. Open your notices again."


@contributor_page
def notices(request: PersonRequest) -> HttpResponse:
    """Notices by case, those that are new first; `act` marks one or all as read, or as new again."""
    if request.method != "POST":
        return render(request, "cases/notices.html", {"page": notices_page(request.user)})
    known_fields(request.POST, FIELDS.__contains__)
    what = request.POST.get("act", "")
    if what == "read_all":
        act.mark_read(by=request.user)
        messages.success(request, _("Everything is marked as read. You can take that back below."))
    elif what == "undo":
        act.mark_new(by=request.user, read_at=_moment(request.POST))
    elif what == "read":
        act.mark_read(by=request.user, notice=_number(request.POST))
    elif what == "new":
        act.mark_new(by=request.user, notice=_number(request.POST))
    else:
        raise BadRequest(UNCLEAR)
    return redirect("cases:notices")


def _number(fields: QueryDict) -> int:
    text = fields.get("notice", "")
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise BadRequest(UNCLEAR)
    return int(text)


def _moment(fields: QueryDict) -> datetime:
    try:
        moment = parse_datetime(fields.get("at", ""))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadRequest(UNCLEAR)
    return moment
