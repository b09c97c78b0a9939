"""The addresses of the site, and three more that answer as the site does when it cannot."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from cases.views import errors


def too_often(request: HttpRequest) -> HttpResponse:
    """What somebody gets who tried the same thing many times."""
    return render(request, "429.html", status=429)


urlpatterns = [
    path("429/", too_often),
    path("500/", errors.server_error),
    path("503/", errors.busy),
    path("", include("config.urls")),
]
