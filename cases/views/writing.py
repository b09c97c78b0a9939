"""The one way in which all writing pages answer: keep what was typed, then do what the button says."""

import uuid
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions import drafts, submissions
from cases.actions.refusals import Incomplete, NotWaiting
from cases.domain.content import CaseContent
from cases.forms.contribute import ContributeSheet
from cases.forms.edit import EditSheet, PartSheet, with_source_keys
from cases.forms.raw import ROW, Fields, first, typed_fields, with_row, without_row
from cases.forms.sheet import Reading, Sheet
from cases.models import Case, Draft, Revision
from cases.models.draft import DraftForm
from cases.queries.preview import preview_of
from cases.queries.taxonomy import load_all
from cases.queries.writing import Ground, ground_of, known_titles, similar_cases
from cases.views.marks import PersonRequest

SHEETS: dict[str, type[Sheet]] = {
    DraftForm.CONTRIBUTE: ContributeSheet,
    DraftForm.EDIT: EditSheet,
    DraftForm.EDIT_PART: PartSheet,
}
TEMPLATES = {
    DraftForm.CONTRIBUTE: "cases/contribute.html",
    DraftForm.EDIT: "cases/edit.html",
    DraftForm.EDIT_PART: "cases/edit_part.html",
}
NEW_ROW = {
    "sources": {"title": "", "url": "", "kind": "web", "speaker": "other"},
    "phases": {"start": "", "end": "now", "stage": "", "model": ""},
    "places": {"name": "", "country": ""},
    "illustrations": {"claim": "", "version": "", "stance": "supports", "note": ""},
}


@dataclass(frozen=True)
class Desk:
    """What a writing page stands on: which form, for which case, opened where, and its draft if any."""

    form: str
    ground: Ground
    subject: dict[str, str]
    key: uuid.UUID
    draft: Draft | None = None
    follows: Revision | None = None


def desk_of(draft: Draft) -> Desk:
    """The desk at which a draft was left."""
    ground = Ground()
    if draft.record is not None:
        content = draft.base.read() if draft.base else None
        ground = Ground(draft.record, draft.base, content)
    return Desk(draft.form, ground, draft.subject, draft.submission_key, draft, draft.follows)


def open_page(request: PersonRequest, desk: Desk, fields: Fields) -> HttpResponse:
    """Show the form with these fields. Nothing is written."""
    sheet = _sheet(desk, fields)
    context = _context(desk, sheet)
    if request.GET.get("show") == "preview":
        reading = sheet.read()
        context["preview"] = preview_of(reading.content, desk.ground.content) if reading.content else None
        context["preview_problems"] = reading.problems
        sheet = _sheet(desk, fields)
        context["sheet"] = sheet
    return render(request, TEMPLATES[DraftForm(desk.form)], context)


def answer_post(request: PersonRequest, desk: Desk) -> HttpResponse:
    """Keep what was typed, then do what the button says: send, preview, add or remove a row, save."""
    sent = _already_sent(request.user, desk.key)
    if sent is not None:
        return redirect("cases:my_change", sent.pk)
    fields = with_source_keys(typed_fields(request.POST, SHEETS[desk.form].allowed), _base_keys(desk))
    fields, place = _with_rows(request, fields)
    desk = _keep(request.user, desk, fields)
    if request.POST.get("act") == "send":
        return _send(request, desk, fields)
    return _after_keeping(request, desk, place)


def _keep(user: User, desk: Desk, fields: Fields) -> Desk:
    if desk.form == DraftForm.CONTRIBUTE and desk.follows is None:
        desk = replace(desk, ground=_chosen_ground(desk, fields))
    title = _sheet(desk, fields).title()
    record, base = desk.ground.record, desk.ground.base
    draft = desk.draft or drafts.start(
        by=user, form=desk.form, key=desk.key, subject=desk.subject, follows=desk.follows
    )
    drafts.keep(draft=draft, by=user, fields=fields, title=title, record=record, base=base)
    return replace(desk, draft=draft)


def _chosen_ground(desk: Desk, fields: Fields) -> Ground:
    """The case that the person named; the revision they began on stays their base."""
    if first(fields, "which") != "existing":
        return Ground()
    chosen = ground_of(first(fields, "case"))
    kept = desk.ground
    if kept.record is not None and chosen.record is not None and kept.record.pk == chosen.record.pk:
        return kept
    return chosen


def _send(request: PersonRequest, desk: Desk, fields: Fields) -> HttpResponse:
    sheet = _sheet(desk, fields)
    reading = sheet.read()
    if reading.content is not None:
        _ask_about_twins(desk, sheet, reading)
    if not reading.problems and reading.content is not None:
        try:
            return _submitted(request, desk, reading.content, first(fields, "review_note"))
        except Incomplete as refusal:
            sheet.place(refusal.problems, reading)
        except NotWaiting:
            messages.error(
                request, _("The change you answer was decided or answered meanwhile. Your text is kept.")
            )
            return redirect("cases:me")
    context = _context(desk, sheet) | {"problems": [(f"id_{name}", text) for name, text in reading.problems]}
    return render(request, TEMPLATES[DraftForm(desk.form)], context, status=422)


