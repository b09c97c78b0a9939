"""A second factor for those who decide, and no sending to pages of accounts that nobody can count."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts import limits
from accounts.models import User

# Recovery codes stand in for a lost factor; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Setting up a factor may ask for the password again, and for a confirmed address.
OPEN_PREFIXES = ("mfa_", "account_logout", "account_reauthenticate", "account_email")
ACCOUNT_PAGES = "account/"
UNCOUNTED = "account_logout"


class CountedAccountsMiddleware:
    """While nobody can count, nothing is sent to a page of accounts: no sign-in, sign-up, code or reset.

    allauth asks the store of the counters in many places, and each kind of store fails in its own way when
    it is away. To leave needs no counter.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Raise StoreDown for what would have to be counted; it is answered as busy, with what was typed."""
        match = request.resolver_match
        if request.method != "POST" or match is None or match.url_name == UNCOUNTED:
            return
        if match.route.startswith(ACCOUNT_PAGES):
            limits.require_store()


class SecondFactorMiddleware:
    """In production, moderators and stewards without a second factor see only the pages that set it up.

    Who has one was asked for it at sign-in, by allauth.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or lead to the set-up and say why."""
        if not settings.SECOND_FACTOR_REQUIRED or _is_open(request.path_info) or not _is_held(request):
            return self.get_response(request)
        messages.warning(
            request, _("Your role needs a second factor. Add a passkey or an authenticator app to go on.")
        )
        return redirect("mfa_index")


def lacks_factor(user: User) -> bool:
    """Whether this person must set up a second factor before anything else, as the settings have it."""
    return settings.SECOND_FACTOR_REQUIRED and user.is_moderator and not is_mfa_enabled(user, types=FACTORS)


def _is_open(path: str) -> bool:
    # Programs come with a token, never with the session, and are asked when it is known who they are.
    if path.startswith((settings.STATIC_URL, settings.API_PREFIX)):
        return True
    try:
        return (resolve(path).url_name or "").startswith(OPEN_PREFIXES)
    except Resolver404:
        return False


def _is_held(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and lacks_factor(request.user)
