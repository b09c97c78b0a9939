"""What programs look for under `/.well-known/`: whom to tell of a weakness, where a password is changed."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from cases.views.marks import public_page

HOLDS_FOR = timedelta(days=180)


@public_page
def security_txt(_request: HttpRequest) -> HttpResponse:
    """RFC 9116; it holds for half a year from today, and is 404 on a site that names nobody to tell."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (timezone.now() + HOLDS_FOR).strftime("%Y-%m-%dT00:00:00Z")
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until}",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
        f"Policy: {settings.SITE_URL}{reverse('cases:about_security')}",
        "Preferred-Languages: en, fr, es",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
def change_password(_request: HttpRequest) -> HttpResponse:
    """The page on which a password is changed, for programs that keep passwords."""
    return redirect("account_change_password")
