"""Keeping replicas from showing what was taken away."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from cases.queries import newest_version
from cases.queries.site_version import turn_now


def hold_replicas_to(stamp: UUID) -> None:
    """Let no replica be believed without the primary that lacks the version with this stamp.

    Call it in the turn that makes the version; it holds once that is acknowledged.

    The processes of this machine know of it from then on. Those of other machines rely on the replicas that
    PostgreSQL waits for, where the operator named some (`synchronous_standby_names`).
    """
    if not settings.REPLICAS:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = remote_apply")
    transaction.on_commit(partial(newest_version.note, (turn_now(), stamp)))
