"""The one way in which all writing pages answer: keep what was typed, then do what the button says."""

import json
import uuid
from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.actions import drafts, submissions
from cases.actions.refusals import (
    CaseOffPage,
    DraftMovedOn,
    DraftTooLarge,
    Incomplete,
    NotWaiting,
    TooManyDrafts,
    TooManyWaiting,
)
from cases.domain.content import CaseContent
from cases.forms.contribute import ContributeSheet
from cases.forms.edit import EditSheet, PartSheet, with_source_keys
from cases.forms.raw import ROW, Fields, first, typed_fields, with_row, without_row
from cases.forms.sheet import Reading, Sheet
from cases.models import Case, Draft, Revision
from cases.models.draft import DraftForm
from cases.queries.gap_brief import load_brief
from cases.queries.gaps import wanted_claim
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
TOO_LARGE = gettext_lazy(
    "This is more than a draft holds, which is one megabyte. Take some text out and press the button again. "
    "Everything you typed is still in the form."
)
BESIDE = gettext_lazy(
    "Another tab kept another text in this draft meanwhile. Both are kept: "
    "this one is now a draft of its own."
)
NEW_ROW = {
    "sources": {"title": "", "url": "", "kind": "web", "speaker": ""},
    "phases": {"start": "", "end": "now", "stage": "", "model": ""},
    "places": {"name": "", "country": ""},
    "illustrations": {"claim": "", "version": "", "stance": "supports", "note": ""},
}


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


def open_page(request: PersonRequest, desk: Desk, fields: Fields) -> HttpResponse:
    """Show the form with these fields. Nothing is written."""
    context = _context(desk, _sheet(desk, fields))
    if request.GET.get("show") == "preview":
        context |= _previewed(desk, fields)
    return render(request, TEMPLATES[DraftForm(desk.form)], context)


def answer_post(request: PersonRequest, desk: Desk) -> HttpResponse:
    """Keep what was typed, then do what the button says: send, preview, add or remove a row, save."""
    sent = _already_sent(request.user, desk.key)
    if sent is not None:
        return _to_sent(request, sent)
    fields = with_source_keys(typed_fields(request.POST, SHEETS[desk.form].allowed), _base_keys(desk))
    fields, place = _with_rows(request, fields)
    desk = with_chosen_case(desk, fields)
    act = request.POST.get("act", "")
    try:
        desk = _keep(request, desk, fields)
    except DraftMovedOn:
        # The same form was sent in the same instant, and its draft is gone with it.
        return _to_sent(request, Revision.objects.by(request.user).get(submission_key=desk.key))
    except (DraftTooLarge, TooManyDrafts) as refusal:
        if act != "send" or isinstance(refusal, DraftTooLarge):
            why = str(TOO_LARGE) if isinstance(refusal, DraftTooLarge) else _too_many_drafts()
            return _not_kept(request, desk, fields, why)
    if act == "send":
        return _send(request, desk, fields)
    if act == "preview" and request.headers.get("HX-Request"):
        return _preview_fragment(request, desk, fields)
    return _after_keeping(request, desk, place)


def _keep(request: PersonRequest, desk: Desk, fields: Fields) -> Desk:
    """Keep the fields in the desk's draft; beside it when another page kept something else there.

    Raises DraftTooLarge and TooManyDrafts, and DraftMovedOn when the form was sent meanwhile.
    """
    seen = request.POST.get("form_seen") if desk.draft else None
    draft = desk.draft or drafts.start(
        by=request.user, form=desk.form, key=desk.key, subject=desk.subject, follows=desk.follows
    )
    try:
        drafts.keep(
            draft=draft,
            by=request.user,
            fields=fields,
            title=_sheet(desk, fields).title(),
            record=desk.ground.record,
            base=desk.ground.base,
            seen=seen,
        )
    except DraftMovedOn:
        if _already_sent(request.user, desk.key) is not None:
            raise
        # Made from what the page saw, so that sending it twice is still sending it once.
        key = uuid.uuid5(desk.key, seen or "")
        return _keep(
            request, replace(desk, key=key, draft=draft_of_key(request.user, key), is_beside=True), fields
        )
    return replace(desk, draft=draft)


def _not_kept(request: PersonRequest, desk: Desk, fields: Fields, why: str) -> HttpResponse:
    """Say why the draft could not be kept, in the page that still holds everything typed."""
    if request.POST.get("act") == "autosave":
        return JsonResponse({"status": why}, status=422)
    if request.headers.get("HX-Request"):
        return render(request, "cases/_preview_answer.html", {"not_kept": why})
    context = _context(desk, _sheet(desk, fields)) | {"problems": [("", why)]}
    return render(request, TEMPLATES[DraftForm(desk.form)], context, status=422)


