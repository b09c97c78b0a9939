"""Ending an account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import LastSteward, delete_account
from accounts.forms import DeleteAccountForm
from accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, ask for the password, and end the account."""
    user = request.user
    if not isinstance(user, User):
        return redirect("account_login")
    form = DeleteAccountForm(request.POST or None, user=user)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        problems = [(f"id_{name}", text) for name, found in form.errors.items() for text in found]
        return render(request, "accounts/delete.html", {"form": form, "problems": problems}, status=status)
    try:
        delete_account(user=user, by=user)
    except LastSteward:
        messages.error(request, _("You are the last steward. Make somebody else a steward first."))
        return redirect("account_delete")
    logout(request)
    messages.success(request, _("Your account is deleted."))
    return redirect("cases:home")
