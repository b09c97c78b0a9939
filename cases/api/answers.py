"""Answers of the API: public ones with a mark by which they are asked for again, and private ones."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from cases.api.entry import ApiRequest
from cases.domain.content import Data
from cases.queries.site_version import site_version

CONTENT_TYPE = "application/json"
CREATED = 201


def public(request: ApiRequest, body: Callable[[], Data], *, mark: str | None = None) -> HttpResponse:
    """Published data; a caller who has it already is told so before it is read.

    `mark` changes whenever the data does; without it, with every publication and every day, as some lists
    end with today. With a token the answer is private like everything else.
    """
    etag = _etag(request, site_mark() if mark is None else mark)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer = HttpResponse(status=304)
    else:
        answer = _written(body())
    answer.headers["ETag"] = etag
    patch_vary_headers(answer, ["Authorization"])
    if request.auth.token is None:
        answer.is_public_page = True  # type: ignore[attr-defined]
    return answer


def private(body: Data, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """What is for one person; it is never kept anywhere."""
    answer = _written(body, status)
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return answer


def page_of(items: list[Data], following: str | None, **more: object) -> Data:
    """A page of a list: its items, and the address of the next page, None at the end."""
    return {**more, "items": items, "next": following}


def site_mark() -> str:
    """The version of everything public, on this day."""
    number, stamp = site_version()
    return f"{number}.{stamp}.{timezone.localdate()}"


def _written(body: Data, status: int = 200) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False) + "\n"
    answer = HttpResponse(text, status=status, content_type=CONTENT_TYPE)
    if following := body.get("next"):
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer


def _etag(request: HttpRequest, mark: str) -> str:
    parts = (mark, get_language() or "", request.get_full_path(), _shape())
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
    return f'W/"{digest[:32]}"'


@cache
def _shape() -> str:
    """A digest of the description of the API: what it describes otherwise is no longer the same answer."""
    from cases.api.document import document  # noqa: PLC0415 (the document is made of all operations)

    return hashlib.sha256(json.dumps([document(), settings.SITE_URL]).encode()).hexdigest()
