"""A second factor for those who decide."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts.models import User

# Recovery codes stand in for a lost factor; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Setting up a factor may ask for the password again, and for a confirmed address.
OPEN_PREFIXES = ("mfa_", "account_logout", "account_reauthenticate", "account_email")


class SecondFactorMiddleware:
    """In production, moderators and stewards without a second factor see only the pages that set it up.

    Who has one was asked for it at sign-in, by allauth.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or lead to the set-up and say why."""
        if not settings.SECOND_FACTOR_REQUIRED or _is_open(request.path_info) or not _lacks_factor(request):
            return self.get_response(request)
        messages.warning(
            request, _("Your role needs a second factor. Add a passkey or an authenticator app to go on.")
        )
        return redirect("mfa_index")


def _is_open(path: str) -> bool:
    if path.startswith(settings.STATIC_URL):
        return True
    try:
        return (resolve(path).url_name or "").startswith(OPEN_PREFIXES)
    except Resolver404:
        return False


def _lacks_factor(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and user.is_moderator and not is_mfa_enabled(user, types=FACTORS)
