"""Marks of views: which pages are the same bytes for every stranger, and which need a person."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.models import User
from cases import permissions
from cases.actions.refusals import NotAllowed
from cases.queries.suspensions import own_suspension
from cases.views.errors import busy, still_typed, suspended, too_often

# The form with its text and a picture. Beyond the 8 megabytes of a picture, so that the form can say beside
# its field that a file is too large, and keep what was typed.
BODY_WITH_PICTURE = 20_000_000

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Predicate = Callable[[permissions.Person], bool]
PersonView = Callable[Concatenate["PersonRequest", P], HttpResponse]


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


def public_page(view: View[P]) -> View[P]:
    """Mark a page that a stranger may read: GET and HEAD only.

    For a stranger the response holds no name, token or cookie and may be cached by anyone; for
    somebody who is signed in it is private like everything else.
    """

    @require_safe
    @wraps(view)
    def marked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        is_for_one = getattr(get_messages(request), "used", False)
        if isinstance(request.user, AnonymousUser) and response.status_code == 200 and not is_for_one:
            response.is_public_page = True  # type: ignore[attr-defined]
        return response

    return cast("View[P]", marked)


def contributor_page(view: PersonView[P]) -> View[P]:
    """Mark a page for people with an account; others are asked to sign in and come back.

    Who is suspended may read it and send nothing.
    """
    return _for(permissions.is_member, permissions.may_contribute, view)


def moderator_page(view: PersonView[P]) -> View[P]:
    """Mark a page for moderators; others with an account are told that it is not theirs."""
    return _for(permissions.may_review, permissions.may_review, view)


def steward_page(view: PersonView[P]) -> View[P]:
    """Mark a page for stewards."""
    return _for(permissions.may_word_claims, permissions.may_word_claims, view)


def suspended_page(view: PersonView[P]) -> View[P]:
    """Mark the one page on which somebody who is suspended may write."""
    return _for(permissions.may_appeal, permissions.may_appeal, view)


def open_form(view: View[P]) -> View[P]:
    """Mark a form that a stranger may send too. It is private: the page holds a token, and what was typed."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not permissions.may_report(request.user):
            return _refused(request)
        if not _writes(request):
            return view(request, *args, **kwargs)
        return _too_often(request, "report") or view(request, *args, **kwargs)

    return cast("View[P]", guarded)


def takes_pictures(view: View[P]) -> View[P]:
    """Mark a view whose form may bring a picture beside its text; every other body is smaller."""
    view.body_at_most = BODY_WITH_PICTURE  # type: ignore[attr-defined]
    return view


def _for(may_read: Predicate, may_write: Predicate, view: PersonView[P]) -> View[P]:
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            if _writes(request):
                return still_typed(request)
            return redirect_to_login(request.get_full_path())
        allowed = may_write if _writes(request) else may_read
        if not allowed(request.user):
            return _refused(request)
        try:
            limited = _too_often(request, "write") if _writes(request) else None
            return limited or view(cast("PersonRequest", request), *args, **kwargs)
        except NotAllowed:
            # Suspended, or of another role, since this request began.
            request.user.refresh_from_db()
            return _refused(request)

    return cast("View[P]", guarded)


def _writes(request: HttpRequest) -> bool:
    return request.method == "POST"


def _refused(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User) and permissions.may_appeal(request.user):
        return suspended(request, own_suspension(request.user))
    raise PermissionDenied


def _too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    """Refuse what comes too often, and everything while nobody can count. Both keep what was typed."""
    try:
        return None if limits.is_within(request, action) else too_often(request)
    except limits.StoreDown:
        return busy(request)
