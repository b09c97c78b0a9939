"""The page cache: what it answers from memory, what it leaves to Django, and what it never keeps."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import brotli
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import override_settings

from accounts.models import User
from cases.queries.shelves import Shelf
from config.page_cache import entries
from config.page_cache.entries import Entry, best_encoding
from config.page_cache.versions import State
from tests.world import content, published
from tests.wsgi import FIRST, Site

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PAGE = "/cases/"


@pytest.fixture
def site(amina: User, chiara: User) -> Site:
    """The site with one case, and its list kept."""
    published(content(), by=amina, reviewer=chiara)
    site = Site()
    site.get(PAGE)
    return site


def test_the_second_reader_is_answered_from_memory(site: Site) -> None:
    assert b"Guifi.net" in site.get(PAGE).body
    assert len(site.asked) == 1


@pytest.mark.parametrize("now", [State("2", 20_000), State("1", 20_001)])
def test_of_another_version_or_day_nothing_is_used(site: Site, now: State) -> None:
    site.state = now
    assert site.asks_django(PAGE)
    assert not site.asks_django(PAGE)


def test_what_is_the_same_in_another_version_is_not_compressed_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site.get(PAGE, ACCEPT_ENCODING="br")
    monkeypatch.setattr(entries, "_compressed", lambda body, _encoding: body)
    site.state = State("2", 20_000)
    assert site.get(PAGE, ACCEPT_ENCODING="br").body == before.body


# --- how long a state is believed -----------------------------------------------------------------


class Clock:
    """A clock that stands still unless somebody moves it."""

    now = 5_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock by which the cache believes what it found."""
    clock = Clock()
    monkeypatch.setattr("config.page_cache.held.monotonic", clock)
    return clock


@pytest.fixture
def believing(taxonomy: None, clock: Clock) -> Site:
    """A site that believes for a minute what it found, with a page kept that came a minute ago."""
    site = Site(held_for=60.0)
    site.get(PAGE)
    clock.now += 60.0
    return site


def test_what_was_found_is_believed_and_no_longer_than_said(believing: Site, clock: Clock) -> None:
    believing.get(PAGE)
    believing.state = State("2", 20_000)
    clock.now += 59.0
    assert not believing.asks_django(PAGE)
    clock.now += 1.0
    assert believing.asks_django(PAGE)


def test_it_is_believed_from_when_it_was_asked(believing: Site, clock: Clock) -> None:
    def slow() -> State | None:
        clock.now += 60.0
        return believing.state

    believing.cache._state._state_now = slow
    believing.get(PAGE)
    believing.state = State("2", 20_000)
    assert believing.asks_django(PAGE)


def test_what_is_made_while_the_state_changes_is_not_kept_for_a_believed_one(believing: Site) -> None:
    believing.get(PAGE)
    believing.state = State("1", 20_000, banner="no writing")
    believing.get("/gaps/")
    believing.state = FIRST
    assert believing.asks_django("/gaps/")


# --- what is answered from memory -----------------------------------------------------------------


def test_while_nobody_knows_the_version_django_answers(site: Site) -> None:
    site.state = None
    assert site.asks_django(PAGE)
    assert site.asks_django(PAGE)


# --- the address ----------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["?utm=1", "?q=", "?q=&x=1&x=2", "?%71=&&"])
def test_what_a_page_does_not_know_makes_no_other_page(site: Site, query: str) -> None:
    assert not site.asks_django(f"{PAGE}{query}")


def test_parameters_in_another_order_ask_the_same(site: Site) -> None:
    site.get("/cases/?stage=6&country=ES&country=FI")
    assert not site.asks_django("/cases/?country=ES&utm=1&country=FI&stage=6")
    assert site.asks_django("/cases/?country=FI&country=ES&stage=6")


def test_a_page_is_the_same_without_the_cache(site: Site) -> None:
    site.state = None
    assert site.get(f"{PAGE}?utm=1").body == site.get(PAGE).body


def test_a_parameter_named_twice_is_refused_as_ever(site: Site) -> None:
    assert [site.get("/cases/?sort=new&sort=new").status for _time in range(2)] == [400, 400]


@pytest.mark.parametrize("address", ["/cases/never-was/", "/cases/?sort=x", "/cases/random/", "/nothing/"])
def test_only_a_page_that_is_there_is_kept(site: Site, address: str) -> None:
    site.get(address)
    assert site.asks_django(address)


