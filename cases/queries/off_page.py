"""What is off the page: what the public reads of it, and what moderators see."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cases.domain.off_page import HIDING_REASONS, MERGED_REASON, WITHDRAWAL_REASONS, OffPage
from cases.domain.workflow import State
from cases.models import Case, CaseRecord, HiddenRevision, Review, Revision, TakenDown, WithdrawnCase
from cases.queries.fixed import fixed

LISTED_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What the page of a withdrawn case says: when, why in words to translate, and the public note."""

    at: datetime
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class OffPageCase:
    """A case that is off the page, and why in words to translate."""

    taken: TakenDown
    reason: str


@dataclass(frozen=True, slots=True)
class OffPageText:
    """A text that is hidden, and why in words to translate."""

    hidden: HiddenRevision
    reason: str


@dataclass(frozen=True, slots=True)
class OffPageList:
    """What moderators took off the page, the newest first; each list is bounded."""

    hidden: tuple[OffPageCase, ...]
    withdrawn: tuple[OffPageCase, ...]
    merged: tuple[OffPageCase, ...]
    texts: tuple[OffPageText, ...]


@dataclass(frozen=True, slots=True)
class HiddenVersion:
    """A version that is hidden, as moderators see it in the history."""

    number: int
    revision: int


def withdrawal_at(slug: str) -> Withdrawal | None:
    """What is said at the address of a withdrawn case; None for every other address."""
    row = WithdrawnCase.objects.filter(slug=slug).first()
    return Withdrawal(row.at, WITHDRAWAL_REASONS[row.reason], row.note) if row else None


def off_page_list() -> OffPageList:
    """Read the list in four queries."""
    taken = TakenDown.objects.select_related("record__published", "by")
    texts = HiddenRevision.objects.select_related("revision__record", "revision__author", "by")
    return OffPageList(
        hidden=_cases(taken.filter(kind=OffPage.HIDDEN)),
        withdrawn=_cases(taken.filter(kind=OffPage.WITHDRAWN)),
        merged=_cases(taken.filter(kind=OffPage.MERGED)),
        texts=tuple(OffPageText(row, reason_in_words(row)) for row in texts[:LISTED_AT_MOST]),
    )


def _cases(rows: QuerySet[TakenDown]) -> tuple[OffPageCase, ...]:
    return tuple(OffPageCase(row, reason_in_words(row)) for row in rows[:LISTED_AT_MOST])


def taken_down(pk: int) -> TakenDown | None:
    """A case that is off the page, or None."""
    rows = TakenDown.objects.select_related("record__published", "by")
    return rows.filter(pk=pk).first()


def record_to_take_down(slug: str, *, kinds: tuple[OffPage, ...] = ()) -> CaseRecord | None:
    """The record at this address that is on the page, or off it in one of these ways; else None."""
    rows = CaseRecord.objects.select_related("published", "taken_down")
    on_page = rows.filter(slug=slug).on_page().first()
    return on_page or rows.filter(slug=slug, taken_down__kind__in=kinds).first()


def is_off_page(revision: Revision) -> bool:
    """Whether a text, or its whole case, is off the page."""
    return bool(off_page_rows(revision.record_id, revision.pk))


@fixed
def off_page_rows(record: int, revision: int) -> "QuerySet[TakenDown, tuple[int]]":
    """What says that a case, or a text of it, is off the page."""
    texts = HiddenRevision.objects.order_by().filter(pk=revision).values_list("pk")
    return TakenDown.objects.order_by().filter(pk=record).values_list("pk").union(texts, all=True)


def hidden_versions(case: Case) -> tuple[HiddenVersion, ...]:
    """The versions of a case that strangers do not find in its history; two queries."""
    hidden = set(
        HiddenRevision.objects.filter(revision__record=case.pk).values_list("revision_id", flat=True)
    )
    if not hidden:
        return ()
    approved = Review.objects.filter(revision__record=case.pk, decision=State.APPROVED).order_by("id")
    numbered = enumerate(approved.values_list("revision_id", flat=True), start=1)
    return tuple(HiddenVersion(number, pk) for number, pk in numbered if pk in hidden)


def reason_in_words(row: TakenDown | HiddenRevision) -> str:
    """Why something is off the page, to be translated."""
    if isinstance(row, TakenDown) and row.kind == OffPage.MERGED:
        return MERGED_REASON
    return (HIDING_REASONS | WITHDRAWAL_REASONS).get(row.reason, "")


def withdrawn_row(taken: TakenDown) -> WithdrawnCase:
    """What the public should read of a withdrawn case, not saved; needs `record` loaded."""
    return WithdrawnCase(
        record=taken.record,
        slug=taken.record.slug or "",
        reason=taken.reason,
        note=taken.note,
        at=taken.at,
    )
