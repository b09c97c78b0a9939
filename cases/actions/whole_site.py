"""Bringing a whole site into an empty one: the one act that writes rows as they stood elsewhere."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from django.core import serializers
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.db import Error, connection, models, transaction

from cases.actions.publication import rebuild_public
from cases.exchange.archive import ArchiveReader, NotAnArchive
from cases.models import SiteVersion
from cases.queries.verification import find_faults
from cases.queries.whole_site import facts_of_site, filled_tables, media_files, moved_tables, table_file


def import_site(stream: BinaryIO) -> int:
    """Bring the archive into this site, whole or not at all; return the number of public cases.

    Raises NotAnArchive for a file that is none or does not fit this site, and when the site is not empty.
    """
    archive = ArchiveReader(stream)
    _check_fits(archive)
    archive.check()
    written: list[str] = []
    try:
        with transaction.atomic():
            for table in moved_tables():
                _bring_rows(archive, table)
            _reset_counters()
            _bring_media(archive, written)
            number = rebuild_public()
            SiteVersion.objects.update(changed_at=_changed_at(archive))
            if faults := list(find_faults()):
                raise NotAnArchive(f"The archive does not hold together: {faults[0]}")
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise
    return number


def _check_fits(archive: ArchiveReader) -> None:
    if archive.manifest.facts.get("migrations") != facts_of_site()["migrations"]:
        raise NotAnArchive(
            "The archive is of another version of Patchwork. Bring both sites to the same version, run "
            "`make prepare` there, export again, and run `manage.py migrate` here."
        )
    if filled := filled_tables():
        raise NotAnArchive(
            f"This site is not empty: {filled[0]} holds rows. Import into a database that was only just made "
            "by `manage.py migrate`."
        )
    if missing := {table_file(table) for table in moved_tables()} - set(archive.manifest.files):
        raise NotAnArchive(f"The archive has no file {min(missing)}. Export the site again.")


def _bring_rows(archive: ArchiveReader, table: type[models.Model]) -> None:
    with archive.open(table_file(table)) as file:
        lines = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
        try:
            for row in serializers.deserialize("jsonl", _lines(lines)):
                if type(row.object) is not table:
                    raise NotAnArchive(f"{table_file(table)} holds a row of another table.")
                row.save(force_insert=True)
        except (DeserializationError, Error, ValueError) as fault:
            raise NotAnArchive(
                f"{table_file(table)} holds a row that this site cannot take: {fault}"
            ) from fault


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """One row a line; a line break inside of a text stands there as an escape."""
    yield from text


def _reset_counters() -> None:
    """Let the database give its next keys after those that were brought."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), moved_tables()):
            cursor.execute(statement)


def _bring_media(archive: ArchiveReader, written: list[str]) -> None:
    """Write the files of all uploads; `written` grows by the name of each."""
    for name in media_files():
        if f"media/{name}" not in archive.manifest.files:
            raise NotAnArchive(f"The archive has no file media/{name}. Export the site again.")
        if default_storage.exists(name):
            raise NotAnArchive(f"The media folder holds {name} already. Import beside an empty media folder.")
        with archive.open(f"media/{name}") as file:
            written.append(default_storage.save(name, File(file, name)))


def _changed_at(archive: ArchiveReader) -> datetime | None:
    moment = archive.manifest.facts.get("changed_at")
    return datetime.fromisoformat(moment) if isinstance(moment, str) else None
