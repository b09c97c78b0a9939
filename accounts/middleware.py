"""A second factor for those who decide."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

OPEN_PREFIXES = ("mfa_", "account_logout", "account_reauthenticate", "account_login")


class SecondFactorMiddleware:
    """In production, moderators and stewards without a second factor see only its set-up pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or lead to the set-up and say why."""
        if settings.SECOND_FACTOR_REQUIRED and _lacks_factor(request) and not _is_open(request.path_info):
            messages.warning(
                request, _("Your role needs a second factor. Add a passkey or an authenticator app to go on.")
            )
            return redirect("mfa_index")
        return self.get_response(request)


def _lacks_factor(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated or not getattr(user, "is_moderator", False):
        return False
    return not is_mfa_enabled(user)


def _is_open(path: str) -> bool:
    if path.startswith(settings.STATIC_URL):
        return True
    try:
        name = resolve(path).url_name or ""
    except Resolver404:
        return False
    return name.startswith(OPEN_PREFIXES)