@pytest.mark.parametrize("address", ["/cases.csv", "/data/cases.jsonl", "/about/review/", "/api/v1/", "/me/"])
def test_neither_exports_nor_what_changes_every_hour_nor_private_pages_are_kept(
    site: Site, address: str
) -> None:
    site.get(address)
    assert site.asks_django(address)


# --- who asks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"COOKIE": "sessionid=x"},
        {"COOKIE": "a=b; messages=x"},
        {"AUTHORIZATION": "Bearer x"},
        {"RANGE": "bytes=0-1"},
        {"TRANSFER_ENCODING": "chunked"},
        {"HOST": "elsewhere.example"},
        {"HOST": ""},
        {"ACCEPT_LANGUAGE": "x" * 1000},
    ],
)
def test_who_may_be_somebody_or_asks_for_something_else_gets_to_django(
    site: Site, headers: dict[str, str]
) -> None:
    assert site.asks_django(PAGE, **headers)


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "PUT", "TRACE"])
def test_other_methods_are_refused_by_django(site: Site, method: str) -> None:
    before = len(site.asked)
    assert site.get(PAGE, method).status in {403, 405}
    assert len(site.asked) == before + 1


@pytest.mark.parametrize("query", ["?q=%00", "?utm=%00", "?q=" + "x" * 3000])
def test_what_django_refuses_is_refused_with_a_full_cache_too(site: Site, query: str) -> None:
    assert site.get(f"{PAGE}{query}").status == 400


def test_no_header_beside_the_key_gets_into_a_page(site: Site) -> None:
    site.state = State("2", 20_000)
    canary = dict.fromkeys(
        ("COOKIE", "X_FORWARDED_HOST", "ACCEPT", "REFERER", "ORIGIN", "HX_TARGET", "X_ORIGINAL_URL"),
        "a=canary",
    )
    site.get(PAGE, **canary)
    told = site.asked[-1]
    assert not [name for name, value in told.items() if "canary" in str(value)]
    assert not site.asks_django(PAGE)


def test_https_and_http_are_kept_apart(site: Site) -> None:
    with override_settings(
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), SECURE_HSTS_SECONDS=60
    ):
        behind = Site()
        plain = behind.get(PAGE)
        secure = behind.get(PAGE, X_FORWARDED_PROTO="https")
    assert "strict-transport-security" in secure.headers
    assert "strict-transport-security" not in plain.headers


def test_languages_are_kept_apart() -> None:
    with override_settings(LANGUAGES=[("en", "English"), ("fr", "Français")]):
        site = Site()
        asked = [site.get("/about/licence/", **headers).headers["content-language"] for headers in READERS]
        assert asked == ["en", "fr", "fr", "en"]
        assert len(site.asked) == 2


READERS: list[dict[str, str]] = [
    {},
    {"ACCEPT_LANGUAGE": "fr-CH, de"},
    {"COOKIE": "django_language=fr"},
    {"ACCEPT_LANGUAGE": "xx"},
]


def test_a_part_and_the_whole_are_kept_apart(site: Site) -> None:
    part = site.get(PAGE, HX_REQUEST="true").body
    assert b"<html" not in part
    assert b"<html" in site.get(PAGE).body
    assert b"<html" in site.get(PAGE, HX_REQUEST="true", HX_HISTORY_RESTORE_REQUEST="true").body
    assert site.get(PAGE, HX_REQUEST="true").body == part


# --- the answer -----------------------------------------------------------------------------------


def test_head_is_answered_from_the_same_entry(site: Site) -> None:
    whole, head = site.get(PAGE), site.get(PAGE, "HEAD")
    assert (head.headers, head.body) == (whole.headers, b"")
    assert len(site.asked) == 1


def test_head_of_what_is_not_kept_has_no_body(site: Site) -> None:
    assert site.get("/cases/never-was/", "HEAD").body == b""


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_it_already_gets_a_304(site: Site, form: str) -> None:
    etag = site.get(PAGE).headers["etag"]
    answer = site.get(PAGE, IF_NONE_MATCH=form.format(etag))
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == etag
    assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert site.get(PAGE, IF_NONE_MATCH='"other"').status == 200


def test_every_encoding_is_the_same_page_under_its_own_etag(site: Site) -> None:
    plain, small, smallest = (site.get(PAGE, ACCEPT_ENCODING=each) for each in ("", "gzip", "gzip, br"))
    assert gzip.decompress(small.body) == brotli.decompress(smallest.body) == plain.body
    assert [each.headers.get("content-encoding") for each in (plain, small, smallest)] == [None, "gzip", "br"]
    assert len({each.headers["etag"] for each in (plain, small, smallest)}) == 3
    assert all("Accept-Encoding" in each.headers["vary"] for each in (plain, small, smallest))
    assert all(int(each.headers["content-length"]) == len(each.body) for each in (plain, small, smallest))


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("br;q=0.0, *;q=0.1", "gzip"),
        ("*;q=0", ""),
        ("deflate, zstd", ""),
    ],
)
def test_the_encoding_that_is_chosen(accepted: str, chosen: str) -> None:
    assert best_encoding(accepted) == chosen


