"""Placements on an older wording of their claim, to be checked again: by claim, paged by key."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, Q, QuerySet

from accounts.models import User
from cases import permissions
from cases.domain.diff import diff_text
from cases.domain.workflow import State
from cases.models import Case, CaseRecord, FirstYes, Placement, Recheck, Revision
from cases.queries.changes import ShownText, folded
from models_taxonomy.models import Claim, ClaimVersion

PAGE_SIZE = 20
KEY = ("claim__order", "claim_version", "case_id", "order")


@dataclass(frozen=True, slots=True)
class RecheckCursor:
    """A place in the list: after this placement of this case on this wording of this claim."""

    claim: int
    version: int
    case: int
    order: int

    def __str__(self) -> str:
        return f"{self.claim}.{self.version}.{self.case}.{self.order}"

    @classmethod
    def read(cls, text: str) -> "RecheckCursor":
        """Read a cursor such as `3.1.17.0`. Raises ValueError for anything else."""
        pieces = text.split(".")
        if len(pieces) != len(KEY) or not all(_is_number(piece) for piece in pieces):
            raise ValueError(text)
        return cls(*map(int, pieces))


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody said that a placement still fits. `first` is the first yes of two, if it has one."""

    revision: Revision
    first: FirstYes | None
    may_accept: bool


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A placement to be checked again, and who said already that it still fits."""

    placement: Placement
    proposed: Proposed | None


@dataclass(frozen=True, slots=True)
class RecheckGroup:
    """The placements of this page on one older wording, with what changed up to the newest one."""

    claim: Claim
    older: ClaimVersion
    newest: ClaimVersion
    text: ShownText
    rows: tuple[ToCheck, ...]


@dataclass(frozen=True, slots=True)
class RecheckPage:
    """A page of the list; `total` counts all of it, `next` is the key of the next page."""

    groups: tuple[RecheckGroup, ...]
    total: int
    next: RecheckCursor | None


def to_recheck() -> QuerySet[Placement]:
    """The public placements on an older wording of a claim that holds."""
    return Placement.objects.filter(claim__is_withdrawn=False, claim_version__lt=F("claim__version"))


def record_of(slug: str) -> CaseRecord | None:
    """The record of a public case with what is public of it, or None; one query."""
    case = Case.objects.published().select_related("record__published").filter(slug=slug).first()
    return case.record if case else None


def recheck_page(reader: User, after: RecheckCursor | None) -> RecheckPage:
    """Read a page of the list in five queries at any size."""
    rows = to_recheck().select_related("case", "claim__model", "claim__aspect").order_by(*KEY)
    found = list(_later(rows, after)[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return RecheckPage(
        groups=_groups(shown, _proposed(shown, reader)),
        total=to_recheck().count(),
        next=_cursor(shown[-1]) if len(found) > PAGE_SIZE else None,
    )


def _later(rows: QuerySet[Placement], after: RecheckCursor | None) -> QuerySet[Placement]:
    if after is None:
        return rows
    same_claim = Q(claim__order=after.claim)
    same_wording = same_claim & Q(claim_version=after.version)
    same_case = same_wording & Q(case_id=after.case)
    return rows.filter(
        Q(claim__order__gt=after.claim)
        | same_claim & Q(claim_version__gt=after.version)
        | same_wording & Q(case_id__gt=after.case)
        | same_case & Q(order__gt=after.order)
    )


def _cursor(row: Placement) -> RecheckCursor:
    return RecheckCursor(row.claim.order, row.claim_version, row.case_id, row.order)


Key = tuple[int, str, str, int]


def _proposed(rows: Iterable[Placement], reader: User) -> dict[Key, Proposed]:
    """What waits of those who said that one of these still fits; two queries."""
    waiting = Recheck.objects.filter(
        record__in={row.case_id for row in rows}, revision__standing__state=State.SUBMITTED
    )
    people = waiting.select_related("revision__author", "revision__prepared_by", "revision__record")
    found = people.prefetch_related("revision__first_yeses__by").order_by("pk")
    return {
        (row.record_id, row.claim, row.stance, row.version): Proposed(
            revision=row.revision,
            first=_holding(row.revision),
            may_accept=permissions.may_decide(reader, row.revision),
        )
        for row in found
    }


def _holding(revision: Revision) -> FirstYes | None:
    """The first yes that holds, of those that were loaded."""
    public = revision.record.published_id
    return next((yes for yes in revision.first_yeses.all() if yes.published_id == public), None)


def _groups(rows: list[Placement], proposed: dict[Key, Proposed]) -> tuple[RecheckGroup, ...]:
    versions = ClaimVersion.objects.filter(claim__in={row.claim_id for row in rows})
    wordings = {(version.claim_id, version.number): version for version in versions}
    groups = []
    for (code, number), of_wording in groupby(rows, key=lambda row: (row.claim_id, row.claim_version)):
        placements = list(of_wording)
        claim = placements[0].claim
        older, newest = wordings[code, number], wordings[code, claim.version]
        checks = tuple(
            ToCheck(row, proposed.get((row.case_id, code, row.stance, claim.version))) for row in placements
        )
        text = folded(diff_text(older.statement, newest.statement))
        groups.append(RecheckGroup(claim, older, newest, text, checks))
    return tuple(groups)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15
