"""Keeping pictures that people upload, and forgetting those that nobody used."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import trail
from cases.actions.moves import hold_writer
from cases.actions.refusals import NotAllowed, TooManyUploads
from cases.domain.content import CaseContent
from cases.exchange.pictures import Picture, read_picture
from cases.models import Draft, Upload
from cases.models.upload import IMAGES, large_file, small_file
from cases.queries.uploads import held_files

KEPT_UNUSED = timedelta(days=30)
STRAY_AFTER = timedelta(days=1)


def upload(*, data: bytes, by: User) -> Upload:
    """Keep a picture under a random name. Raises NotAllowed, TooManyUploads and NotAPicture.

    The files are written before the row: a process that dies between the two leaves files that
    `forget_unused` takes away, and never a row without its files.
    """
    if not permissions.may_contribute(by):
        raise NotAllowed
    _check_room(by)
    picture = read_picture(data)
    name = uuid.uuid4().hex
    _write(name, picture)
    with transaction.atomic():
        hold_writer(by)
        _check_room(by)
        kept = Upload.objects.create(
            name=name,
            by=by,
            width=picture.width,
            height=picture.height,
            size=len(picture.large) + len(picture.small),
        )
        trail.note("uploaded", by=by, subject=kept)
        return kept


def note_use(content: CaseContent) -> None:
    """Write down that the images of this content are used. Call in the transaction that sends it."""
    names = [image.key for image in content.images]
    if not names:
        return
    Upload.objects.filter(name__in=names, used_at__isnull=True).update(used_at=timezone.now())


def forget_unused() -> int:
    """Forget the pictures that were not used for a month and stand in no draft; return how many.

    Files that no row names, of an upload that ended in the middle, go with them after a day.

    The row goes before the files: what is still named by a row is always there.
    """
    old = Upload.objects.filter(used_at__isnull=True, at__lt=timezone.now() - KEPT_UNUSED)
    names = set(old.values_list("name", flat=True)) - _in_drafts()
    forgotten = 0
    for name in sorted(names):
        with transaction.atomic():
            if not Upload.objects.filter(name=name, used_at__isnull=True).delete()[0]:
                continue
        for file in (large_file(name), small_file(name)):
            default_storage.delete(file)
        forgotten += 1
    _delete_strays()
    return forgotten


def _delete_strays() -> None:
    known = set(Upload.objects.values_list("name", flat=True))
    long_ago = timezone.now() - STRAY_AFTER
    for file in held_files():
        path = f"{IMAGES}/{file}"
        name = file.removesuffix(".webp").removesuffix("-small")
        if name not in known and default_storage.get_modified_time(path) < long_ago:
            default_storage.delete(path)


def _in_drafts() -> set[str]:
    found: set[str] = set()
    for fields in Draft.objects.values_list("fields", flat=True).iterator(100):
        found |= set(_keys(fields))
    return found


def _keys(fields: dict[str, list[str]]) -> Iterable[str]:
    for name, values in fields.items():
        if name.startswith("images.") and name.endswith(".key"):
            yield from values


def _check_room(by: User) -> None:
    held = Upload.objects.filter(by=by).aggregate(total=Sum("size"))["total"] or 0
    if held >= settings.UPLOADED_BYTES_AT_MOST:
        raise TooManyUploads(held, settings.UPLOADED_BYTES_AT_MOST)


def _write(name: str, picture: Picture) -> None:
    default_storage.save(large_file(name), ContentFile(picture.large))
    default_storage.save(small_file(name), ContentFile(picture.small))
