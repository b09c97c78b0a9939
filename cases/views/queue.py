"""The review queue."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.queue_marks import Topic
from cases.domain.vocabulary import LANGUAGE_LABELS
from cases.forms.talk import CommentReasonForm
from cases.models import Report
from cases.queries.imports import imports_in_queue
from cases.queries.proposals import waiting_proposals
from cases.queries.queue import QueueFilter, queue_page, waiting_numbers
from cases.queries.recheck import to_recheck
from cases.queries.suspensions import open_appeals
from cases.queries.talk import waiting_comments
from cases.queries.taxonomy import claim_statements
from cases.views.marks import PersonRequest, moderator_page
from cases.views.queue_address import days_offered, queue_address, queue_query, read_place


@dataclass(frozen=True, slots=True)
class Select:
    """A list of the filter form: its name, its label, and its options with the one that is chosen."""

    name: str
    label: str
    any: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@moderator_page
def queue(request: PersonRequest) -> HttpResponse:
    """What waits, oldest first; all of it, or what the address narrows it to."""
    now, statements = timezone.now(), claim_statements()
    imports = imports_in_queue()
    narrowed, after = read_place(request)
    page = queue_page(reader=request.user, now=now, after=after, narrowed=narrowed)
    context = {
        "page": page,
        "narrowed": narrowed,
        "is_narrowed": narrowed != QueueFilter(),
        "selects": _selects(narrowed, statements, imports),
        "numbers": waiting_numbers(now),
        "overdue_days": settings.REVIEW_OVERDUE_DAYS,
        "overdue_url": queue_address(QueueFilter(longer=settings.REVIEW_OVERDUE_DAYS)),
        "here": queue_query(narrowed, after),
        "filters": queue_query(narrowed),
        "later_url": queue_address(narrowed, page.after) if page.after else "",
        "proposals": waiting_proposals(now),
        "appeals": open_appeals(),
        "open_reports": Report.objects.open().count(),
        "to_recheck": to_recheck().count(),
        "comments": waiting_comments(),
        "reason_form": CommentReasonForm(),
    }
    return render(request, "cases/queue.html", context)


def _selects(
    narrowed: QueueFilter, statements: dict[str, str], imports: list[tuple[str, str]]
) -> list[Select]:
    longer = [
        (str(number), ngettext("%(number)s day", "%(number)s days", number) % {"number": number})
        for number in days_offered()
    ]
    claims = tuple((code, f"{code}: {statement}") for code, statement in statements.items())
    brought = [Select("import", _("Import"), _("any"), tuple(imports), str(narrowed.imported))]
    return [
        Select("topic", _("Kind of change"), _("any"), _topics(), narrowed.topic),
        Select("language", _("Language"), _("any"), tuple(LANGUAGE_LABELS.items()), narrowed.language),
        Select("claim", _("Claim"), _("any"), claims, narrowed.claim),
        Select("longer", _("Waits for longer than"), _("any time"), tuple(longer), str(narrowed.longer)),
        *(brought if imports or narrowed.imported else []),
    ]


def _topics() -> tuple[tuple[str, str], ...]:
    return (
        (Topic.NEW_CASE.value, _("New case")),
        (Topic.TEXT.value, _("Text")),
        (Topic.PLACEMENTS.value, _("Placements on claims")),
        (Topic.STAGE_OR_MODEL.value, _("Stage or model")),
        (Topic.SOURCES.value, _("Sources")),
        (Topic.OTHER.value, _("Other fields")),
    )
