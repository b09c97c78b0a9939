"""Pictures are kept for whoever may write, used by sending, and forgotten when nobody used them."""

import errno
import io
import os
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from cases.actions import uploads
from cases.actions.publication import rebuild_public
from cases.actions.refusals import Incomplete, NotAllowed, TooManyUploads
from cases.domain.content import Image
from cases.domain.vocabulary import ImageLicence
from cases.management.commands import worker
from cases.management.commands.worker import A_DAY
from cases.models import CaseImage, Draft, Upload
from cases.queries.verification import find_faults
from config.media import MediaAway
from tests.cases.exchange.test_pictures import file
from tests.world import content, image, published, submitted, suspended


def uploaded(by: User) -> Upload:
    return uploads.upload(data=file(), by=by)


def test_a_picture_gets_a_random_name_and_two_files(amina: User) -> None:
    first, second = uploaded(amina), uploaded(amina)
    assert first.name != second.name
    assert default_storage.exists(first.large)
    assert default_storage.exists(first.small)


def test_a_person_has_only_so_much_room(amina: User, settings: Settings) -> None:
    settings.UPLOADED_BYTES_AT_MOST = 1
    uploaded(amina)
    with pytest.raises(TooManyUploads):
        uploaded(amina)


def test_a_published_case_shows_it(amina: User, chiara: User) -> None:
    upload = uploaded(amina)
    case = published(content(images=(image(upload),)), by=amina, reviewer=chiara)
    row = CaseImage.objects.get(case=case)
    assert (row.key, row.width, row.height) == (upload.name, 60, 40)
    rebuild_public()
    assert list(find_faults()) == []


@pytest.mark.parametrize("field", ["alt", "author"])
def test_an_image_without_its_words_is_not_sent(field: str, amina: User) -> None:
    with pytest.raises(Incomplete, match=f"images.0.{field}"):
        submitted(content(images=(image(uploaded(amina), **{field: ""}),)), by=amina)


def test_an_image_that_nobody_uploaded_is_not_sent(amina: User) -> None:
    unknown = Image(key="0" * 32, alt="A", author="B", licence=ImageLicence.CC0)
    with pytest.raises(Incomplete, match="Upload it again"):
        submitted(content(images=(unknown,)), by=amina)


def test_only_what_nobody_used_for_a_month_is_forgotten(amina: User) -> None:
    sent, in_draft, forgotten, young = (uploaded(amina) for _number in range(4))
    submitted(content(images=(image(sent),)), by=amina)
    Draft.objects.create(author=amina, form="edit", fields={"images.0.key": [in_draft.name]})
    old = timezone.now() - timedelta(days=31)
    Upload.objects.exclude(name=young.name).update(at=old)
    assert uploads.forget_unused() == 1
    assert set(Upload.objects.values_list("name", flat=True)) == {sent.name, in_draft.name, young.name}
    assert not default_storage.exists(forgotten.large)


class StoppedError(Exception):
    """Ends a worker that would run for ever."""


def test_the_worker_forgets_them_at_its_start_and_once_a_day(
    amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 60.0, A_DAY + 1.0, A_DAY + 2.0])
    turns: list[float] = []
    looks: list[int] = []

    def sleep(seconds: float) -> None:
        turns.append(seconds)
        if len(turns) == 4:
            raise StoppedError

    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=sleep))
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "forget_unused", lambda: looks.append(len(turns)))
    with pytest.raises(StoppedError):
        call_command("worker", stdout=io.StringIO())
    assert looks == [0, 2]


@pytest.mark.django_db
@pytest.mark.parametrize("chore", ["forget_unused", "keep_hide_list"])
@pytest.mark.parametrize("fault", [MediaAway("no bucket"), OSError(errno.ENOSPC, "disk full")], ids=str)
def test_what_a_disk_or_a_bucket_refuses_keeps_no_mail_back(
    amina: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    chore: str,
    fault: Exception,
) -> None:
    def refused() -> None:
        raise fault

    monkeypatch.setattr(worker, chore, refused)
    monkeypatch.setattr(worker, "deliver_due", lambda: 7)
    assert worker.Command()._work() == 7
    assert str(fault) in caplog.text


def test_files_of_an_upload_that_ended_in_the_middle_go_after_a_day(amina: User) -> None:
    kept = uploaded(amina)
    stray, young = f"images/{'0' * 32}.webp", f"images/{'1' * 32}-small.webp"
    for path in (stray, young):
        default_storage.save(path, ContentFile(b"x"))
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for path in (stray, kept.large):
        os.utime(default_storage.path(path), (long_ago, long_ago))
    uploads.forget_unused()
    assert [default_storage.exists(path) for path in (stray, young, kept.large)] == [False, True, True]


def test_who_was_suspended_since_the_request_began_uploads_nothing(amina: User, deniz: User) -> None:
    as_the_request_knows_her = User.objects.get(pk=amina.pk)
    suspended(amina, by=deniz)
    with pytest.raises(NotAllowed):
        uploaded(as_the_request_knows_her)
    assert not Upload.objects.exists()
