"""From a gap to a change: the short form."""

import re

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.domain.countries import COUNTRY_CODES
from cases.domain.vocabulary import PART_LABELS
from cases.forms.contribute import ContributeSheet
from cases.models import Draft
from cases.models.draft import DraftForm
from cases.queries.gaps import suggested_claims
from cases.queries.writing import ground_of
from cases.views.desk import Desk, desk_of, draft_of_key, key_of
from cases.views.filters import DECADE
from cases.views.marks import PersonRequest, contributor_page
from cases.views.parameters import scalar
from cases.views.writing import answer_post, open_page
from models_taxonomy.models import Claim

OPENINGS = ("claim", "cell", "case", "part", "title", "country", "decade")


@contributor_page
def contribute(request: PersonRequest) -> HttpResponse:
    """Open the form at a gap, a case or a name; with none of them, offer three gaps."""
    subject = _subject(request)
    if request.method == "POST":
        return answer_post(request, _desk_for_post(request, subject))
    if not subject and "free" not in request.GET:
        return render(request, "cases/contribute_start.html", {"suggestions": suggested_claims(3)})
    ground = ground_of(subject.get("case", ""))
    desk = Desk(DraftForm.CONTRIBUTE, ground, subject, key_of(request))
    return open_page(request, desk, ContributeSheet.opening_fields(subject, ground.content))


def _desk_for_post(request: PersonRequest, subject: dict[str, str]) -> Desk:
    key = key_of(request)
    draft: Draft | None = draft_of_key(request.user, key)
    if draft is not None:
        return desk_of(draft)
    return Desk(DraftForm.CONTRIBUTE, ground_of(subject.get("case", "")), subject, key)


def _subject(request: HttpRequest) -> dict[str, str]:
    """Where the form was opened. Raises BadRequest for what does not exist, and says which."""
    subject = {}
    for name in OPENINGS:
        value = scalar(request, name).strip()
        if value:
            subject[name] = value[:150]
    if "claim" in subject and not Claim.objects.filter(code=subject["claim"], is_withdrawn=False).exists():
        raise BadRequest("The address names a claim that does not exist. Choose one on the patchwork.")
    if "cell" in subject and not re.fullmatch(r"[1-7]-[1-3]", subject["cell"], re.ASCII):
        raise BadRequest(
            "The address names a cell that does not exist. Write it as stage-model, such as 3-2."
        )
    if "part" in subject and subject["part"] not in PART_LABELS:
        raise BadRequest("The address names a part that no case has.")
    if "country" in subject and subject["country"] not in COUNTRY_CODES:
        raise BadRequest(
            "The address names a country that does not exist. Write it as two letters, such as PE."
        )
    if "decade" in subject and not DECADE.fullmatch(subject["decade"]):
        raise BadRequest(
            "The address names a decade that does not exist. Write its first year, such as 1990."
        )
    return subject