def no_room_for_a_draft() -> str:
    """What somebody is told who begins a draft and has as many as are kept."""
    return _(
        "You have %(number)s drafts, which is as many as are kept for one person. Send or throw away one of "
        "them here; then begin again."
    ) % {"number": drafts.DRAFTS_AT_MOST}


def _too_many_drafts() -> str:
    return _(
        "You have %(number)s drafts, which is as many as are kept for one person. Send or throw away one of "
        "them on your page, in another tab; then press the button here again. Your text is still in the form."
    ) % {"number": drafts.DRAFTS_AT_MOST}


def _to_sent(request: PersonRequest, sent: Revision) -> HttpResponse:
    url = reverse("cases:my_change", args=[sent.pk])
    if request.POST.get("act") == "autosave":
        return JsonResponse({"status": _("This was sent already.")}, status=409)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def _previewed(desk: Desk, fields: Fields) -> dict[str, object]:
    """The preview and what is missing; read on a sheet of its own, so that the form shows no fault."""
    reading = _sheet(desk, fields).read()
    return {
        "preview": preview_of(reading.content, desk.ground.content) if reading.content else None,
        "preview_problems": [(f"id_{name}", message) for name, message in reading.problems],
        "is_previewed": True,
    }


def _preview_fragment(request: PersonRequest, desk: Desk, fields: Fields) -> HttpResponse:
    """The preview alone, and where the draft is kept, for the form's script."""
    answer = render(request, "cases/_preview_answer.html", _previewed(desk, fields))
    answer.headers["HX-Trigger"] = json.dumps({"draft-kept": _kept_state(desk)})
    return answer


def with_chosen_case(desk: Desk, fields: Fields) -> Desk:
    """The desk on the case that the short form names; other forms stay on theirs."""
    if desk.form != DraftForm.CONTRIBUTE or desk.follows is not None:
        return desk
    return replace(desk, ground=_chosen_ground(desk, fields))


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
        except CaseOffPage:
            messages.error(request, _("The case is off the page for now. Your text is kept as a draft."))
            return redirect("cases:me")
        except TooManyWaiting:
            reading.problems.append(("", _too_many_waiting()))
    if desk.is_beside:
        messages.warning(request, BESIDE)
    context = _context(desk, sheet) | {
        "problems": [(f"id_{name}" if name else "", text) for name, text in reading.problems]
    }
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


def _too_many_waiting() -> str:
    return _(
        "%(number)s changes of yours wait for a reviewer, which is as many as may wait until one of them is "
        "accepted. Your text is kept as a draft; send it once a reviewer has answered."
    ) % {"number": settings.NEWCOMERS_WAITING_AT_MOST}


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
    if desk.is_beside:
        messages.warning(request, _("Another tab holds another text of this draft; that one was not sent."))
    messages.success(request, _("Sent for review. Nothing is public until a reviewer has read it."))
    return redirect("cases:my_change", revision.pk)


def _after_keeping(request: PersonRequest, desk: Desk, place: str) -> HttpResponse:
    kept = _kept_state(desk)
    act = request.POST.get("act", "")
    if act == "autosave":
        return JsonResponse(kept)
    if desk.is_beside:
        messages.warning(request, BESIDE)
    elif act == "save":
        messages.success(request, kept["status"])
    if act == "preview":
        return HttpResponseRedirect(f"{kept['url']}?show=preview#preview")
    return HttpResponseRedirect(f"{kept['url']}{place}")


def _kept_state(desk: Desk) -> dict[str, str]:
    """What the form's script needs to go on from the kept draft, and the sentence it shows."""
    draft = desk.draft
    if draft is None:
        raise ValueError("a kept desk has a draft")
    at = timezone.localtime(draft.updated_at).strftime("%H:%M")
    return {
        "status": str(BESIDE) if desk.is_beside else _("Draft kept at %(time)s.") % {"time": at},
        "url": reverse("cases:draft", args=[draft.pk]),
        "autosave": reverse("cases:draft_autosave", args=[draft.pk]),
        "key": str(desk.key),
        "seen": drafts.seen_now(draft),
    }


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
        "seen": drafts.seen_now(draft) if draft else "",
        "waiting": Revision.objects.waiting().count(),
    }
    if isinstance(sheet, ContributeSheet):
        context["known_titles"] = known_titles()
        claim = sheet.taxonomy.claim(sheet.chosen_claim)
        context["claim"] = claim
        context["wanted"] = wanted_claim(claim) if claim else None
        context["brief"] = None if claim else load_brief(desk.subject, sheet.taxonomy)
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
