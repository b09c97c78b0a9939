"""Everything that a site holds, to move it whole: its tables of truth, and its uploaded pictures.

What is made again from the truth is not moved, and neither is what belongs to one server (sessions, rights of
Django's own). Every other table is, also one that nobody thought of here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO, TextIO, cast

from django.apps import apps
from django.core import serializers
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from cases.domain.content import Data
from cases.exchange.archive import PIECE, ArchiveWriter
from cases.models import SiteVersion, Upload

MADE_AGAIN = frozenset({
    "cases.Case", "cases.CaseImage", "cases.CaseLink", "cases.CasePart", "cases.CasePhase", "cases.CasePlace",
    "cases.CaseSource", "cases.CellTally", "cases.ClaimTally", "cases.FactBlock", "cases.FactChange",
    "cases.GapTurn", "cases.MergedAddress", "cases.OpenCall", "cases.OpinionSummary", "cases.OpinionTally",
    "cases.Placement", "cases.SearchNote", "cases.SearchRow", "cases.SearchWord", "cases.SourceTotal",
    "cases.SourceUse", "cases.Version", "cases.WithdrawnCase", "taggit.TaggedItem",
})  # fmt: skip
"""The public tables that `rebuild_public` makes again."""

OF_ONE_SERVER = frozenset({
    "account.EmailConfirmation", "auth.Group", "auth.Permission", "cases.PastVersion", "cases.SiteVersion",
    "contenttypes.ContentType", "sessions.Session", "usersessions.UserSession",
})  # fmt: skip


class ExactEncoder(DjangoJSONEncoder):
    """Writes moments with all their digits; Django's own leaves out what is smaller than a millisecond."""

    def default(self, o: object) -> object:
        """The text of a moment, or what Django writes."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def moved_tables() -> list[type[models.Model]]:
    """The tables that move, people first; those of many-to-many fields move with their field."""
    return [table for table in apps.get_models() if table._meta.label not in MADE_AGAIN | OF_ONE_SERVER]


def table_file(table: type[models.Model]) -> str:
    """The name of the file of this table in the archive."""
    return f"tables/{table._meta.label}.jsonl"


def filled_tables() -> list[str]:
    """The tables that hold something already; none on a site that was only just migrated."""
    return [table._meta.label for table in moved_tables() if table._default_manager.exists()]


def facts_of_site() -> Data:
    """What an archive must agree with: the migrations of this site; and when its public text last changed."""
    applied: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        applied.setdefault(app, []).append(name)
    changed_at = SiteVersion.objects.values_list("changed_at", flat=True).first()
    return {"migrations": applied, "changed_at": changed_at.isoformat() if changed_at else None}


def write_whole_site(stream: BinaryIO) -> int:
    """Write the site as one archive, as it stood at one moment; return the number of rows."""
    archive = ArchiveWriter(stream)
    rows = 0
    with _one_moment():
        for table in moved_tables():
            with archive.file(table_file(table)) as file:
                found = table._default_manager.order_by("pk")
                rows += found.count()
                serializers.serialize(
                    "jsonl",
                    found.iterator(1000),
                    stream=cast("TextIO", file),
                    cls=ExactEncoder,
                    sort_keys=True,
                )
        for name in media_files():
            with archive.file(f"media/{name}") as file, default_storage.open(name) as picture:
                for piece in picture.chunks(PIECE):
                    file.write(piece)
        archive.close(facts_of_site())
    return rows


def media_files() -> Iterator[str]:
    """The names of all uploaded files in the media storage."""
    for upload in Upload.objects.order_by("pk").iterator(1000):
        yield from (upload.large, upload.small)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it stands now, whatever is written meanwhile, and keep nobody from writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Django would begin a transaction that writes, for which everybody else would have to wait.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
