"""The one way in which all writing pages answer: keep what was typed, then do what the button says."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.actions import drafts, lookups, submissions
from cases.actions.refusals import (
    CaseOffPage,
    DraftMovedOn,
    DraftTooLarge,
    Incomplete,
    NotWaiting,
    TooManyDrafts,
    TooManyToday,
    TooManyWaiting,
)
from cases.domain.content import CaseContent
from cases.domain.uncited import Uncited, uncited_paragraphs
from cases.domain.vocabulary import PART_LABELS
from cases.forms.edit import EditSheet, with_source_keys
from cases.forms.naming import named_problems
from cases.forms.raw import Fields, first, typed_fields
from cases.forms.sheet import Reading, Sheet
from cases.models import CaseRecord, Revision
from cases.models.draft import DraftForm
from cases.queries.preview import preview_of
from cases.views.desk import (
    SHEETS,
    TEMPLATES,
    Desk,
    base_keys,
    context_of,
    draft_of_key,
    sheet_of,
    with_chosen_case,
)
from cases.views.marks import PersonRequest
from cases.views.newcomers import complaint_about, limit_of_changes
from cases.views.pictures import brings_picture, with_picture
from cases.views.writing_help import ASKED, Helped, ask_about_twins, helped_by

TOO_LARGE = gettext_lazy(
    "This is more than a draft holds, which is one megabyte. Take some text out and press the button again. "
    "Everything you typed is still in the form."
)
NO_DRAFT_SO_LARGE = gettext_lazy(
    "This says more than a draft holds, which is one megabyte, so none was begun. Make it shorter where it "
    "stands, or send it by a program."
)
BESIDE = gettext_lazy(
    "Another tab kept another text in this draft meanwhile. Both are kept: "
    "this one is now a draft of its own."
)


def open_page(request: PersonRequest, desk: Desk, fields: Fields) -> HttpResponse:
    """Show the form with these fields. Nothing is written."""
    context = context_of(desk, sheet_of(desk, fields))
    if request.GET.get("show") == "preview":
        context |= _previewed(desk, fields)
    return render(request, TEMPLATES[DraftForm(desk.form)], context)


def answer_post(request: PersonRequest, desk: Desk) -> HttpResponse:
    """Keep what was typed, then do what the button says: send, preview, add or remove a row, save."""
    sent = _already_sent(request.user, desk.key)
    if sent is not None:
        return _to_sent(request, sent)
    fields = with_source_keys(typed_fields(request.POST, SHEETS[desk.form].allowed), base_keys(desk))
    desk = with_chosen_case(desk, fields)
    act = "upload" if brings_picture(request, desk) else request.POST.get("act", "")
    if act == "upload":
        helped = with_picture(request, fields)
    else:
        helped = helped_by(request.POST, fields, taken=base_keys(desk), draft=desk.draft)
    fields = helped.fields
    try:
        desk = _keep(request, desk, fields)
    except DraftMovedOn:
        # The same form was sent in the same instant, and its draft is gone with it.
        return _to_sent(request, Revision.objects.by(request.user).get(submission_key=desk.key))
    except (DraftTooLarge, TooManyDrafts) as refusal:
        # Sending needs no room for a new draft. Sent from a draft that another page changed, it would take
        # the text of that page along.
        if act != "send" or desk.draft is not None or isinstance(refusal, DraftTooLarge):
            return _not_kept(request, desk, fields, refusal)
    if act == "send":
        return _send(request, desk, fields)
    if act == "preview" and request.headers.get("HX-Request"):
        return _preview_fragment(request, desk, fields)
    return _after_keeping(request, desk, helped, act)


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
            title=sheet_of(desk, fields).title(),
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


def _not_kept(
    request: PersonRequest, desk: Desk, fields: Fields, refusal: DraftTooLarge | TooManyDrafts
) -> HttpResponse:
    """Say why the draft could not be kept, in the page that still holds everything typed.

    The page goes on from what it saw, or pressing again would write over what another page kept meanwhile.
    """
    why = str(TOO_LARGE) if isinstance(refusal, DraftTooLarge) else _too_many_drafts()
    if request.POST.get("act") == "autosave":
        return JsonResponse({"status": why}, status=422)
    if request.headers.get("HX-Request"):
        return render(request, "cases/_preview_answer.html", {"not_kept": why})
    context = context_of(desk, sheet_of(desk, fields)) | {
        "problems": [("", why)],
        "seen": request.POST.get("form_seen", ""),
    }
    return render(request, TEMPLATES[DraftForm(desk.form)], context, status=422)


def begin_edit(
    request: PersonRequest,
    *,
    content: CaseContent,
    title: str,
    key: uuid.UUID,
    record: CaseRecord | None,
    base: Revision | None,
    follows: Revision | None = None,
    subject: Mapping[str, str] | None = None,
    said: Fields | None = None,
) -> HttpResponse:
    """Open the form with all that the content says, and what is `said` besides, as a draft.

    Where no draft can be begun, lead to the person's page and tell why.
    """
    try:
        draft = drafts.start(
            by=request.user,
            form=DraftForm.EDIT,
            key=key,
            record=record,
            base=base,
            follows=follows,
            subject=subject,
            fields=EditSheet.opening_fields(content) | (said or {}),
            title=title,
        )
    except (DraftTooLarge, TooManyDrafts) as refusal:
        why = str(NO_DRAFT_SO_LARGE) if isinstance(refusal, DraftTooLarge) else _no_room_for_a_draft()
        messages.error(request, why)
        return redirect("cases:me")
    return redirect("cases:draft", draft.pk)


def _no_room_for_a_draft() -> str:
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
    sheet = sheet_of(desk, fields)
    reading = sheet.read()
    return {
        "preview": preview_of(reading.content, desk.ground.content) if reading.content else None,
        "preview_problems": named_problems(sheet, reading.problems),
        "is_previewed": True,
    }


def _preview_fragment(request: PersonRequest, desk: Desk, fields: Fields) -> HttpResponse:
    """The preview alone, and where the draft is kept, for the form's script."""
    answer = render(request, "cases/_preview_answer.html", _previewed(desk, fields))
    answer.headers["HX-Trigger"] = json.dumps({"draft-kept": _kept_state(desk)})
    return answer


