"""Pictures in a bucket: a real server that speaks S3 over loopback, private, and away without harm.

The server is moto's: it keeps objects in memory, answers the protocol over HTTP, and stands in for no part of
ours.
"""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage, storages
from django.test import Client
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from accounts.models import User
from backups import making
from backups.folder import read_manifest
from backups.making import make_backup
from cases.actions import uploads
from cases.models import Upload
from cases.queries.storage_verification import faults_of_missing_files, faults_of_pictures
from config.media import MediaAway, media_storage
from config.seeing import stores
from tests.cases.exchange.test_pictures import file
from tests.world import content, image, published, uploaded


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the store."""
    store = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    store.start()
    host, port = store.get_host_and_port()
    yield f"http://{host}:{port}"
    store.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> str:
    """An empty bucket in which this site keeps its pictures."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    name = f"pictures-{uuid.uuid4().hex}"
    boto3.client("s3", endpoint_url=server, region_name="us-east-1").create_bucket(Bucket=name)
    use(settings, f"s3://{name}/site?endpoint={server}&region=us-east-1")
    return name


def use(settings: Settings, url: str) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": media_storage(url)}


@pytest.fixture
def away(settings: Settings, bucket: str) -> Callable[[], None]:
    """Let nothing answer at the address of the store."""
    return lambda: use(settings, f"s3://{bucket}/site?endpoint=http://127.0.0.1:9&region=us-east-1")


def test_a_picture_goes_to_the_bucket_and_is_private_there(bucket: str, server: str, amina: User) -> None:
    kept = uploads.upload(data=file(), by=amina)
    assert default_storage.exists(kept.large)
    assert list(faults_of_missing_files()) == list(faults_of_pictures()) == []
    store = boto3.client("s3", endpoint_url=server, region_name="us-east-1")
    grants = store.get_object_acl(Bucket=bucket, Key=f"site/{kept.large}")["Grants"]
    assert [grant["Permission"] for grant in grants if "URI" in grant["Grantee"]] == []


def test_the_site_sends_it_to_whoever_may_see_it(
    bucket: str, amina: User, chiara: User, stranger: Client, signed_in: Callable[[User], Client]
) -> None:
    kept = uploaded(by=amina)
    assert stranger.get(f"/images/{kept.name}.webp").status_code == 404
    answer = signed_in(amina).get(f"/images/{kept.name}.webp")
    assert answer.getvalue() == default_storage.open(kept.large).read()
    published(content(images=(image(kept),)), by=amina, reviewer=chiara)
    assert stranger.get(f"/images/{kept.name}.webp").status_code == 200


def test_what_nobody_used_and_what_no_row_names_is_swept(
    bucket: str, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, unused, stray = uploaded(by=amina), uploaded(by=amina), uploaded(by=amina)
    Upload.objects.filter(pk=unused.pk).update(at="2020-01-01T00:00:00Z")
    Upload.objects.filter(pk=stray.pk).delete()
    monkeypatch.setattr(uploads, "STRAY_AFTER", -uploads.STRAY_AFTER)
    assert uploads.forget_unused() == 1
    assert [default_storage.exists(row.large) for row in (kept, unused, stray)] == [True, False, False]


def test_an_upload_that_fails_half_way_leaves_no_row_and_is_a_passing_fault(
    bucket: str, amina: User, away: Callable[[], None]
) -> None:
    away()
    with pytest.raises(MediaAway):
        uploads.upload(data=file(), by=amina)
    assert not Upload.objects.exists()


def test_whether_the_bucket_answers_is_told(bucket: str, server: str, settings: Settings) -> None:
    found = stores.media()
    use(settings, f"s3://no-such-bucket/site?endpoint={server}&region=us-east-1")
    assert (found.is_good, stores.media().is_good) == (True, False)


def test_a_page_whose_picture_is_away_is_busy_and_not_broken(
    bucket: str, amina: User, chiara: User, away: Callable[[], None]
) -> None:
    kept = uploaded(by=amina)
    published(content(images=(image(kept),)), by=amina, reviewer=chiara)
    away()
    browser = Client(raise_request_exception=False)
    assert browser.get(f"/images/{kept.name}.webp").status_code == 503
    assert browser.get("/cases/guifi-net/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_the_pictures_of_the_bucket(
    bucket: str, amina: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(making, "facts_of_copy", lambda **_about: {"stamp": ""})
    kept = uploaded(by=amina)
    made = make_backup(into=tmp_path / "backups", keep=1, check="quick")
    pieces = read_manifest(tmp_path / "backups" / made.name).pieces
    assert {f"media/{kept.large}", f"media/{kept.small}"} < set(pieces)


@pytest.mark.parametrize(
    "url", ["http://bucket", "s3://", "s3://key:secret@bucket", "s3://bucket?acl=public", "bucket"]
)
def test_an_address_that_is_not_understood_stops_the_start(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PATCHWORK_MEDIA_URL is not understood"):
        media_storage(url)


def test_without_an_address_pictures_lie_in_a_folder() -> None:
    assert media_storage("") == {"BACKEND": "config.durable_files.DurableFiles"}
    assert storages["default"].__class__.__name__ == "DurableFiles"
