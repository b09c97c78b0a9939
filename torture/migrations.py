"""The tables go back to those of the first version and forward again, with a casebook in them.

    DATABASE_URL=… PATCHWORK_VAR=… python3 -m torture.migrations

What only the newer tables hold is gone then, as it must be. What people wrote and what was decided on it is
the same, row by row, and everything public is made from it again. The tables must be there, and nothing in
them.
"""

import hashlib
import json
from collections.abc import Iterator

from torture.ground import database, faults_now, make_ground  # isort: skip (it starts Django)

from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cases.actions.publication import rebuild_public
from cases.models import AuditEvent, Case, CaseRecord, Review, Revision
from tests.world import submitted
from torture.acts import publish, review, submit
from torture.ground import new_text
from torture.told import Row

FIRST = "0002"
"""The first version whose tables refuse to change what was said; before it there is nothing to go back to."""
TRUTH = {
    "revisions": (Revision, ("id", "record_id", "base_id", "author_id", "content", "content_hash", "note")),
    "reviews": (Review, ("id", "revision_id", "decision", "by_id", "reason", "note", "content_hash")),
    "records": (CaseRecord, ("id", "slug", "published_id")),
    "audit events": (AuditEvent, ("id", "at", "actor_id", "verb", "subject_id", "data")),
}


def there_and_back() -> Iterator[Row]:
    """Fill the tables, then go one step back and forward, then all steps."""
    ground = make_ground()
    call_command("load_casebook", verbosity=0)
    for number in range(12):
        for act in (submit, review, publish):
            act(ground, number).do()
    submitted(new_text(), by=ground.author(0))
    yield _try("one migration back and forward", _one_back())
    yield _try(f"all migrations of the cases back to {FIRST} and forward", FIRST)


def _try(what: str, target: str) -> Row:
    row = Row("migrations", database(), what, 1)
    row.broken += faults_now()
    before = _digests()
    call_command("migrate", "cases", target, interactive=False, verbosity=0)
    connection.close()
    call_command("migrate", interactive=False, verbosity=0)
    rebuild_public()
    after = _digests()
    row.broken += [f"{what}: the {name} are others" for name in TRUTH if before[name] != after[name]]
    row.broken += faults_now()
    row.seen = f"{Case.objects.count()} cases, {Revision.objects.count()} revisions, the same row by row"
    return row


def _one_back() -> str:
    names = sorted(name for app, name in MigrationLoader(connection).disk_migrations if app == "cases")
    return names[-2]


def _digests() -> dict[str, str]:
    return {name: _digest(name) for name in TRUTH}


def _digest(name: str) -> str:
    table, fields = TRUTH[name]
    digest = hashlib.sha256()
    for row in table._default_manager.order_by("pk").values_list(*fields).iterator(500):
        digest.update(json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True).encode())
    return digest.hexdigest()


if __name__ == "__main__":
    for row in there_and_back():
        row.tell()
