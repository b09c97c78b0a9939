"""Notices as pages and mails show them: only those that the person may see at this moment."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cases import permissions
from cases.domain.notices import RULES, NoticeKind, Sight
from cases.domain.watching import Thing
from cases.domain.workflow import State
from cases.models import Notice, Proposal, Review, Revision, Version
from cases.queries.gap_words import titles_of, words_of
from cases.queries.talk import comment_path, public_comments
from cases.queries.taxonomy import load_all
from cases.queries.watching import named_things

SHOWN_AT_MOST = 100
UNDONE_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice in words: what it is about, what happened, and what a person wrote on it."""

    notice: Notice
    title: str
    says: str
    path: str
    text: str = ""

    @property
    def by(self) -> str:
        """Who did it, or ""."""
        return self.notice.actor.shown_name if self.notice.actor else ""


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """The notices about one case, or one other thing, newest first."""

    title: str
    notices: tuple[ShownNotice, ...]


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """A person's notices; `marked_at` is when the last were marked as read, if that is not long ago."""

    groups: tuple[NoticeGroup, ...]
    unread: int
    marked_at: datetime | None
    marked: int


Loader = Callable[[User, Sequence[Notice]], Iterable[ShownNotice]]
"""Given notices of one sight, returns those that the person may see, in words."""


def notices_page(person: User) -> NoticesPage:
    """Read the newest notices, those that are new first."""
    rows = Notice.objects.filter(person=person).select_related("actor").order_by("-id")
    found = [*rows.unread()[:SHOWN_AT_MOST], *rows.filter(read_at__isnull=False)[:SHOWN_AT_MOST]]
    shown = visible_notices(person, found)
    since = timezone.now() - UNDONE_WITHIN
    recent = Notice.objects.filter(person=person, read_at__gte=since)
    marked_at = recent.aggregate(last=Max("read_at"))["last"]
    return NoticesPage(
        groups=_grouped(shown),
        unread=sum(row.notice.read_at is None for row in shown),
        marked_at=marked_at,
        marked=recent.filter(read_at=marked_at).count() if marked_at else 0,
    )


def new_for(person: User, *, at_most: int = 5) -> tuple[ShownNotice, ...]:
    """The newest that are new to the person."""
    rows = Notice.objects.filter(person=person).unread().select_related("actor").order_by("-id")
    return visible_notices(person, list(rows[:at_most]))


def unread_count(person: User) -> int:
    """How many are new to the person; one query."""
    return Notice.objects.filter(person=person).unread().of_public_cases().count()


def visible_notices(person: User, notices: Sequence[Notice]) -> tuple[ShownNotice, ...]:
    """Those that the person may see now, in the order given; the queries do not grow with their number."""
    by_sight: defaultdict[Sight, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_sight[RULES[NoticeKind(notice.kind)].sight].append(notice)
    shown = {
        row.notice.pk: row
        for sight, rows in by_sight.items()
        if sight in LOADERS
        for row in LOADERS[sight](person, rows)
    }
    return tuple(shown[notice.pk] for notice in notices if notice.pk in shown)


def _grouped(shown: Iterable[ShownNotice]) -> tuple[NoticeGroup, ...]:
    groups: dict[object, list[ShownNotice]] = {}
    for row in shown:
        groups.setdefault(row.notice.record_id or row.title, []).append(row)
    return tuple(NoticeGroup(rows[0].title, tuple(rows)) for rows in groups.values())


def _own_changes(person: User, notices: Sequence[Notice]) -> Iterable[ShownNotice]:
    revisions = Revision.objects.with_people().select_related("partial")
    rows = revisions.in_bulk([notice.about_id for notice in notices])
    for notice in notices:
        revision = rows.get(notice.about_id)
        review = getattr(revision, "review", None)
        if revision is None or review is None or not permissions.may_see_revision(person, revision):
            continue
        path = reverse("cases:my_change", args=[revision.pk])
        yield ShownNotice(notice, revision.title, _what_was_decided(revision, review), path, review.note)


def _what_was_decided(revision: Revision, review: Review) -> str:
    if hasattr(revision, "partial"):
        return _("Some of your changes were accepted and are public. The others are kept for you.")
    return DECIDED[State(review.decision)]()


def _own_proposals(person: User, notices: Sequence[Notice]) -> Iterable[ShownNotice]:
    rows = Proposal.objects.with_people().in_bulk([notice.about_id for notice in notices])
    seen = {pk: row for pk, row in rows.items() if permissions.may_see_proposal(person, row)}
    taxonomy, titles = load_all(), titles_of(row.of_gap for row in seen.values())
    for notice in notices:
        proposal = seen.get(notice.about_id)
        review = getattr(proposal, "review", None)
        if proposal is None or review is None:
            continue
        title = words_of(proposal.of_gap, taxonomy, titles).title
        path = reverse("cases:my_proposal", args=[proposal.pk])
        says = (
            _("Your proposal was accepted.")
            if review.decision == State.APPROVED
            else _("Your proposal was declined.")
        )
        yield ShownNotice(notice, title, says, path, review.note)


def _public_changes(_person: User, notices: Sequence[Notice]) -> Iterable[ShownNotice]:
    """Only versions that are public now are found: nothing of a case that was hidden or withdrawn."""
    versions = Version.objects.filter(revision_number__in=[notice.about_id for notice in notices])
    rows = {version.revision_number: version for version in versions.select_related("case").defer("content")}
    named = named_things({Thing.read(notice.watched) for notice in notices if notice.watched})
    for notice in notices:
        version = rows.get(notice.about_id)
        if version is None:
            continue
        watched = named.get(Thing.read(notice.watched)) if notice.watched else None
        yield ShownNotice(
            notice,
            version.case.title,
            _what_changed(NoticeKind(notice.kind), version.number, watched.name if watched else ""),
            reverse("cases:case_version", args=[version.case.slug, version.number]),
            version.note,
        )


def _comments(_person: User, notices: Sequence[Notice]) -> Iterable[ShownNotice]:
    """Only comments that the public may read now: none that was hidden, or whose case is not public."""
    found = public_comments({notice.about_id for notice in notices})
    for notice in notices:
        if notice.about_id not in found:
            continue
        comment, case = found[notice.about_id]
        says = SAID[NoticeKind(notice.kind)]()
        yield ShownNotice(notice, case.title, says, comment_path(case, comment))


def _what_changed(kind: NoticeKind, number: int, watched: str) -> str:
    if kind is NoticeKind.CASE_CHANGED or not watched:
        return _("Version %(number)s is public.") % {"number": number}
    words = {"number": number, "watched": watched}
    return _("Version %(number)s is public. It touches what you watch: %(watched)s.") % words


DECIDED: dict[State, Callable[[], str]] = {
    State.APPROVED: lambda: _("Your change was accepted and is public."),
    State.CHANGES_REQUESTED: lambda: _("A reviewer asks you for changes."),
    State.REJECTED: lambda: _("Your change was declined. Your text is kept."),
}
SAID: dict[NoticeKind, Callable[[], str]] = {
    NoticeKind.MENTION: lambda: _("Somebody calls you by name in a discussion."),
    NoticeKind.ANSWER: lambda: _("There is a new answer in a discussion of yours."),
}
LOADERS: dict[Sight, Loader] = {
    Sight.OWN_CHANGE: _own_changes,
    Sight.OWN_PROPOSAL: _own_proposals,
    Sight.PUBLIC_CHANGE: _public_changes,
    Sight.COMMENT: _comments,
}
