"""What can be reported, and the reports that moderators and reporters read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.domain.diff import visible_controls
from cases.domain.reports import REPORT_KIND_LABELS, Reported, ReportKind
from cases.models import Case, Comment, Report
from cases.queries.talk import comment_path, public_comments

PAGE = 20
KEY_DIGITS = 18
"""As many as fit into the integers of both databases."""
OWN_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Subject:
    """A public thing that can be reported: what its number is, what it is called, and where it stands."""

    kind: Reported
    number: int
    title: str
    url: str


def subject_at(address: str) -> Subject | None:
    """The public thing of an address such as `case:guifi-net`; None when there is none, or none any more."""
    kind, _colon, name = address.partition(":")
    return BY_NAME[kind](name) if kind in BY_NAME else None


def _case(slug: str) -> Subject | None:
    row = Case.objects.filter(slug=slug).first()
    return _subject_of_case(row) if row else None


def _person(name: str) -> Subject | None:
    row = User.objects.filter(username=name, left_at__isnull=True, is_active=True).first()
    return _subject_of_person(row) if row else None


def _comment(number: str) -> Subject | None:
    is_number = number.isascii() and number.isdigit() and len(number) <= KEY_DIGITS
    return next(iter(_comments([int(number)])), None) if is_number else None


def _subject_of_case(case: Case) -> Subject:
    return Subject(Reported.CASE, case.pk, case.title, reverse("cases:case", args=[case.slug]))


def _subject_of_person(person: User) -> Subject:
    url = reverse("cases:profile", args=[person.username])
    return Subject(Reported.PERSON, person.pk, person.username, url)


def _cases(numbers: Iterable[int]) -> list[Subject]:
    return [_subject_of_case(case) for case in Case.objects.filter(pk__in=list(numbers))]


def _people(numbers: Iterable[int]) -> list[Subject]:
    rows = User.objects.filter(pk__in=list(numbers), left_at__isnull=True, is_active=True)
    return [_subject_of_person(person) for person in rows]


def _comments(numbers: Iterable[int]) -> list[Subject]:
    found = public_comments(list(numbers))
    return [_subject_of_comment(comment, case) for comment, case in found.values()]


def _subject_of_comment(comment: Comment, case: Case) -> Subject:
    title = _("A comment on %(title)s") % {"title": case.title}
    return Subject(Reported.COMMENT, comment.pk, title, comment_path(case, comment))


BY_NAME: dict[str, Callable[[str], Subject | None]] = {
    Reported.CASE: _case,
    Reported.PERSON: _person,
    Reported.COMMENT: _comment,
}
BY_NUMBER: dict[str, Callable[[Iterable[int]], list[Subject]]] = {
    Reported.CASE: _cases,
    Reported.PERSON: _people,
    Reported.COMMENT: _comments,
}
"""How the public things of a kind are found, by the name in their address and by their numbers."""


# --- what moderators and reporters read ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report with what it is about; `subject` is None when that is not public any more."""

    report: Report
    subject: Subject | None
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """A page of open reports, oldest first; `after` is the key of the next page, or None."""

    rows: tuple[ReportShown, ...]
    total: int
    after: int | None


def open_reports(*, after: int = 0, size: int = PAGE) -> ReportsPage:
    """Read a page of open reports; one query, one to count, and one for each kind of thing."""
    found = list(Report.objects.open().select_related("by").filter(pk__gt=after)[: size + 1])
    rows = _shown(found[:size])
    return ReportsPage(rows, Report.objects.open().count(), found[size - 1].pk if len(found) > size else None)


def load_report(pk: int) -> ReportShown | None:
    """One report with its closing, or None."""
    row = Report.objects.select_related("by", "closing__by").filter(pk=pk).first()
    return _shown([row])[0] if row else None


def reports_of(person: User) -> tuple[ReportShown, ...]:
    """What a person reported, newest first, with the answers; one query when there is nothing."""
    rows = Report.objects.filter(by=person).select_related("closing").order_by("-id")[:OWN_SHOWN]
    return _shown(list(rows))


def _shown(rows: list[Report]) -> tuple[ReportShown, ...]:
    subjects: dict[tuple[str, int], Subject] = {}
    for kind, find in BY_NUMBER.items():
        numbers = {row.about_id for row in rows if row.about_kind == kind}
        if numbers:
            subjects |= {(kind, subject.number): subject for subject in find(numbers)}
    return tuple(
        ReportShown(
            report=row,
            subject=subjects.get((row.about_kind, row.about_id)),
            kind=_(REPORT_KIND_LABELS[ReportKind(row.kind)]),
            text=visible_controls(row.text),
        )
        for row in rows
    )
