"""The yardstick: a Django view without middleware that answers with the bytes of a file."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = Path(os.environ["BENCHMARK_BODY"]).read_bytes()

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY=secrets.token_hex())


def page(_request: HttpRequest) -> HttpResponse:
    """The same bytes as the page of the site."""
    return HttpResponse(BODY)


urlpatterns = [path("page", page)]
application = get_wsgi_application()
