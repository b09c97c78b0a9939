"""The public log of moderation, and its feed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.domain.moderation_log import CATALOGUES, KIND_LABELS, LogKind
from cases.queries.moderation_log import Entry as LogEntry
from cases.queries.moderation_log import log_page
from cases.views.atom import BEFORE, Entry, Feed, answer_atom
from cases.views.marks import public_page
from cases.views.parameters import one_of, page_key


@public_page("kind", "before")
def moderation_log(request: HttpRequest) -> HttpResponse:
    """What moderators and stewards did, newest first; of one kind with `kind`."""
    chosen = one_of(request, "kind", [kind.value for kind in LogKind])
    context = {
        "page": log_page(kind=LogKind(chosen) if chosen else None, before=page_key(request, "before")),
        "chosen": chosen,
        "kinds": [(kind.value, _(label)) for kind, label in KIND_LABELS.items()],
        "catalogues": CATALOGUES,
    }
    return render(request, "cases/moderation_log.html", context)


@public_page(BEFORE)
def moderation_log_feed(request: HttpRequest) -> HttpResponse:
    """The same for a reader program."""
    begins = page_key(request, BEFORE)
    log = log_page(before=begins)
    page = reverse("cases:moderation_log")
    return answer_atom(
        request,
        Feed(
            title=_("Moderation log of Patchwork"),
            name=("moderation-log",),
            page=page,
            address=reverse("cases:moderation_log_feed"),
            entries=[_entry(entry, page) for entry in log.entries],
            begins=begins,
            continues=log.before,
        ),
    )


def _entry(entry: LogEntry, page: str) -> Entry:
    title = ": ".join(filter(None, (entry.says, entry.name)))
    return Entry(title, page, ("moderation-log", entry.number), entry.reason, entry.at)
