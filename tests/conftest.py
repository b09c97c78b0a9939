"""The standing cast, the taxonomy, and what tests need of the databases and the browser."""

import os
import shutil
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck, settings

from accounts.models import User
from models_taxonomy.actions import load_taxonomy
from tests.world import person

settings.register_profile(
    "patchwork",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("patchwork")

CHROMIUM = os.environ.get("PATCHWORK_CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are skipped, and say so, where there is no Chromium."""
    if CHROMIUM:
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(autouse=True, scope="session")
def _fast_settings() -> None:
    """Tests hash passwords fast and serve static files without a manifest."""
    from django.conf import settings as site  # noqa: PLC0415 (settings are ready only now)

    site.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    site.STORAGES = {
        **site.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    site.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def _flush_past_triggers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests with real transactions empty the tables afterwards, which the append-only triggers refuse.

    The triggers are dropped for the emptying and put back; the product itself has no such door.
    """
    empty = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            kept = _drop_triggers(cursor)
            empty(self)
            for statement in kept:
                cursor.execute(statement)

    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", teardown)


def _drop_triggers(cursor) -> list[str]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Drop SQLite's triggers and return the statements that make them again.

    PostgreSQL empties with TRUNCATE, which row triggers do not see.
    """
    if connection.vendor != "sqlite":
        return []
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = cursor.fetchall()
    for name, _sql in found:
        cursor.execute(f'DROP TRIGGER "{name}"')
    return [sql for _name, sql in found]


@pytest.fixture
def taxonomy(db: None) -> None:
    """The two reference texts."""
    load_taxonomy()


@pytest.fixture
def amina(taxonomy: None) -> User:
    """A contributor; the author in most tests."""
    return person("Amina")


@pytest.fixture
def bruno(taxonomy: None) -> User:
    """Another contributor."""
    return person("Bruno")


@pytest.fixture
def chiara(taxonomy: None) -> User:
    """A moderator."""
    return person("Chiara", "moderator")


@pytest.fixture
def deniz(taxonomy: None) -> User:
    """Another moderator."""
    return person("Deniz", "moderator")


@pytest.fixture
def edda(taxonomy: None) -> User:
    """A steward."""
    return person("Edda", "steward")


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
