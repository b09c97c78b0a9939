"""Which requests may be read from a replica, and what is known of the newest version."""

import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from cases.models import Case, PastVersion
from cases.queries import newest_version
from cases.queries.reading_place import PRIMARY, Router, read_at, reading_place
from cases.queries.site_version import Version
from config import postgres
from config.replicas import ReplicaMiddleware, is_public

OTHER = "replica-1"


@pytest.mark.parametrize(
    ("method", "path", "public"),
    [
        ("GET", "/", True),
        ("HEAD", "/cases/debian/", True),
        ("GET", "/cases/?q=guifi", True),
        ("GET", "/cases.csv", True),
        ("GET", "/oai", True),
        ("GET", "/api/v1/cases", True),
        ("GET", "/images/unknown.webp", True),
        ("GET", "/no/such/page/", True),
        ("POST", "/oai", False),
        ("POST", "/cases/debian/hiding/", False),
        ("GET", "/me/", False),
        ("GET", "/review/", False),
        ("GET", "/account/login/", False),
        ("GET", "/contribute/", False),
    ],
)
def test_only_what_is_public_is_read_from_a_replica(
    rf: RequestFactory, method: str, path: str, public: bool
) -> None:
    assert is_public(rf.generic(method, path)) is public


def test_what_a_token_reads_is_read_from_the_primary(rf: RequestFactory) -> None:
    assert not is_public(rf.get("/api/v1/cases", headers={"authorization": "Bearer x"}))


def test_reads_go_where_the_request_reads_and_writes_to_the_primary() -> None:
    router = Router()
    with read_at(OTHER):
        assert (router.db_for_read(Case), router.db_for_write(Case)) == (OTHER, PRIMARY)
    assert router.db_for_read(Case) == reading_place() == PRIMARY


def test_a_fault_leaves_no_place_behind() -> None:
    with pytest.raises(ZeroDivisionError), read_at(OTHER):
        _ = 1 / 0
    assert reading_place() == PRIMARY


def test_a_replica_gets_its_tables_from_the_primary() -> None:
    assert (Router().allow_migrate(PRIMARY), Router().allow_migrate(OTHER)) == (True, False)


def test_a_site_without_replicas_asks_nothing_more() -> None:
    with pytest.raises(MiddlewareNotUsed):
        ReplicaMiddleware(lambda _request: HttpResponse())


def test_replicas_need_postgresql() -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is not PostgreSQL"):
        postgres.replicas(["postgres://a/b"], of={"ENGINE": "django.db.backends.sqlite3"})
    found = postgres.replicas(["postgres://a/b", "postgres://c/b"], of={"ENGINE": postgres.ENGINE})
    assert {alias: each["HOST"] for alias, each in found.items()} == {"replica-1": "a", "replica-2": "c"}


@pytest.fixture
def had(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Version]:
    """Three versions that the site had, the oldest first, and a machine that knows of none."""
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    monkeypatch.setattr(newest_version, "_noted", None)
    had = [(number, uuid.uuid4()) for number in (1, 2, 3)]
    PastVersion.objects.bulk_create(PastVersion(number=number, stamp=stamp) for number, stamp in had)
    return list(had)


def test_the_newest_version_is_known(had: list[Version]) -> None:
    for version in had[:2]:
        newest_version.note(version)
    assert newest_version.newest() == had[1]


def test_who_is_late_takes_nothing_back(had: list[Version]) -> None:
    newest_version.note(had[2])
    newest_version.note(had[1])
    assert newest_version.newest() == had[2]


def test_a_restored_backup_counts_anew(had: list[Version]) -> None:
    newest_version.note((9, uuid.uuid4()))
    newest_version.note(had[0])
    assert newest_version.newest() == had[0]


@pytest.mark.parametrize("text", ["", "3", "three -", "3 no-stamp"])
def test_what_cannot_be_read_is_not_known(had: list[Version], text: str) -> None:
    (settings.VAR_DIR / "newest-version").write_text(text)
    assert newest_version.newest() is None


def test_before_the_first_publication_there_is_nothing_to_lack(had: list[Version]) -> None:
    newest_version.note((0, None))
    assert newest_version.newest() == (0, None)
    assert newest_version.is_part_of(PRIMARY, (0, None))
    assert not newest_version.is_part_of(PRIMARY, (4, uuid.uuid4()))
