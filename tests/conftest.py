"""The standing cast, the taxonomy, and what tests need of the databases and the browser."""

import gc
import os
from collections.abc import Callable, Iterable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from accounts.models import User
from benchmarks.nginx import find_nginx
from cases.queries.drawings import SHELF
from models_taxonomy.actions import load_taxonomy
from models_taxonomy.models import Claim
from scripts.test import find_browser
from tests import kept
from tests.emptying import emptied_as_tests_may
from tests.growth import Guard, watched
from tests.project.walk import walk
from tests.world import someone

__all__ = ["walk"]  # one for all modules, so that it is walked once

settings.register_profile(
    "patchwork",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("patchwork")

CHROMIUM = find_browser()

WALK = "walk"
DATABASE_FIXTURES = {"db", "transactional_db", WALK}

# The browser's driver keeps an event loop in the main thread, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config: pytest.Config) -> None:
    """Let the worlds that a module keeps stand while its tests run."""
    config.pluginmanager.register(kept)


def pytest_collection_finish() -> None:
    """Spare the collector of garbage the tests themselves, ten thousand that stay until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that touch a database, and those of the walk; skip those of a browser that is not there.

    A test without the mark cannot reach a database (pytest-django blocks it), so it says nothing about
    PostgreSQL that it did not already say beside SQLite.
    """
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(_fixtures_of(item)):
            item.add_marker(pytest.mark.database)
        if WALK in _fixtures_of(item):
            # One process walks, and tests all that is said of it.
            item.add_marker(pytest.mark.xdist_group(WALK))
        if not CHROMIUM and "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def _fixtures_of(item: pytest.Item) -> Iterable[str]:
    """The names of all fixtures that this test needs, also through others."""
    return item.fixturenames if isinstance(item, pytest.Function) else ()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Start this machine's own Chromium; its sandbox does not start inside a container."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(autouse=True, scope="session")
def _media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploaded pictures of tests lie in a folder that is thrown away."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True, scope="session")
def _emptied_as_tests_may() -> Iterator[None]:
    """Tests with real transactions empty the tables afterwards, which the append-only triggers refuse."""
    with emptied_as_tests_may():
        yield


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    """No test inherits the tries of another, nor what was drawn with its settings."""
    yield
    cache.clear()
    SHELF.clear()


@pytest.fixture(autouse=True)
def growth() -> Iterator[Guard]:
    """No action changes what public pages show and leaves the version of the site as it was."""
    with watched() as guard:
        yield guard
    assert not guard.broken


@pytest.fixture
def piece_of_an_action(growth: Guard) -> Iterator[None]:
    """For a test that calls a piece of an action alone: the version grows by another piece."""
    yield
    growth.broken.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The reference texts are the same in every test, so they are loaded once, before the first."""
    with django_db_blocker.unblock():
        load_taxonomy()


@pytest.fixture(scope="session")
def nginx() -> str:
    """The path of nginx; where there is none, its tests are left out, and with CI=true they fail."""
    found = find_nginx()
    if found is None and os.environ.get("CI", "").lower() == "true":
        pytest.fail("nginx is not installed: apt install nginx-light")
    if found is None:
        pytest.skip("nginx is not installed")
    return found


@pytest.fixture
def taxonomy(db: None) -> None:
    """The two reference texts. Only a test with real transactions leaves the tables empty."""
    if not Claim.objects.exists():
        load_taxonomy()


@pytest.fixture
def amina(taxonomy: None) -> User:
    """A contributor; the author in most tests."""
    return someone("amina")


@pytest.fixture
def bruno(taxonomy: None) -> User:
    """Another contributor."""
    return someone("bruno")


@pytest.fixture
def chiara(taxonomy: None) -> User:
    """A moderator."""
    return someone("chiara")


@pytest.fixture
def deniz(taxonomy: None) -> User:
    """Another moderator."""
    return someone("deniz")


@pytest.fixture
def edda(taxonomy: None) -> User:
    """A steward."""
    return someone("edda")


@pytest.fixture
def stranger(taxonomy: None) -> Client:
    """A browser without an account."""
    return Client()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Make a browser in which a person is signed in."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser
