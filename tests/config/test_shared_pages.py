"""Pages that several processes share in a real server that speaks as Redis does."""

import os
from collections.abc import Iterator

import pytest
import redis
from django.core.cache import caches
from django.test import RequestFactory, override_settings

from accounts import limits
from accounts.models import User
from config import env
from config.page_cache.shared import SharedPages, release_of
from config.page_cache.versions import State
from config.seeing import stores
from tests.world import content, published
from tests.wsgi import ROOT, Site

# Each process of the tests has a store of its own: they empty it before and after each.
PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
SERVER = os.environ.get("TEST_CACHE_URL", f"redis://127.0.0.1:6379/{15 - PROCESS}")
NOBODY = "redis://127.0.0.1:1/0"
PAGE = "/cases/"
OWN = "the key of the site"


@pytest.fixture
def server() -> Iterator[redis.Redis]:
    """The server, without the pages of other tests. In CI there must be one."""
    found = redis.Redis.from_url(SERVER)
    try:
        found.flushdb()
    except redis.ConnectionError:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"nothing answers at {SERVER}")
    yield found
    found.flushdb()


def shared(release: str = "one", secret: str = OWN, address: str = SERVER) -> SharedPages:
    return SharedPages(address, release=release, secret=secret)


@pytest.fixture
def site(server: redis.Redis, amina: User, chiara: User) -> Site:
    """A process that has kept the list of cases, for itself and for the others."""
    published(content(), by=amina, reviewer=chiara)
    site = Site(shared=shared())
    site.get(PAGE)
    return site


def test_another_process_need_not_ask_django(site: Site) -> None:
    other = Site(shared=shared())
    answer, known = other.get(PAGE), site.get(PAGE)
    assert (answer.body, answer.headers) == (known.body, known.headers)
    assert not other.asked


@pytest.mark.parametrize(
    "other",
    [
        {"state": State("2", 20_000)},
        {"shared": {"release": "two"}},
        {"shared": {"secret": "other"}},
        {"shared": {"address": NOBODY}},
    ],
    ids=["version", "release", "secret", "away"],
)
def test_what_is_old_of_another_release_or_forged_is_not_believed(
    site: Site, other: dict[str, dict[str, str] | State]
) -> None:
    given = other.get("shared", {})
    assert isinstance(given, dict)
    state = other.get("state", site.state)
    assert isinstance(state, State)
    process = Site(state=state, shared=shared(**given))
    assert process.asks_django(PAGE)
    assert process.get(PAGE).status == 200


def test_a_page_that_somebody_changed_there_is_not_believed(site: Site, server: redis.Redis) -> None:
    for key in server.keys("patchwork:page:*"):
        kept = server.get(key)
        server.set(key, bytes(kept).replace(b"Guifi", b"Gufli"))  # type: ignore[arg-type]
    assert Site(shared=shared()).asks_django(PAGE)


def test_while_it_is_away_a_process_keeps_pages_for_itself(site: Site) -> None:
    alone = Site(shared=shared(address=NOBODY))
    alone.get(PAGE)
    assert not alone.asks_django(PAGE)


@pytest.mark.parametrize(("address", "is_good"), [(SERVER, True), (NOBODY, False)], ids=["there", "away"])
def test_whether_it_answers_is_told(
    server: redis.Redis, monkeypatch: pytest.MonkeyPatch, address: str, is_good: bool
) -> None:
    monkeypatch.setenv("PATCHWORK_CACHE_URL", address)
    cache = env.cache("PATCHWORK_CACHE_URL")
    with override_settings(CACHES={"default": cache}, SHARED_PAGES_URL=address):
        found = stores.cache()
    assert found is not None
    assert found.is_good is is_good


def test_a_site_without_one_is_not_asked_for_it() -> None:
    assert stores.cache() is None


def test_a_release_is_known_by_its_code_and_by_what_pages_show() -> None:
    assert release_of(ROOT, "https://one.example") == release_of(ROOT, "https://one.example")
    assert release_of(ROOT, "https://one.example") != release_of(ROOT, "https://two.example")


def test_the_limits_count_there_and_let_nothing_through_while_it_is_away(
    server: redis.Redis, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = RequestFactory().post("/")
    request.user = amina
    for address, is_counted in ((SERVER, True), (NOBODY, False)):
        monkeypatch.setenv("PATCHWORK_CACHE_URL", address)
        with override_settings(CACHES={"default": env.cache("PATCHWORK_CACHE_URL")}):
            caches.close_all()
            if is_counted:
                assert limits.is_within(request, "write")
                assert server.keys("patchwork:*")
            else:
                with pytest.raises(limits.StoreDown):
                    limits.is_within(request, "write")
