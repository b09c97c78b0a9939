"""Every answer carries every security header: all routes, faults, files, redirects, 304, bad hosts."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as project
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings
from whitenoise.middleware import WhiteNoiseMiddleware

from config.headers import ALWAYS, DATA, NAMES, PAGE, PICTURE, HeadersMiddleware
from scripts.check import production
from tests.project.walk import Walk, all_answers

ROOT = Path(__file__).parents[2]
FAULTS = (
    ("GET", "/nothing/", 404),
    ("GET", "/api/v1/nothing", 404),
    ("POST", "/patchwork/", 405),
    ("TRACE", "/patchwork/", 405),
    ("DELETE", "/api/v1/cases", 405),
    ("GET", "/cases/?sort=best", 400),
    ("GET", "/me/", 302),
    ("GET", "/patchwork", 301),
    ("OPTIONS", "/api/v1/cases", 405),
    ("GET", "/healthz", 200),
    ("GET", "/metrics", 404),
    ("GET", "/.well-known/security.txt", 404),
    ("GET", "/.well-known/change-password", 302),
    ("GET", "/account/login/", 200),
    ("GET", "/account/signup/", 200),
    ("GET", "/account/password/reset/", 200),
)


def missing(answer: object) -> set[str]:
    """The headers that an answer lacks."""
    return {name for name in NAMES if not answer.headers.get(name)}  # type: ignore[attr-defined]


def expected(kind: str) -> str:
    if kind.startswith("text/html"):
        return PAGE
    return PICTURE if kind.startswith("image/") else DATA


def test_every_route_by_its_kind(walk: Walk) -> None:
    for way, name, answer in all_answers(walk):
        assert missing(answer) == set(), (way, name)
        if answer.status_code == 200:
            kind = answer.headers.get("Content-Type", "text/html")
            assert answer.headers["Content-Security-Policy"] == expected(kind), (way, name)


def test_what_is_unchanged_carries_those_of_what_is_kept(walk: Walk) -> None:
    assert len(walk.unchanged) > 10
    for name, again in walk.unchanged.items():
        assert again.status_code == 304, name
        first = walk.got["stranger"][name]
        assert {n: again.headers.get(n) for n in NAMES} == {n: first.headers[n] for n in NAMES}, name


@pytest.mark.parametrize(("method", "address", "status"), FAULTS)
def test_what_is_no_page(taxonomy: None, method: str, address: str, status: int) -> None:
    answer = Client(raise_request_exception=False).generic(method, address)
    assert answer.status_code == status
    assert missing(answer) == set()


def broken(*_args: object, **_named: object) -> None:
    raise RuntimeError


def test_a_fault_of_ours(taxonomy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.views.about.render", broken)
    answer = Client(raise_request_exception=False).get("/about/method/")
    assert (answer.status_code, missing(answer)) == (500, set())


@pytest.mark.parametrize("asks_tls", [True, False])
def test_a_host_that_is_not_ours(client: Client, settings: Settings, asks_tls: bool) -> None:
    settings.SECURE_SSL_REDIRECT = asks_tls
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = client.get("/", headers={"host": "evil.example"}, secure=True)
    assert (answer.status_code, missing(answer)) == (400, set())
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_the_way_to_tls(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/patchwork/")
    assert (answer.status_code, missing(answer)) == (301, set())


def test_a_body_that_is_too_large(client: Client, taxonomy: None) -> None:
    answer = client.generic("POST", "/report/", b"", CONTENT_LENGTH=str(10**12))
    assert (answer.status_code, missing(answer)) == (413, set())


def through_static(name: str, content: bytes, folder: Path, **headers: str) -> HttpResponse:
    """A static file as it leaves: WhiteNoise inside of our middleware, as in the settings."""
    (folder / name).write_bytes(content)
    noise = WhiteNoiseMiddleware(lambda _request: HttpResponse(status=404))
    noise.add_files(str(folder), prefix=project.STATIC_URL)
    request = RequestFactory().get(f"{project.STATIC_URL}{name}", headers=headers)
    return HeadersMiddleware(noise)(request)


@pytest.mark.parametrize(("name", "policy"), [("a.css", DATA), ("a.js", DATA), ("a.svg", PICTURE)])
def test_static_files_and_their_304(db: None, tmp_path: Path, name: str, policy: str) -> None:
    first = through_static(name, b"content", tmp_path)
    again = through_static(name, b"content", tmp_path, **{"If-None-Match": first.headers.get("ETag", "")})
    for answer in (first, again):
        assert missing(answer) == set()
        assert answer.headers["Content-Security-Policy"] == policy
    first.close()


def test_only_what_everybody_may_see_is_shown_on_other_sites() -> None:
    def answered(kind: str, *, public: bool) -> str:
        answer = HttpResponse(content_type=kind)
        answer.is_public_page = public  # type: ignore[attr-defined]
        done = HeadersMiddleware(lambda _request: answer)(RequestFactory().get("/x"))
        return done.headers["Cross-Origin-Resource-Policy"]

    assert answered("image/webp", public=True) == "cross-origin"
    assert answered("image/webp", public=False) == "same-origin"
    assert answered("text/html", public=True) == "same-origin"


def test_a_view_may_be_stricter() -> None:
    answer = HttpResponse(headers={"Referrer-Policy": "no-referrer"})
    HeadersMiddleware(lambda _request: answer)(RequestFactory().get("/x"))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert ALWAYS["Referrer-Policy"] == "same-origin"


def production_answers() -> Iterator[str]:
    """What a production site answers over https, in a process with its settings."""
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "host = 'patchwork.example.org'\n"
        "client = Client(raise_request_exception=False, headers={'host': host})\n"
        "answer = client.get('/robots.txt', secure=True)\n"
        "print(answer.status_code)\n"
        "print(answer.headers['Strict-Transport-Security'])\n"
    )
    environment = {**os.environ, **production(), "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    yield from done.stdout.splitlines()


def test_production_keeps_browsers_on_https() -> None:
    status, header = production_answers()
    assert (status, header) == ("200", "max-age=31536000; includeSubDomains; preload")
