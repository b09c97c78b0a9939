"""Watching a thing, and the list of what a person watches."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions import watching
from cases.actions.refusals import NothingThere, WatchesTooMuch
from cases.domain.watching import WATCHED_AT_MOST
from cases.forms.raw import known_fields
from cases.queries.watching import NamedThing, thing_at, watched_by
from cases.views.marks import PersonRequest, contributor_page

FIELDS = frozenset({"csrfmiddlewaretoken", "act", "from"})


@contributor_page
def watched(request: PersonRequest) -> HttpResponse:
    """Everything that the person watches, each with the way to watch it no longer."""
    return render(request, "cases/watched.html", {"things": watched_by(request.user)})


@contributor_page
def watch(request: PersonRequest, thing: str) -> HttpResponse:
    """Ask, then note it; `act` is *watch* or *unwatch*."""
    named = thing_at(thing)
    if named is None:
        raise Http404
    if request.method != "POST":
        return render(request, "cases/watch.html", {"named": named})
    known_fields(request.POST, FIELDS.__contains__)
    what = request.POST.get("act", "")
    if what == "watch":
        _begin(request, named)
    elif what == "unwatch":
        watching.unwatch(thing=thing, by=request.user)
        messages.success(request, _("You no longer watch this: %(name)s.") % {"name": named.name})
    else:
        raise BadRequest("The form does not say what to do. Open the page again.")
    return redirect("cases:watched" if request.POST.get("from") == "list" else named.path)


def _begin(request: PersonRequest, named: NamedThing) -> None:
    try:
        watching.watch(thing=named.thing.address, by=request.user)
    except NothingThere:
        raise Http404 from None
    except WatchesTooMuch:
        fault = _(
            "You watch %(number)s things, which is as many as one may. Stop watching one of them first."
        )
        messages.error(request, fault % {"number": WATCHED_AT_MOST})
    else:
        done = _("You watch this: %(name)s. Accepted changes are told on your page.")
        messages.success(request, done % {"name": named.name})
