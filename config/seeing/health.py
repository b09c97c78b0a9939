"""`/healthz` and `/readyz`: whether the process lives, and whether the site can do its work."""

import json
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from config import read_only
from config.seeing.access import may_see_details
from config.seeing.checks import CHECKS, remembered
from config.seeing.outcome import Outcome

READ = frozenset({"GET", "HEAD"})


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives; nothing else is asked."""
    return _refused_method(request) or _answer(200, {"state": "alive"})


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when all is well and 503 otherwise; `?only=database,disk` asks for some.

    Strangers get the one word. Who may see more gets every check by its name.
    """
    refused = _refused_method(request)
    if refused is not None:
        return refused
    names = [name for name in request.GET.get("only", "").split(",") if name]
    if not set(names) <= CHECKS.keys():
        return _answer(400, {"state": "unknown", "checks": ", ".join(CHECKS)})
    return _said(request, _chosen(names))


def _chosen(names: list[str]) -> Mapping[str, Outcome]:
    found = remembered.look()
    return {name: outcome for name, outcome in found.items() if not names or name in names}


def _said(request: HttpRequest, found: Mapping[str, Outcome]) -> HttpResponse:
    is_good = all(outcome.is_good for outcome in found.values())
    body: dict[str, object] = {"state": "ready" if is_good else "unready"}
    if may_see_details(request):
        body["reads_only"] = read_only.mode() is not None
        body["checks"] = {
            name: {"ok": outcome.is_good, "why": outcome.why} for name, outcome in found.items()
        }
    return _answer(200 if is_good else 503, body)


def _refused_method(request: HttpRequest) -> HttpResponse | None:
    if request.method in READ:
        return None
    answer = _answer(405, {"state": "unknown"})
    answer.headers["Allow"] = "GET, HEAD"
    return answer


def _answer(status: int, body: Mapping[str, object]) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False) + "\n"
    return HttpResponse(text, status=status, content_type="application/json")
