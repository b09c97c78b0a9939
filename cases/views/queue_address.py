"""Addresses of the review queue and of the changes in it: what the queue is narrowed to goes along."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from cases.domain.queue_marks import Topic
from cases.domain.vocabulary import LANGUAGE_LABELS
from cases.queries.queue import EVERYTHING, QueueFilter
from cases.queries.taxonomy import claim_statements
from cases.views.parameters import one_of, page_key, scalar

DAYS = (2, 7, 14)


def days_offered() -> list[int]:
    """The numbers of days by which the queue can be narrowed."""
    return sorted({*DAYS, settings.REVIEW_OVERDUE_DAYS})


def read_place(request: HttpRequest) -> tuple[QueueFilter, int]:
    """The filter and the place in the queue that an address names. Raises BadRequest."""
    claims = claim_statements() if scalar(request, "claim") else {}
    narrowed = QueueFilter(
        topic=one_of(request, "topic", [topic.value for topic in Topic]),
        language=one_of(request, "language", list(LANGUAGE_LABELS)),
        claim=one_of(request, "claim", list(claims)),
        newcomers=one_of(request, "newcomers", ["1"]) == "1",
        longer=int(one_of(request, "longer", [str(number) for number in days_offered()]) or 0),
        imported=page_key(request, "import") or 0,
    )
    return narrowed, page_key(request, "after") or 0


def read_filter(request: HttpRequest) -> QueueFilter:
    """What the queue is narrowed to from which this page was opened. Raises BadRequest."""
    return read_place(request)[0]


def queue_address(narrowed: QueueFilter, after: int = 0) -> str:
    """The address of the queue, narrowed, from this place on."""
    return reverse("cases:review_queue") + queue_query(narrowed, after)


def change_address(request: HttpRequest, pk: int) -> str:
    """The address of the page of a change, in the queue as it is narrowed here. Raises BadRequest."""
    return reverse("cases:review", args=[pk]) + queue_query(read_filter(request))


def queue_query(narrowed: QueueFilter = EVERYTHING, after: int = 0) -> str:
    """The filter as the end of an address, with its question mark; "" for the whole queue."""
    values = {
        "topic": narrowed.topic,
        "language": narrowed.language,
        "claim": narrowed.claim,
        "newcomers": "1" if narrowed.newcomers else "",
        "longer": narrowed.longer or "",
        "import": narrowed.imported or "",
        "after": after or "",
    }
    query = urlencode({name: value for name, value in values.items() if value})
    return f"?{query}" if query else ""