def _send(request: PersonRequest, desk: Desk, fields: Fields) -> HttpResponse:
    sheet = sheet_of(desk, fields)
    reading = sheet.read()
    if reading.content is not None and desk.ground.record is None:
        ask_about_twins(sheet, reading)
    if complaint := complaint_about(request, begun=desk.draft.created_at if desk.draft else None):
        reading.problems.append(("", complaint))
    if not reading.problems and reading.content is not None:
        uncited = () if first(fields, ASKED) else uncited_paragraphs(reading.content, desk.ground.content)
        if uncited:
            return _asked_about_sources(request, desk, fields, uncited)
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
        except (TooManyWaiting, TooManyToday) as refusal:
            reading.problems.append(("", limit_of_changes(refusal)))
    if desk.is_beside:
        messages.warning(request, BESIDE)
    return _refused(request, desk, sheet, reading.problems)


def _refused(
    request: PersonRequest, desk: Desk, sheet: Sheet, problems: list[tuple[str, str]]
) -> HttpResponse:
    """The form as typed, with each problem by the name of its field."""
    context = context_of(desk, sheet) | {"problems": named_problems(sheet, problems)}
    return render(request, TEMPLATES[DraftForm(desk.form)], context, status=422)


def _asked_about_sources(
    request: PersonRequest, desk: Desk, fields: Fields, uncited: tuple[Uncited, ...]
) -> HttpResponse:
    """Ask once in a draft for the sources of its paragraphs; sent again, it is sent."""
    asked, draft, ground = fields | {ASKED: ["on"]}, desk.draft, desk.ground
    if draft is not None:
        title, by = draft.title, request.user
        drafts.keep(draft=draft, by=by, fields=asked, title=title, record=ground.record, base=ground.base)
    sheet = sheet_of(desk, asked)
    context = context_of(desk, sheet) | {
        "uncited": [
            (f"id_{sheet.part_input(each.part)}", PART_LABELS[each.part], each.words) for each in uncited
        ]
    }
    return render(request, TEMPLATES[DraftForm(desk.form)], context, status=422)


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


def _after_keeping(request: PersonRequest, desk: Desk, helped: Helped, act: str) -> HttpResponse:
    if helped.refusal:
        sheet, reading = sheet_of(desk, helped.fields), Reading(None)
        sheet.point(reading, helped.at, helped.refusal)
        return _refused(request, desk, sheet, reading.problems)
    for remark in helped.remarks:
        messages.info(request, remark)
    if helped.unknown and desk.draft is not None:
        lookups.ask(draft=desk.draft, by=request.user, documents=helped.unknown)
    kept = _kept_state(desk)
    if act == "autosave":
        return JsonResponse(kept)
    if desk.is_beside:
        messages.warning(request, BESIDE)
    elif act == "save":
        messages.success(request, kept["status"])
    if act == "preview":
        return HttpResponseRedirect(f"{kept['url']}?show=preview#preview")
    return HttpResponseRedirect(f"{kept['url']}{helped.place}")


def _kept_state(desk: Desk) -> dict[str, str]:
    """What the form's script needs to go on from the kept draft, and the sentence it shows."""
    draft = desk.draft
    if draft is None:
        raise ValueError("a kept desk has a draft")
    at = timezone.localtime(draft.updated_at).strftime("%H:%M %Z")
    return {
        "status": str(BESIDE) if desk.is_beside else _("Draft kept at %(time)s.") % {"time": at},
        "url": reverse("cases:draft", args=[draft.pk]),
        "autosave": reverse("cases:draft_autosave", args=[draft.pk]),
        "key": str(desk.key),
        "seen": drafts.seen_now(draft),
    }


def _already_sent(user: User, key: uuid.UUID) -> Revision | None:
    return Revision.objects.by(user).filter(submission_key=key).first()
