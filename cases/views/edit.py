"""Editing a whole case, or one of its parts."""

from django.http import Http404, HttpResponse

from cases.domain.content import CaseContent
from cases.domain.vocabulary import PARTS
from cases.forms.edit import EditSheet, PartSheet
from cases.models import Case
from cases.models.draft import DraftForm
from cases.queries.writing import Ground, ground_of_record
from cases.views.desk import Desk, desk_of, draft_of_key, key_of
from cases.views.gone import texts_without_ground
from cases.views.marks import PersonRequest, contributor_page, takes_pictures
from cases.views.withdrawn import or_withdrawn
from cases.views.writing import answer_post, open_page


@takes_pictures
@contributor_page
@or_withdrawn
def edit(request: PersonRequest, slug: str) -> HttpResponse:
    """Everything that the case says, ready to be changed."""
    ground = _ground(slug)
    if ground is None:
        return _without_ground(request)
    desk = _desk(request, DraftForm.EDIT, ground, {"case": slug})
    if request.method == "POST":
        return answer_post(request, desk)
    return open_page(request, desk, EditSheet.opening_fields(ground.content))


@contributor_page
@or_withdrawn
def edit_part(request: PersonRequest, slug: str, part: str) -> HttpResponse:
    """One part of the case and its sources."""
    ground = _ground(slug)
    if part not in PARTS:
        raise Http404
    if ground is None:
        return _without_ground(request)
    desk = _desk(request, DraftForm.EDIT_PART, ground, {"case": slug, "part": part})
    if request.method == "POST":
        return answer_post(request, desk)
    return open_page(request, desk, PartSheet.opening_fields(ground.content or CaseContent(), part))


def _ground(slug: str) -> Ground | None:
    case = Case.objects.published().select_related("record__published").filter(slug=slug).first()
    return ground_of_record(case.record) if case else None


def _without_ground(request: PersonRequest) -> HttpResponse:
    """No case is here, or no longer: what was typed on its page comes back."""
    if request.method != "POST":
        raise Http404
    return texts_without_ground(request)


def _desk(request: PersonRequest, form: str, ground: Ground, subject: dict[str, str]) -> Desk:
    key = key_of(request)
    draft = draft_of_key(request.user, key)
    return desk_of(draft) if draft else Desk(form, ground, subject, key)
