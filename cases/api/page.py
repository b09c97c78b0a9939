"""The guide to the API, and its reference, which is made of the OpenAPI document."""

import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cases.actions.kept_answers import KEPT_FOR
from cases.api import problems
from cases.api.document import document
from cases.api.reference import groups, models
from cases.api.schemas.content import EXAMPLE
from cases.views.marks import public_page

SENT = {"content": EXAMPLE, "confirm": ["licence"]}
"""What the guide sends, and what a test sends as it stands there."""


@cache
def _drawn(template: str) -> SafeString:
    """A piece of the reference, which is the same in every language, and drawn once in each process."""
    return render_to_string(template, {"groups": groups(), "models": models()})


@public_page
def guide(request: HttpRequest) -> HttpResponse:
    """How programs read this site and write to it; no query."""
    context = {
        "v1": settings.SITE_URL + settings.API_PREFIX.rstrip("/"),
        "sent": json.dumps(SENT, indent=1, ensure_ascii=False),
        "drawn_operations": _drawn("cases/_api_operations.html"),
        "drawn_models": _drawn("cases/_api_models.html"),
        "statuses": problems.TITLES.items(),
        "requests": settings.API_REQUESTS_A_MINUTE,
        "kept_days": KEPT_FOR.days,
        "operations": sum(len(methods) for methods in document()["paths"].values()),
    }
    return render(request, "cases/api.html", context)
