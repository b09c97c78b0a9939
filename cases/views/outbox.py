"""Messages that could not be sent, or wait; for stewards."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions import outbox_care
from cases.actions.refusals import NothingThere
from cases.forms.raw import known_fields
from cases.queries.outbox import load_outbox
from cases.views.marks import PersonRequest, steward_page

FIELDS = frozenset({"csrfmiddlewaretoken", "act", "message"})
ACTS = {"retry": outbox_care.retry, "drop": outbox_care.drop}


@steward_page
def outbox(request: PersonRequest) -> HttpResponse:
    """The dead first, then the waiting; each may be sent again or dropped."""
    if request.method != "POST":
        return render(request, "cases/outbox.html", {"page": load_outbox()})
    known_fields(request.POST, FIELDS.__contains__)
    act, number = ACTS.get(request.POST.get("act", "")), request.POST.get("message", "")
    if act is None or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise BadRequest("The form does not say what to do. Open the list again.")
    try:
        act(message=int(number), by=request.user)
    except NothingThere:
        messages.warning(request, _("This message was sent meanwhile, or is being sent."))
    else:
        messages.success(request, _("Done. The act is on record."))
    return redirect("cases:outbox")
