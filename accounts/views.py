"""Signing up, what a person says about themselves, roles, and ending an account."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.views import SignupView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import hurry
from accounts.actions import (
    IsSuspended,
    LastSteward,
    NotASteward,
    delete_account,
    describe,
    set_role,
)
from accounts.forms import AboutForm, DeleteAccountForm, RoleForm, SignupForm
from accounts.limits import counted_page
from accounts.models import Role, User


class SignUp(SignupView):
    """Sign-up; of two people who take one name at the same moment, the second is told as if later."""

    def form_valid(self, form: SignupForm) -> HttpResponse:
        """Make the account. What somebody took since the form was checked, a second check finds."""
        if complaint := hurry.complaint(self.request.POST.dict()):
            form.add_error(None, complaint)
            return cast("HttpResponse", self.form_invalid(form))
        try:
            return cast("HttpResponse", super().form_valid(form))
        except IntegrityError:
            again = self.get_form_class()(**self.get_form_kwargs())
            answer = super().form_valid(again) if again.is_valid() else self.form_invalid(again)
            return cast("HttpResponse", answer)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@counted_page
def about(request: HttpRequest) -> HttpResponse:
    """What a person says about themselves on their public page."""
    user = cast("User", request.user)  # login_required let nobody else in
    form = AboutForm(request.POST or None, initial={"about": user.about})
    if not form.is_valid():
        return render(request, "accounts/about.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        describe(user=user, about=form.cleaned_data["about"])
    except IsSuspended:
        form.add_error(None, _("Your account is suspended. You can read everything, and write nothing."))
        return render(request, "accounts/about.html", {"form": form}, status=403)
    messages.success(request, _("Your page says it now."))
    return redirect("cases:profile", user.username)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(enabled=lambda request: request.user.is_steward)
@counted_page
def roles(request: HttpRequest) -> HttpResponse:
    """Who reviews and who keeps the site; a steward gives somebody another role."""
    user = cast("User", request.user)  # login_required let nobody else in
    if not user.is_steward:
        raise PermissionDenied
    form = RoleForm(request.POST or None)
    if not form.is_valid():
        return _show_roles(request, form, status=422 if form.is_bound else 200)
    person, role = form.cleaned_data["name"], Role(form.cleaned_data["role"])
    try:
        set_role(user=person, role=role, by=user)
    except LastSteward:
        form.add_error("role", _("This is the last steward. Make somebody else a steward first."))
        return _show_roles(request, form, status=409)
    except IsSuspended:
        form.add_error("name", _("This person is suspended. Let the suspension be lifted first."))
        return _show_roles(request, form, status=409)
    except NotASteward:
        raise PermissionDenied from None
    done = _("%(name)s has the role “%(role)s” now.") % {"name": person.username, "role": role.label}
    messages.success(request, done)
    return redirect("account_roles" if person != user else "cases:me")


def _show_roles(request: HttpRequest, form: RoleForm, *, status: int) -> HttpResponse:
    keepers = User.objects.exclude(role=Role.CONTRIBUTOR).filter(is_active=True).order_by("-role", "username")
    return render(request, "accounts/roles.html", {"form": form, "keepers": keepers}, status=status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@counted_page
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
