"""Who asks: a stranger, or a person by their token; and how often."""

from dataclasses import dataclass
from typing import get_origin

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import BaseModel

from accounts import limits
from accounts.middleware import lacks_factor
from accounts.models import PersonalToken, Scope, User
from accounts.token_actions import note_use, valid_token
from cases import permissions
from cases.api import refusals
from cases.api.problems import FieldProblem, Refused
from cases.api.windows import REQUESTS, Window
from cases.domain.reader import quoted

BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. A stranger has no token; the session of a browser counts for nothing here."""

    token: PersonalToken | None = None

    @property
    def person(self) -> User:
        """The person whose token came. Raises Refused for a stranger."""
        if self.token is None:
            raise unauthorised(_("This needs a token. Make one at /me/tokens/, and send it in a header."))
        return self.token.person


class ApiRequest(HttpRequest):
    """A request of a program, after its entry."""

    auth: Caller
    window: Window


class Entry:
    """Lets a request in: reads its token, counts it, and asks whether the scope and the role allow it.

    `scope` None lets strangers in. Everything is asked anew at every request, so that a person who is
    suspended, has another role or another password since is refused at once.
    """

    def __init__(self, scope: Scope | None = None, asks: type[BaseModel] | None = None) -> None:
        self.scope = scope
        self.asks = asks

    def __call__(self, request: ApiRequest) -> Caller:
        """Who asks. Raises Refused with 401, 403 or 429, and StoreDown for a writing nobody can count."""
        token = _token_of(request)
        request.window = REQUESTS.count(f"person {token.person_id}" if token else _address_of(request))
        if request.window.is_over:
            raise _too_often(request.window.seconds)
        caller = Caller(token)
        if "Authorization" in request.headers and token is None:
            raise unauthorised(
                _("The token does not work: it is over, revoked, or was never one. Make a new one.")
            )
        if self.scope is not None:
            self._check(caller, request)
        self._check_names(request)
        if token is not None and getattr(request, "read_only", None) is None:
            note_use(token)
        return caller

    def _check(self, caller: Caller, request: ApiRequest) -> None:
        person = caller.person
        if caller.token is None or self.scope not in caller.token.scopes:
            raise Refused(
                403,
                _("This token may not do that. Make one with the permission “%(scope)s”.")
                % {"scope": self.scope},
            )
        if lacks_factor(person):
            raise Refused(403, _("Your role needs a second factor. Add one on your account's pages first."))
        if self.scope is Scope.REVIEW and not permissions.may_review(person):
            raise Refused(403, _("Only moderators who are not suspended review changes."))
        if self.scope is Scope.WRITE and not permissions.may_contribute(person):
            raise Refused(403, _("Your account is suspended. You can read everything, and write nothing."))
        if request.method == "POST":
            request.user = person  # whom the counters of writing count
            if not limits.is_within(request, "write"):
                raise _too_often(refusals.RETRY_WHEN_TOO_OFTEN)

    def _check_names(self, request: ApiRequest) -> None:
        """Refuse a parameter that there is not, and one that stands twice and may stand once."""
        fields = self.asks.model_fields.items() if self.asks else ()
        known = {field.alias or name: field for name, field in fields}
        errors = []
        for name, values in request.GET.lists():
            if name not in known:
                words = _("There is no parameter of this name. There are: %(known)s.")
                errors.append(FieldProblem(quoted(name), words % {"known": ", ".join(known) or _("none")}))
            elif len(values) > 1 and get_origin(known[name].annotation) is not list:
                errors.append(FieldProblem(name, _("The address names it twice. Name it once.")))
        if errors:
            raise Refused(400, _("The address cannot be read. See “errors”."), *errors)


def unauthorised(detail: str) -> Refused:
    """401: with the way in."""
    return Refused(401, detail, headers={"WWW-Authenticate": 'Bearer realm="Patchwork"'})


def _token_of(request: HttpRequest) -> PersonalToken | None:
    given = request.headers.get("Authorization", "")
    return valid_token(given.removeprefix(BEARER).strip()) if given.startswith(BEARER) else None


def _address_of(request: HttpRequest) -> str:
    """The address from which it comes; all whose address the server does not tell are one."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


def _too_often(seconds: int) -> Refused:
    return Refused(
        429,
        _("That was too often in a short time. Wait as long as Retry-After says, and send it again."),
        headers={"Retry-After": str(seconds)},
    )
