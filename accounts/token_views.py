"""Where a person makes personal tokens, sees when they were used, and revokes them."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import IsSuspended
from accounts.forms import TokenForm
from accounts.limits import counted_page
from accounts.models import PersonalToken, Scope, User
from accounts.token_actions import TOKENS_AT_MOST, TooManyTokens, make_token, revoke_token


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
@counted_page
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of a person; make one. It is shown in the answer, and nowhere else."""
    form = TokenForm(request.POST or None)
    if not form.is_valid():
        return _show(request, form, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    try:
        made = make_token(
            by=cast("User", request.user),  # login_required let nobody else in
            name=data["name"],
            scopes=[Scope(scope) for scope in data["scopes"]],
            days=data["days"],
        )
    except IsSuspended:
        form.add_error(None, _("Your account is suspended. You can read everything, and write nothing."))
        return _show(request, form, status=403)
    except TooManyTokens:
        form.add_error(
            None,
            _("You have %(number)s tokens, which is as many as one may. Revoke one first.")
            % {"number": TOKENS_AT_MOST},
        )
        return _show(request, form, status=409)
    return render(request, "accounts/token_made.html", {"made": made})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
@counted_page
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token of one's own; programs that use it are refused from then on."""
    if request.method == "POST":
        revoke_token(token=pk, by=cast("User", request.user))  # login_required let nobody else in
        messages.success(request, _("The token is revoked. Nothing can be done with it any more."))
    return redirect("account_tokens")


def _show(request: HttpRequest, form: TokenForm, *, status: int) -> HttpResponse:
    rows = PersonalToken.objects.filter(person=cast("User", request.user)).select_related("person")
    return render(request, "accounts/tokens.html", {"form": form, "tokens": rows}, status=status)
