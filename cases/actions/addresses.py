"""Giving a case another address. The old one leads to it for ever."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import publication, trail
from cases.actions.last_changes import note_change
from cases.actions.moves import lock_record
from cases.actions.refusals import CaseGone, ChangedSinceSeen, Incomplete, NotAllowed
from cases.domain.addresses import problems_of_address
from cases.domain.gaps import Gap
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.vocabulary import PARTS
from cases.models import Case, CaseRecord, GapTurn, Looking, OpenCall, PastAddress, SearchNote, WantedLine
from cases.queries.addresses import is_taken

NAMES_A_GAP = (GapTurn, Looking, OpenCall, SearchNote, WantedLine)
"""The tables that name a gap by its address; that of a missing part holds the address of its case."""


def rename(*, record: CaseRecord, slug: str, seen: str, by: User) -> Case:
    """Give a published case the address `slug`; the one that the person had in view was `seen`.

    Raises NotAllowed, Incomplete for an address that cannot be or is another case's, ChangedSinceSeen when
    somebody moved it meanwhile, and CaseGone when it is not public any more.
    """
    if not permissions.may_rename(by):
        raise NotAllowed
    if problems := problems_of_address(slug):
        raise Incomplete(problems)
    with transaction.atomic():
        # The record first, as in every decision on it; then the turn on which all publications queue, so
        # that no new case takes the address at the same moment.
        lock_record(record.pk)
        publication.bump_site_version(timezone.now())
        case = Case.objects.select_related("record").filter(pk=record.pk).first()
        if case is None:
            raise CaseGone
        if case.slug != seen:
            raise ChangedSinceSeen
        _check_free(case, slug)
        _move(case, slug)
        note_change([case.pk], at=timezone.now())
        trail.note("rename_case", by=by, subject=case.record, data={"from": seen, "to": slug})
        return case


def _check_free(case: Case, slug: str) -> None:
    if slug == case.slug:
        raise Incomplete((Problem("slug", _("This is the address that the case has. Write another one.")),))
    if is_taken(slug, besides=case.record):
        message = _("Another case has this address, or had it before. Add a word that tells the two apart.")
        raise Incomplete((Problem("slug", message),))


def _move(case: Case, slug: str) -> None:
    old = case.slug
    PastAddress.objects.filter(slug=slug).delete()
    PastAddress.objects.create(slug=old, record=case.record)
    CaseRecord.objects.filter(pk=case.pk).update(slug=slug)
    Case.objects.filter(pk=case.pk).update(slug=slug)
    case.slug = case.record.slug = slug
    for part in PARTS:
        before, after = Gap.of_part(part, old).address, Gap.of_part(part, slug).address
        for table in NAMES_A_GAP:
            table.objects.filter(gap=before).update(gap=after)
    publication.refresh_pages_that_link_to(case.pk, (old, slug))