def _ask_about_twins(desk: Desk, sheet: Sheet, reading: Reading) -> None:
    """A new case with the name of one that is here is asked about once, before it is sent."""
    if not isinstance(sheet, ContributeSheet) or desk.ground.record is not None or reading.content is None:
        return
    if first(sheet.fields, "same_case"):
        return
    country = reading.content.places[0].country if reading.content.places else ""
    sheet.twins = similar_cases(reading.content.title, country)
    if sheet.twins:
        sheet.point(
            reading, "same_case", _("Is it one of these? Look, then choose it above or tick the box.")
        )


def _submitted(request: PersonRequest, desk: Desk, content: CaseContent, note: str) -> HttpResponse:
    revision = submissions.submit(
        content=content,
        by=request.user,
        submission_key=desk.key,
        record=desk.ground.record,
        base=desk.ground.base,
        follows=desk.follows,
        note=note,
        draft=desk.draft,
    )
    messages.success(request, _("Sent for review. Nothing is public until a reviewer has read it."))
    return redirect("cases:my_change", revision.pk)


def _after_keeping(request: PersonRequest, desk: Desk, place: str) -> HttpResponse:
    draft = desk.draft
    if draft is None:
        raise ValueError("a kept desk has a draft")
    url = reverse("cases:draft", args=[draft.pk])
    act = request.POST.get("act", "")
    if act == "autosave":
        kept = _("Draft kept at %(time)s") % {"time": draft.updated_at.strftime("%H:%M")}
        return JsonResponse(
            {"status": kept, "url": url, "autosave": reverse("cases:draft_autosave", args=[draft.pk])}
        )
    if act == "preview":
        return HttpResponseRedirect(f"{url}?show=preview#preview")
    if act == "save":
        messages.success(request, _("Draft kept at %(time)s.") % {"time": draft.updated_at.strftime("%H:%M")})
    return HttpResponseRedirect(f"{url}{place}")


def _with_rows(request: HttpRequest, fields: Fields) -> tuple[Fields, str]:
    """Add or remove the row that a button names; also where on the page to go next."""
    table = request.POST.get("add", "")
    if table in NEW_ROW:
        return with_row(fields, table, NEW_ROW[table]), f"#{table}"
    match = ROW.fullmatch(f"{request.POST.get('remove', '')}.row")
    if match:
        return without_row(fields, match["table"], int(match["index"])), f"#{match['table']}"
    return fields, ""


def _sheet(desk: Desk, fields: Fields) -> Sheet:
    return SHEETS[desk.form](fields, taxonomy=load_all(), base=desk.ground.content)


def _context(desk: Desk, sheet: Sheet) -> dict[str, object]:
    draft = desk.draft
    context: dict[str, object] = {
        "sheet": sheet,
        "desk": desk,
        "draft": draft,
        "form_key": desk.key,
        "case": Case.objects.filter(pk=desk.ground.record.pk).first() if desk.ground.record else None,
        "is_outdated": _is_outdated(desk),
        "action": reverse("cases:draft", args=[draft.pk]) if draft else "",
        "waiting": Revision.objects.waiting().count(),
    }
    if isinstance(sheet, ContributeSheet):
        context["known_titles"] = known_titles()
        context["claim"] = sheet.taxonomy.claim(sheet.chosen_claim)
    return context


def _is_outdated(desk: Desk) -> bool:
    record, base = desk.ground.record, desk.ground.base
    return record is not None and record.published_id != (base.pk if base else None)


def _base_keys(desk: Desk) -> frozenset[str]:
    """Keys that new sources must not take; whole-case sheets carry all keys in their rows."""
    if desk.form != DraftForm.CONTRIBUTE or desk.ground.content is None:
        return frozenset()
    return frozenset(source.key for source in desk.ground.content.sources)


def _already_sent(user: User, key: uuid.UUID) -> Revision | None:
    return Revision.objects.by(user).filter(submission_key=key).first()


def key_of(request: HttpRequest) -> uuid.UUID:
    """The key that makes two sendings of one form one; a new form gets a new one."""
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid.uuid4()


def own_draft(user: User, pk: int) -> Draft:
    """The person's own draft, or 404: other people's drafts do not exist."""
    rows = Draft.objects.of(user).select_related("record__published", "base", "follows")
    return get_object_or_404(rows, pk=pk)


def draft_of_key(user: User, key: uuid.UUID) -> Draft | None:
    """The draft that the first sending of this form made."""
    rows = Draft.objects.of(user).select_related("record__published", "base", "follows")
    return rows.filter(submission_key=key).first()
