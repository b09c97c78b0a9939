"""Stages, value models, aspects, claims with their wordings, and the reasons of reviewers."""

from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from cases.api.answers import page_of, public
from cases.api.entry import ApiRequest
from cases.api.operations import reads
from cases.api.problems import Refused
from cases.api.questions import Selects
from cases.api.schemas.taxonomy import (
    AspectList,
    AspectRecord,
    ClaimList,
    ClaimRecord,
    ModelList,
    ModelRecord,
    ReasonList,
    ReasonRecord,
    StageList,
    StageRecord,
    WholeClaim,
)
from cases.api.selection import Tree, read_fields, select
from cases.domain.content import Data
from cases.domain.states import Tally, state_of
from cases.models import ClaimTally
from cases.queries.reasons import ShownReason, load_reasons
from models_taxonomy.models import Aspect, Claim, ClaimVersion, Stage, ValueModel

router = Router(tags=["The two texts"])
Code = Annotated[str, Path(max_length=10, examples=["3f"])]


@reads(router, "/stages", StageList, asks=Selects, selects=StageRecord)
def list_stages(request: ApiRequest, asked: Query[Selects]) -> HttpResponse:
    """The seven stages of engagement."""
    del asked
    names = ("number", "code", "name", "formula", "summary")
    fields = read_fields(request, StageRecord)
    return public(request, lambda: _rows(list(Stage.objects.values(*names)), fields))


@reads(router, "/models", ModelList, asks=Selects, selects=ModelRecord)
def list_models(request: ApiRequest, asked: Query[Selects]) -> HttpResponse:
    """The three value models."""
    del asked
    names = ("number", "code", "name", "short", "summary")
    fields = read_fields(request, ModelRecord)
    return public(request, lambda: _rows(list(ValueModel.objects.values(*names)), fields))


@reads(router, "/aspects", AspectList, asks=Selects, selects=AspectRecord)
def list_aspects(request: ApiRequest, asked: Query[Selects]) -> HttpResponse:
    """The ten aspects by which the models compare."""
    del asked
    fields = read_fields(request, AspectRecord)
    names = ("number", "code", "name", "question")
    return public(request, lambda: _rows(list(Aspect.objects.values(*names)), fields))


@reads(router, "/claims", ClaimList, asks=Selects, selects=ClaimRecord)
def list_claims(request: ApiRequest, asked: Query[Selects]) -> HttpResponse:
    """All claims in the order of the text, with the number of cases of each stance, and their state."""
    del asked
    fields = read_fields(request, ClaimRecord)
    return public(request, lambda: _rows(claims_data(list(Claim.objects.select_related("aspect"))), fields))


@reads(router, "/claims/{code}", WholeClaim, asks=Selects, selects=WholeClaim, refuses=(404,))
def get_claim(request: ApiRequest, code: Code, asked: Query[Selects]) -> HttpResponse:
    """One claim with all of its wordings, the oldest first."""
    del asked
    fields = read_fields(request, WholeClaim)
    claim = Claim.objects.select_related("aspect").filter(code=code).first()
    if claim is None:
        raise Refused(404, _("There is no claim of this code. All of them are at /api/v1/claims."))
    return public(request, lambda: select(_whole(claim), fields))


@reads(router, "/reasons", ReasonList, asks=Selects, selects=ReasonRecord)
def list_reasons(request: ApiRequest, asked: Query[Selects]) -> HttpResponse:
    """The reasons with which reviewers ask for changes or decline, and what to do about each."""
    del asked
    fields = read_fields(request, ReasonRecord)
    return public(request, lambda: _rows([_reason(reason) for reason in load_reasons().open], fields))


def claims_data(claims: list[Claim]) -> list[Data]:
    """Claims with their numbers and states; one query."""
    tallies = {row.claim_id: row.value for row in ClaimTally.objects.filter(claim__in=claims)}
    return [_claim(claim, tallies.get(claim.code, Tally())) for claim in claims]


def _claim(claim: Claim, tally: Tally) -> Data:
    return {
        "code": claim.code,
        "model": claim.model_id,
        "aspect": claim.aspect.code,
        "ref": claim.ref,
        "statement": claim.statement,
        "version": claim.version,
        "is_withdrawn": claim.is_withdrawn,
        "state": state_of(tally).value,
        "supports": tally.supports,
        "partly": tally.partly,
        "contradicts": tally.contradicts,
        "not_found": tally.not_found,
        "address": settings.SITE_URL + reverse("cases:claim", args=[claim.code]),
    }


def _whole(claim: Claim) -> Data:
    wordings = ClaimVersion.objects.filter(claim=claim).order_by("number")
    return claims_data([claim])[0] | {
        "versions": [
            {
                "number": wording.number,
                "statement": wording.statement,
                "kind": wording.kind,
                "note": wording.note,
                "at": wording.at.isoformat(),
            }
            for wording in wordings
        ]
    }


def _reason(reason: ShownReason) -> Data:
    return {"code": reason.code, "name": reason.name, "guidance": reason.guidance}


def _rows(rows: list[Data], fields: Tree) -> Data:
    return page_of([select(row, fields) for row in rows], None)
