"""Checks below the rows: the files of pictures, and the pages and indexes of the database itself."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from PIL import Image, UnidentifiedImageError

from cases.models import Upload
from cases.models.upload import IMAGES
from cases.queries.uploads import held_files

CHUNK = 1000
FAULTS_SHOWN = 100


def faults_of_missing_files() -> Iterator[str]:
    """One sentence for each uploaded picture whose files are not both there."""
    held = set(held_files())
    for upload in Upload.objects.order_by("pk").iterator(CHUNK):
        for file in (upload.large, upload.small):
            if file.removeprefix(f"{IMAGES}/") not in held:
                yield f"Picture {upload.name}: the file {file} is missing."


def faults_of_pictures() -> Iterator[str]:
    """One sentence for each uploaded picture that cannot be shown, or is not what was written."""
    for upload in Upload.objects.order_by("pk").iterator(CHUNK):
        try:
            width, height, size = _read(upload)
        except (OSError, UnidentifiedImageError, ValueError, SyntaxError) as fault:
            yield f"Picture {upload.name}: it cannot be read ({fault})."
            continue
        if (width, height, size) != (upload.width, upload.height, upload.size):
            yield f"Picture {upload.name}: its files are not those that were written."


def _read(upload: Upload) -> tuple[int, int, int]:
    """Decode both files; return width and height of the large one, and the bytes of both."""
    size = 0
    for name in (upload.small, upload.large):
        with default_storage.open(name) as file, Image.open(file, formats=("WEBP",)) as picture:
            picture.load()
            size += file.size
    return picture.width, picture.height, size


def faults_of_database() -> Iterator[str]:
    """What the database says of its own pages, indexes and foreign keys."""
    yield from _faults_of_postgresql() if connection.vendor == "postgresql" else _faults_of_sqlite()


def _faults_of_sqlite() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA integrity_check({FAULTS_SHOWN})")
        yield from (f"Database: {said}." for (said,) in cursor.fetchall() if said != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _key in cursor.fetchmany(FAULTS_SHOWN):
            yield f"Database: row {row} of {table} names a row of {parent} that is not there."


def _faults_of_postgresql() -> Iterator[str]:
    """PostgreSQL holds foreign keys by itself; of its indexes the extension amcheck tells, if it is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'")
        if cursor.fetchone() is None:
            return
        cursor.execute(
            "SELECT c.oid, c.relname FROM pg_class c JOIN pg_am a ON a.oid = c.relam "
            "JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE a.amname = 'btree' AND i.indisvalid AND n.nspname = current_schema() ORDER BY c.relname"
        )
        for number, name in cursor.fetchall():
            try:
                with transaction.atomic():
                    cursor.execute("SELECT bt_index_check(%s::oid::regclass, true)", [number])
            except DatabaseError as fault:
                yield f"Database: the index {name} is damaged ({str(fault).splitlines()[0]})."
