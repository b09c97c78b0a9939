"""Discussion of a case: its threads, one of them, and how many there are of what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.domain.content import CaseContent
from cases.domain.talk import Anchor
from cases.domain.vocabulary import PART_LABELS, STANCE_LABELS, Stance
from cases.models import Case, Comment, EarlierText, HiddenComment, Thread, Version, WaitingComment
from cases.queries.fixed import fixed
from models_taxonomy.models import Claim

THREADS_A_PAGE = 20
COMMENTS_A_PAGE = 50
LISTED_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class AnchorShown:
    """What a thread hangs on, in words, and its place on the page of the case."""

    anchor: Anchor
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread in the list."""

    thread: Thread
    about: AnchorShown


@dataclass(frozen=True, slots=True)
class AnchorCount:
    """How many threads hang on one thing."""

    about: AnchorShown
    threads: int


@dataclass(frozen=True, slots=True)
class DiscussionPage:
    """A page of the threads of a case, those with the newest comment first.

    `before` is the key of the next page, or None. `anchors` are the things that have threads.
    """

    rows: tuple[ThreadRow, ...]
    before: int | None
    anchors: tuple[AnchorCount, ...]
    open: int
    resolved: int

    @property
    def total(self) -> int:
        """How many threads the case has."""
        return self.open + self.resolved


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread and a page of its comments, the oldest first; `after` is the key of the next page.

    `has_moved_on` says that what the thread hangs on reads otherwise than when it was begun.
    """

    thread: Thread
    about: AnchorShown
    comments: tuple[Comment, ...]
    after: int | None
    has_moved_on: bool


@dataclass(frozen=True, slots=True)
class WaitingShown:
    """A comment that waits, for its author and for moderators."""

    waiting: WaitingComment
    about: AnchorShown
    subject: str


def shown_anchor(anchor: Anchor) -> AnchorShown:
    """The anchor in words; no query."""
    if anchor.part:
        return AnchorShown(anchor, _(PART_LABELS[anchor.part]), f"#{anchor.part}")
    if anchor.claim:
        stance = _(STANCE_LABELS[Stance(anchor.stance)])
        words = _("Claim %(code)s: %(stance)s") % {"code": anchor.claim, "stance": stance}
        return AnchorShown(anchor, words, f"#claim-{anchor.claim}")
    return AnchorShown(anchor, _("The case as a whole"), "")


def is_known(anchor: Anchor) -> bool:
    """Whether there is such a part or claim, on this case or not; one query at most."""
    return not anchor.claim or Claim.objects.filter(pk=anchor.claim).exists()


def thread_counts(case: Case) -> dict[str, int]:
    """How many threads hang on each thing of the case, by its address; one query."""
    return dict(_counts(case.pk))


@fixed
def _counts(record: int) -> QuerySet[Thread, tuple[str, int]]:
    threads = Thread.objects.shown().filter(record=record).order_by()
    return threads.values_list("about").annotate(Count("pk"))


def discussion_page(
    case: Case, *, state: str = "", about: Anchor | None = None, before: int | None = None
) -> DiscussionPage:
    """Read a page of threads in two queries; it is found by key, not by offset."""
    counts = list(
        Thread.objects.shown()
        .filter(record_id=case.pk)
        .order_by("about")
        .values("about")
        .annotate(threads=Count("pk"), resolved=Count("resolved_at"))
    )
    found = list(_threads(case, state, about, before)[: THREADS_A_PAGE + 1])
    shown = found[:THREADS_A_PAGE]
    resolved = sum(row["resolved"] for row in counts)
    return DiscussionPage(
        rows=tuple(ThreadRow(thread, shown_anchor(thread.anchor)) for thread in shown),
        before=shown[-1].last_comment if len(found) > THREADS_A_PAGE else None,
        anchors=tuple(AnchorCount(shown_anchor(Anchor.read(row["about"])), row["threads"]) for row in counts),
        open=sum(row["threads"] for row in counts) - resolved,
        resolved=resolved,
    )


def _threads(case: Case, state: str, about: Anchor | None, before: int | None) -> QuerySet[Thread]:
    threads = Thread.objects.shown().filter(record_id=case.pk).select_related("begun_by")
    if state:
        threads = threads.resolved() if state == "resolved" else threads.open()
    if about is not None:
        threads = threads.filter(about=about.address)
    if before is not None:
        threads = threads.filter(last_comment__lt=before)
    return threads.order_by("-last_comment")


def load_thread(case: Case, pk: int) -> Thread | None:
    """A thread of this case that the public may read, or None."""
    threads = Thread.objects.shown().filter(record_id=case.pk, pk=pk)
    return threads.select_related("begun_by", "resolved_by").first()


def thread_page(case: Case, thread: Thread, *, after: int | None = None) -> ThreadPage:
    """Read a page of a thread in two queries."""
    comments = Comment.objects.filter(thread=thread, pk__gt=after or 0).select_related("author", "thread")
    found = list(comments.order_by("pk")[: COMMENTS_A_PAGE + 1])
    shown = tuple(found[:COMMENTS_A_PAGE])
    return ThreadPage(
        thread=thread,
        about=shown_anchor(thread.anchor),
        comments=shown,
        after=shown[-1].pk if len(found) > COMMENTS_A_PAGE else None,
        has_moved_on=_has_moved_on(case, thread),
    )


def _has_moved_on(case: Case, thread: Thread) -> bool:
    versions = Version.objects.filter(case=case, number__in={thread.begun_on, case.version})
    read = [_said_of(thread.anchor, version.read()) for version in versions]
    return any(said != read[0] for said in read)


def _said_of(anchor: Anchor, content: CaseContent) -> object:
    """What a version says of the anchor."""
    if anchor.part:
        return [part for part in content.parts if part.key == anchor.part]
    if anchor.claim:
        placed = (row for row in content.illustrations if row.claim == anchor.claim)
        return [row for row in placed if row.stance == anchor.stance]
    return content


def load_comment(case: Case, pk: int) -> Comment | None:
    """A comment on this case that the public may read, or None."""
    comments = Comment.objects.filter(thread__record_id=case.pk, pk=pk)
    return comments.select_related("thread", "author").first()


def comment_path(case: Case, comment: Comment) -> str:
    """Where a comment of a case stands: in its thread, or on the page of a long one that begins with it."""
    path = reverse("cases:thread", args=[case.slug, comment.thread_id])
    begins = f"?after={comment.pk - 1}" if comment.thread.comments > COMMENTS_A_PAGE else ""
    return f"{path}{begins}#comment-{comment.pk}"


def public_comments(numbers: Collection[int]) -> dict[int, tuple[Comment, Case]]:
    """Those of these comments that the public may read, each with its case; two queries."""
    comments = Comment.objects.filter(pk__in=numbers).select_related("thread", "author")
    found = {comment.pk: comment for comment in comments}
    cases = Case.objects.published().in_bulk({comment.record_id for comment in found.values()})
    return {
        pk: (comment, cases[comment.record_id]) for pk, comment in found.items() if comment.record_id in cases
    }


def load_hidden(case: Case, pk: int) -> HiddenComment | None:
    """A hidden comment of this case, for moderators."""
    hidden = HiddenComment.objects.filter(thread__record_id=case.pk, pk=pk)
    return hidden.select_related("thread", "author", "hidden_by").first()


def hidden_comments(case: Case) -> tuple[HiddenComment, ...]:
    """The newest hidden comments of a case, for moderators."""
    hidden = HiddenComment.objects.filter(thread__record_id=case.pk)
    return tuple(hidden.select_related("thread", "author")[:LISTED_AT_MOST])


def earlier_texts(comment: int) -> tuple[EarlierText, ...]:
    """What a comment said before its author changed it, for moderators."""
    return tuple(EarlierText.objects.filter(comment=comment)[:LISTED_AT_MOST])


def waiting_comments() -> tuple[WaitingShown, ...]:
    """The oldest comments that wait for a moderator, of cases that are public; one query."""
    rows = WaitingComment.objects.waiting().filter(record__case__isnull=False)
    return _waiting(rows.select_related("author", "thread", "record__case")[:LISTED_AT_MOST])


def waiting_of(person: User, case: Case) -> tuple[WaitingShown, ...]:
    """What a person said of a case and nobody decided on yet; one query."""
    rows = person.waiting_comments.waiting().filter(record_id=case.pk)
    return _waiting(rows.select_related("author", "thread", "record__case")[:LISTED_AT_MOST])


def reviewed_first(person: User) -> tuple[WaitingShown, ...]:
    """The person's comments that waited or wait, the newest first; one query."""
    rows = person.waiting_comments.filter(record__case__isnull=False).order_by("-id")
    return _waiting(rows.select_related("author", "thread", "record__case", "decision")[:LISTED_AT_MOST])


def load_waiting(pk: int) -> WaitingShown | None:
    """One comment that waits or waited, of a case that is public, or None."""
    rows = WaitingComment.objects.filter(pk=pk, record__case__isnull=False)
    found = _waiting(rows.select_related("author", "thread", "record__case", "decision__by"))
    return found[0] if found else None


def _waiting(rows: Iterable[WaitingComment]) -> tuple[WaitingShown, ...]:
    return tuple(
        WaitingShown(
            waiting=row,
            about=shown_anchor((row.thread or row).anchor),
            subject=row.thread.subject if row.thread else row.subject,
        )
        for row in rows
    )
