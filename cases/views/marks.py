"""Marks of views: which pages are the same bytes for every stranger, and which need a person."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from cases import permissions
from cases.views.errors import still_typed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
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
        if isinstance(request.user, AnonymousUser) and response.status_code == 200:
            response.is_public_page = True  # type: ignore[attr-defined]
        return response

    return cast("View[P]", marked)


def contributor_page(view: PersonView[P]) -> View[P]:
    """Mark a page for people with an account; others are asked to sign in and come back."""
    return _for(permissions.may_contribute, view)


def moderator_page(view: PersonView[P]) -> View[P]:
    """Mark a page for moderators; others with an account are told that it is not theirs."""
    return _for(permissions.may_review, view)


def steward_page(view: PersonView[P]) -> View[P]:
    """Mark a page for stewards."""
    return _for(permissions.may_word_claims, view)


def _for(allowed: Callable[[permissions.Person], bool], view: PersonView[P]) -> View[P]:
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.method == "POST":
                return still_typed(request)
            return redirect_to_login(request.get_full_path())
        if not allowed(request.user):
            raise PermissionDenied
        return view(cast("PersonRequest", request), *args, **kwargs)

    return cast("View[P]", guarded)
