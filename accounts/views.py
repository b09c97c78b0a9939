"""Signing up, and ending an account."""

from typing import cast

from allauth.account.views import SignupView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import LastSteward, delete_account
from accounts.forms import DeleteAccountForm, SignupForm
from accounts.models import User


class SignUp(SignupView):
    """Sign-up; of two people who take one name at the same moment, the second is told as if later."""

    def form_valid(self, form: SignupForm) -> HttpResponse:
        """Make the account. What somebody took since the form was checked, a second check finds."""
        try:
            return cast("HttpResponse", super().form_valid(form))
        except IntegrityError:
            again = self.get_form_class()(**self.get_form_kwargs())
            answer = super().form_valid(again) if again.is_valid() else self.form_invalid(again)
            return cast("HttpResponse", answer)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, ask for the password, and end the account."""
    user = cast("User", request.user)  # login_required let nobody else in
    form = DeleteAccountForm(request.POST or None, user=user)
    if not form.is_valid():
        return render(request, "accounts/delete.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        delete_account(user=user, by=user)
    except LastSteward:
        form.add_error(None, _("You are the last steward. Make somebody else a steward first."))
        return render(request, "accounts/delete.html", {"form": form}, status=409)
    logout(request)
    messages.success(request, _("Your account is deleted."))
    return redirect("cases:home")
