"""The public log of moderation, and its feed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.domain.moderation_log import CATALOGUES, KIND_LABELS, LogKind
from cases.queries.moderation_log import Entry as LogEntry
from cases.queries.moderation_log import log_page
from cases.views.atom import Entry, answer_atom
from cases.views.marks import public_page
from cases.views.parameters import one_of, page_key


@public_page
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


@public_page
def moderation_log_feed(_request: HttpRequest) -> HttpResponse:
    """The same for a reader program."""
    page, feed = (reverse(name) for name in ("cases:moderation_log", "cases:moderation_log_feed"))
    entries = [_entry(entry, page) for entry in log_page().entries]
    return answer_atom(_("Moderation log of Patchwork"), page=page, address=feed, entries=entries)


def _entry(entry: LogEntry, page: str) -> Entry:
    title = ": ".join(filter(None, (entry.says, entry.name)))
    return Entry(title=title, path=page, mark=f"e{entry.number}", text=entry.reason, at=entry.at, by="")
