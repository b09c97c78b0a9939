"""What a writing page stands on: its form, the case, the draft; and what its template shows of them."""

import uuid
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import User
from cases.actions import drafts
from cases.forms.contribute import ContributeSheet
from cases.forms.edit import EditSheet, PartSheet
from cases.forms.place import PlaceSheet
from cases.forms.raw import Fields, first
from cases.forms.sheet import Sheet, source_keys
from cases.models import Case, Draft, Revision
from cases.models.draft import DraftForm
from cases.queries.asked import asked_of
from cases.queries.gap_brief import load_brief
from cases.queries.gaps import wanted_claim
from cases.queries.tags import tag_names
from cases.queries.taxonomy import load_all
from cases.queries.writing import Ground, ground_of, known_titles

SHEETS: dict[str, type[Sheet]] = {
    DraftForm.CONTRIBUTE: ContributeSheet,
    DraftForm.EDIT: EditSheet,
    DraftForm.EDIT_PART: PartSheet,
    DraftForm.PLACE: PlaceSheet,
}
TEMPLATES = {
    DraftForm.CONTRIBUTE: "cases/contribute.html",
    DraftForm.EDIT: "cases/edit.html",
    DraftForm.EDIT_PART: "cases/edit_part.html",
    DraftForm.PLACE: "cases/place.html",
}
CHOOSE_A_CASE = frozenset({DraftForm.CONTRIBUTE, DraftForm.PLACE})


@dataclass(frozen=True)
class Desk:
    """What a writing page stands on: which form, for which case, opened where, and its draft if any.

    `is_beside` is set when the text was kept beside a draft that another page had changed.
    """

    form: str
    ground: Ground
    subject: dict[str, str]
    key: uuid.UUID
    draft: Draft | None = None
    follows: Revision | None = None
    is_beside: bool = False


def desk_of(draft: Draft) -> Desk:
    """The desk at which a draft was left."""
    ground = Ground()
    if draft.record is not None:
        content = draft.base.read() if draft.base else None
        ground = Ground(draft.record, draft.base, content)
    return Desk(draft.form, ground, draft.subject, draft.submission_key, draft, draft.follows)


def with_chosen_case(desk: Desk, fields: Fields) -> Desk:
    """The desk on the case that a short form names; other forms stay on theirs."""
    if desk.form not in CHOOSE_A_CASE or desk.follows is not None:
        return desk
    return replace(desk, ground=_chosen_ground(desk, fields))


def _chosen_ground(desk: Desk, fields: Fields) -> Ground:
    """The case that the person named; the revision they began on stays their base."""
    if desk.form == DraftForm.CONTRIBUTE and first(fields, "which") != "existing":
        return Ground()
    chosen = ground_of(first(fields, "case"))
    kept = desk.ground
    if kept.record is not None and chosen.record is not None and kept.record.pk == chosen.record.pk:
        return kept
    return chosen


def sheet_of(desk: Desk, fields: Fields) -> Sheet:
    """The sheet of the desk's form with these fields."""
    return SHEETS[desk.form](fields, taxonomy=load_all(), base=desk.ground.content)


def context_of(desk: Desk, sheet: Sheet) -> dict[str, object]:
    """What the template of the desk's form shows."""
    draft = desk.draft
    context: dict[str, object] = {
        "sheet": sheet,
        "desk": desk,
        "draft": draft,
        "form_key": desk.key,
        "case": Case.objects.filter(pk=desk.ground.record.pk).first() if desk.ground.record else None,
        "is_outdated": _is_outdated(desk),
        "is_off_page": draft is not None and hasattr(draft.record, "taken_down"),
        "asked": asked_of(desk.follows),
        "action": reverse("cases:draft", args=[draft.pk]) if draft else "",
        "seen": drafts.seen_now(draft) if draft else "",
        "waiting": Revision.objects.waiting().count(),
        "keys": source_keys(sheet),
        "may_look_up": settings.OUTBOUND,
        "lookups": list(draft.lookups.order_by("pk")) if draft else [],
    }
    if isinstance(sheet, EditSheet):
        context["known_tags"] = tag_names()
    if isinstance(sheet, ContributeSheet | PlaceSheet):
        context["known_titles"] = known_titles()
        claim = sheet.taxonomy.claim(sheet.chosen_claim)
        context["claim"] = claim
    if isinstance(sheet, ContributeSheet):
        context["wanted"] = wanted_claim(claim) if claim else None
        context["brief"] = None if claim else load_brief(desk.subject, sheet.taxonomy)
    return context


def _is_outdated(desk: Desk) -> bool:
    record, base = desk.ground.record, desk.ground.base
    return record is not None and record.published_id != (base.pk if base else None)


def base_keys(desk: Desk) -> frozenset[str]:
    """Keys that new sources must not take; whole-case sheets carry all keys in their rows."""
    if desk.form not in CHOOSE_A_CASE or desk.ground.content is None:
        return frozenset()
    return frozenset(source.key for source in desk.ground.content.sources)


def key_of(request: HttpRequest) -> uuid.UUID:
    """The key that makes two sendings of one form one; a new form gets a new one."""
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid.uuid4()


def own_draft(user: User, pk: int) -> Draft:
    """The person's own draft, or 404: other people's drafts do not exist."""
    rows = Draft.objects.of(user).select_related("record__published", "record__taken_down", "base", "follows")
    return get_object_or_404(rows, pk=pk)


def draft_of_key(user: User, key: uuid.UUID) -> Draft | None:
    """The draft that the first sending of this form made."""
    rows = Draft.objects.of(user).select_related("record__published", "record__taken_down", "base", "follows")
    return rows.filter(submission_key=key).first()
