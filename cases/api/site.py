"""The API itself: its operations, and how what they raise is answered."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import ValidationError

from cases.actions import refusals as acts
from cases.api import cases, comparison, evidence, refusals, reviews, revisions, taxonomy
from cases.api.cases import Moved
from cases.api.problems import FieldProblem, Refused, problem

api = NinjaAPI(
    title="Patchwork",
    version="1",
    description="Partial case studies of peer production, laid over the claims of two texts.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
for noun in (cases, taxonomy, evidence, comparison, revisions, reviews):
    api.add_router("", noun.router)


@api.exception_handler(Exception)
def _fault(_request: HttpRequest, fault: Exception) -> HttpResponse:
    """A fault of ours is for the site to log and answer, as everywhere."""
    raise fault


@api.exception_handler(Refused)
def _refused(_request: HttpRequest, refusal: Refused) -> HttpResponse:
    return refusal.answer


@api.exception_handler(Moved)
def _moved(request: HttpRequest, moved: Moved) -> HttpResponse:
    """308: the same request again at the address that the case has now."""
    rest = request.path.removeprefix(f"{settings.API_PREFIX}cases/").partition("/")
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    path = f"{settings.API_PREFIX}cases/{moved.slug}{rest[1]}{rest[2]}"
    return HttpResponse(status=308, headers={"Location": escape_uri_path(path) + query})


@api.exception_handler(BadRequest)
def _bad_request(request: HttpRequest, fault: BadRequest) -> HttpResponse:
    return refusals.bad_request(request, fault)


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, fault: PermissionDenied) -> HttpResponse:
    return refusals.forbidden(request, fault)


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, _fault: RequestDataTooBig) -> HttpResponse:
    return refusals.too_large(request)


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """A value in the address that it cannot have: 404 in the path, 400 in the query."""
    if any(error["loc"][0] == "path" for error in fault.errors):
        return problem(404, _("Nothing can be at this address."))
    errors = (FieldProblem(_name_of(error), _said(error)) for error in fault.errors)
    return problem(400, _("The address cannot be read. See “errors”."), errors)


@api.exception_handler(acts.Refusal)
def _not_done(_request: HttpRequest, refusal: acts.Refusal) -> HttpResponse:
    """An act that may not happen now; nothing was written."""
    if isinstance(refusal, acts.Incomplete):
        errors = (FieldProblem.of(each, below=_below(each.path)) for each in refusal.problems)
        return problem(422, _("A rule is broken. See “errors”; nothing was written."), errors)
    for kind, status, words in WORDS:
        if isinstance(refusal, kind):
            headers = {"Retry-After": "86400"} if status == 429 else {}
            return problem(status, words(refusal), headers=headers)
    return problem(409, _("This cannot be done now. Read the change again, and look."))


def _name_of(error: dict[str, Any]) -> str:
    *_above, last = (str(step) for step in error["loc"] if not isinstance(step, int))
    return last


def _said(error: dict[str, Any]) -> str:
    """A fault of a parameter in words."""
    context, kind = error.get("ctx", {}), error["type"]
    if kind == "literal_error":
        return _("This value is not in the list. It can be: %(known)s.") % {"known": context["expected"]}
    if kind == "string_pattern_mismatch":
        return _("This value has not the right shape, which is %(shape)s.") % {"shape": context["pattern"]}
    if kind == "string_too_long":
        return _("This value is too long. Shorten it to %(limit)s characters.") % {
            "limit": context["max_length"]
        }
    if kind == "missing":
        return _("This parameter is missing. Give it a value.")
    return _("This value cannot be read: %(why)s.") % {"why": error["msg"]}


def _below(path: str) -> str:
    """Reasons and notes of a decision stand beside each other; all else is in the content."""
    return "" if path in {"reason", "note", "ticked"} else "content"


def _decided(refusal: Any) -> str:  # noqa: ANN401 (a table of several kinds)
    review = refusal.review
    return _("%(name)s decided first: %(decision)s. Nothing of yours was written.") % {
        "name": review.by.shown_name,
        "decision": review.decision,
    }


def _plain(words: str) -> Callable[[acts.Refusal], str]:
    return lambda _refusal: _(words)


WORDS: tuple[tuple[type[acts.Refusal], int, Callable[[acts.Refusal], str]], ...] = (
    (acts.AlreadyDecided, 409, _decided),
    (
        acts.NotWaiting,
        409,
        _plain(gettext_noop("The revision stands where this cannot be done. Ask for it again, and look.")),
    ),
    (
        acts.ChangedSinceSeen,
        409,
        _plain(gettext_noop("This changed since you looked. Read it again, and decide on that.")),
    ),
    (
        acts.Outdated,
        409,
        _plain(gettext_noop("The case moved on. The change must be brought up to date on the site first.")),
    ),
    (
        acts.FirstYesUnseen,
        409,
        _plain(gettext_noop("Another moderator accepted this first while you looked. Read it again.")),
    ),
    (
        acts.SecondNeeded,
        409,
        _plain(gettext_noop("Another moderator must accept this, too. Nothing of yours was written.")),
    ),
    (
        acts.CaseOffPage,
        409,
        _plain(gettext_noop("The case is off the page for now. Send it when it is back.")),
    ),
    (acts.OwnWork, 403, _plain(gettext_noop("Nobody decides on own work."))),
    (acts.NotAllowed, 403, _plain(gettext_noop("You may not do this."))),
    (
        acts.TooManyWaiting,
        429,
        _plain(gettext_noop("As many changes of yours wait as may, until one of them is accepted.")),
    ),
    (
        acts.TooManyToday,
        429,
        _plain(gettext_noop("You sent as much within a day as one may, until something is accepted.")),
    ),
    (
        acts.KeyUsedOtherwise,
        422,
        _plain(
            gettext_noop(
                "This Idempotency-Key came with another request before. Use a new key for a new request."
            )
        ),
    ),
)
