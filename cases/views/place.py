"""The smallest contribution: place a claim on a case that is here."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from cases.forms.place import PlaceSheet
from cases.models.draft import DraftForm
from cases.queries.writing import ground_of
from cases.views.desk import Desk, desk_of, draft_of_key, key_of
from cases.views.marks import PersonRequest, contributor_page
from cases.views.parameters import scalar
from cases.views.writing import answer_post, open_page
from models_taxonomy.models import Claim


@contributor_page
def place(request: PersonRequest) -> HttpResponse:
    """The short form, opened at a claim, a case, both, or neither."""
    subject = _subject(request)
    key = key_of(request)
    draft = draft_of_key(request.user, key)
    ground = ground_of(subject.get("case", ""))
    desk = desk_of(draft) if draft else Desk(DraftForm.PLACE, ground, subject, key)
    if request.method == "POST":
        return answer_post(request, desk)
    return open_page(request, desk, PlaceSheet.opening_fields(subject, ground.content))


def _subject(request: HttpRequest) -> dict[str, str]:
    """Where the form was opened. Raises BadRequest for a claim that does not exist."""
    found = {name: scalar(request, name).strip()[:150] for name in ("claim", "case")}
    claim = found["claim"]
    if claim and not Claim.objects.filter(code=claim, is_withdrawn=False).exists():
        raise BadRequest("The address names a claim that does not exist. Choose one on the patchwork.")
    return {name: value for name, value in found.items() if value}