def test_files_that_come_with_the_site_are_kept_for_good(tmp_path: Path, taxonomy: None) -> None:
    (Path(settings.STATIC_ROOT) / "kept.css").write_text("p { color: red }")
    site = Site()
    first, again = (site.get("/static/kept.css?x=1") for _time in range(2))
    assert (again.status, again.body) == (200, first.body)
    assert len(site.asked) == 1
    assert again.headers["x-frame-options"] == "DENY"
    assert "Cookie" not in again.headers.get("vary", "")
    absent = site.get("/static/absent.css")
    assert absent.status == 404
    assert absent.headers["cache-control"] == "private, no-store"


# --- what is kept ---------------------------------------------------------------------------------


def answering(change: Callable[[HttpResponse], object]) -> Site:
    """A site of which every answer is a public page, changed in one way."""

    def django(_environ: "WSGIEnvironment", start_response: "StartResponse") -> HttpResponse:
        answer = HttpResponse("page")
        answer.is_public_page = True  # type: ignore[attr-defined]
        change(answer)
        cookies = [("Set-Cookie", cookie.output(header="")) for cookie in answer.cookies.values()]
        start_response(f"{answer.status_code} OK", [*answer.items(), *cookies])
        return answer

    return Site(django=django)


@pytest.mark.parametrize(
    "change",
    [
        lambda answer: answer.set_cookie("name", "value"),
        lambda answer: setattr(answer, "is_public_page", False),
        lambda answer: setattr(answer, "status_code", 203),
    ],
)
def test_cookies_private_answers_and_other_statuses_are_never_kept(
    change: Callable[[HttpResponse], object], taxonomy: None
) -> None:
    site = answering(change)
    site.get(PAGE)
    assert site.asks_django(PAGE)
    plain = answering(lambda answer: None)
    plain.get(PAGE)
    assert not plain.asks_django(PAGE)


def test_it_stays_within_its_room_and_throws_away_what_was_asked_for_longest_ago() -> None:
    shelf: Shelf[int, Entry] = Shelf(100_000)
    entry = Entry(state=None, headers=[], body=b"x" * 5_000)
    for number in range(100):
        shelf.put(number, entry)
        shelf.find(0)
        assert shelf.taken <= shelf.at_most
    assert shelf.find(0) is entry
    assert shelf.find(99) is entry
    assert shelf.find(50) is None
    assert len(shelf) == 100_000 // entry.size


def test_an_entry_is_weighed_again_when_an_encoding_is_made() -> None:
    shelf: Shelf[int, Entry] = Shelf(100_000)
    entry = Entry(state=None, headers=[("Content-Type", "text/html")], body=b"x" * 8_000)
    shelf.put(1, entry)
    entry.form("br")
    shelf.put(1, entry)
    assert shelf.taken == entry.size


def test_what_is_larger_than_an_eighth_of_the_room_is_not_kept() -> None:
    shelf: Shelf[int, Entry] = Shelf(100_000)
    shelf.put(1, Entry(state=None, headers=[], body=b"x" * 20_000))
    assert shelf.find(1) is None


def test_a_flood_of_parameters_drives_out_no_page(site: Site) -> None:
    small = replace(site, at_most=1_000_000, asked=[])
    small.get(PAGE)
    for number in range(60):
        small.get(f"/cases/?q=word{number}")
    assert not small.asks_django(PAGE)
    assert not small.asks_django("/cases/?q=word59")
    assert small.asks_django("/cases/?q=word0")


def test_several_threads_get_whole_pages_while_versions_change(taxonomy: None) -> None:
    site = answering(lambda answer: setattr(answer, "content", b"<p>whole</p>" * 500))
    broken: list[object] = []

    def read() -> None:
        for number in range(300):
            site.state = State(str(number % 7), 20_000)
            answer = site.get(f"/cases/?q={number % 5}", ACCEPT_ENCODING="gzip" if number % 2 else "")
            body = gzip.decompress(answer.body) if number % 2 else answer.body
            if body != b"<p>whole</p>" * 500 or int(answer.headers["content-length"]) != len(answer.body):
                broken.append(answer)

    threads = [Thread(target=read) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not broken
