"""What waits, for moderators: reading it and deciding on it, through the same acts as the pages."""

from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router

from accounts.models import Scope
from cases import permissions
from cases.actions import reviews
from cases.actions.reviews import Seen, seen_now
from cases.api.answers import page_of, private
from cases.api.bodies import read_body, write
from cases.api.cursors import address_after, read_cursor
from cases.api.entry import ApiRequest
from cases.api.operations import reads_own, writes
from cases.api.problems import Refused
from cases.api.questions import Paged
from cases.api.revisions import comment_data
from cases.api.schemas.revisions import Decided, Decision, WaitingList, WholeWaiting
from cases.domain.changes import changed_fields
from cases.domain.content import Data
from cases.domain.reader import Reader
from cases.domain.workflow import State
from cases.models import FirstYes, Revision
from cases.queries.change_comments import comments_on
from cases.queries.queue import Waiting, queue_page
from cases.queries.review import load_revision

router = Router(tags=["Review"])
Number = Annotated[int, Path(ge=1, le=10**15)]
KEY_AT_MOST = 10**15
ACCEPT, ASK, DECLINE = "accept", "ask_for_changes", "decline"
NOTE_LIMIT, REASON_LIMIT = 2000, 40


@reads_own(router, "/queue", WaitingList, scope=Scope.REVIEW, asks=Paged, refuses=(404,))
def list_waiting(request: ApiRequest, asked: Query[Paged]) -> HttpResponse:
    """What waits for a decision, oldest first, 20 at a time."""
    del asked
    cursor = read_cursor(request)
    page = queue_page(reader=request.auth.person, now=timezone.now(), after=int(cursor[0]) if cursor else 0)
    following = address_after(request, [page.after] if page.after else None)
    return private(page_of([_waiting(row) for row in page.rows], following, waiting=page.total))


@reads_own(router, "/queue/{number}", WholeWaiting, scope=Scope.REVIEW, refuses=(404,))
def get_waiting(request: ApiRequest, number: Number) -> HttpResponse:
    """One change: what it would say, and the `seen` that a decision must send back as it is."""
    revision = _revision(number)
    content = revision.read()
    case = getattr(revision.record, "case", None)
    seen = seen_now(revision)
    base = revision.base.read() if revision.base else None
    return private(
        {
            "number": revision.pk,
            "state": revision.state.value,
            "title": revision.title,
            "author": revision.author.shown_name,
            "note": revision.note,
            "case": case.slug if case else None,
            "is_new_case": base is None,
            "is_outdated": revision.is_outdated,
            "may_decide": permissions.may_decide(request.auth.person, revision)
            and revision.state is State.SUBMITTED,
            "changed": [change.path for change in changed_fields(base, content)] if base else [],
            "content": revision.content,
            "comments": [comment_data(each) for each in comments_on(revision)],
            "seen": {
                "content_hash": seen.content_hash,
                "published": seen.published_id,
                "first_yes": seen.first_yes,
            },
            "address": settings.SITE_URL + reverse("cases:review", args=[revision.pk]),
        }
    )


@writes(
    router,
    "/queue/{number}/decision",
    Decided,
    scope=Scope.REVIEW,
    body=Decision,
    refuses=(404, 409),
)
def decide(request: ApiRequest, number: Number) -> HttpResponse:
    """Accept a change, ask for changes, or decline it. Nobody decides on own work."""
    revision = _revision(number)
    said = read_body(request, _Said)
    return write(request, lambda: _decided(revision, said.act(revision, request)))


class _Said:
    """A decision as it was sent, and the act that it asks for."""

    def __init__(self, reader: Reader) -> None:
        self.decision = reader.line("decision", REASON_LIMIT)
        if self.decision not in {ACCEPT, ASK, DECLINE}:
            reader.fault("decision", gettext_noop("Write accept, ask_for_changes or decline."))
        self.reason = reader.line("reason", REASON_LIMIT)
        self.note = reader.text("note", NOTE_LIMIT)
        self.seen = _seen(reader)

    def act(self, revision: Revision, request: ApiRequest) -> object:
        """Decide. Raises what the action refuses."""
        by = request.auth.person
        if self.decision == ACCEPT:
            return reviews.accept(revision=revision, by=by, seen=self.seen, note=self.note)
        act = reviews.ask_for_changes if self.decision == ASK else reviews.decline
        return act(revision=revision, by=by, seen=self.seen, reason=self.reason, note=self.note)


def _seen(reader: Reader) -> Seen:
    data = reader.take("seen")
    if data is None:
        reader.fault(
            "seen", gettext_noop("What you had in view is missing. Send “seen” of the change as it is.")
        )
        return Seen("", None)
    below = Reader("seen", data, reader.problems)
    seen = Seen(
        below.line("content_hash", 64),
        below.whole("published", 1, KEY_AT_MOST),
        below.whole("first_yes", 1, KEY_AT_MOST),
    )
    below.refuse_unknown()
    return seen


def _decided(revision: Revision, done: object) -> Data:
    outcome = "accepted_first" if isinstance(done, FirstYes) else getattr(done, "decision", "")
    return {"number": revision.pk, "outcome": str(outcome)}


def _revision(number: int) -> Revision:
    revision = load_revision(number)
    if revision is None:
        raise Refused(404, _("There is no change of this number. What waits is at /api/v1/queue."))
    return revision


def _waiting(row: Waiting) -> Data:
    revision = row.revision
    return {
        "number": revision.pk,
        "title": revision.title,
        "author": revision.author.shown_name,
        "case": revision.record.slug,
        "sent_at": revision.created_at.isoformat(),
        "is_new_case": row.is_new_case,
        "is_outdated": row.is_outdated,
        "is_own": row.is_own,
        "is_half_accepted": row.is_half_accepted,
        "address": f"{settings.SITE_URL}{settings.API_PREFIX}queue/{revision.pk}",
    }
