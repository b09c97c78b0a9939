"""Which database the queries of this thread read: the primary, unless a replica was chosen."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, models

PRIMARY = DEFAULT_DB_ALIAS

# The counters of limits are read to be written.
COUNTERS = "django_cache"

_chosen: ContextVar[str] = ContextVar("chosen", default=PRIMARY)


def reading_place() -> str:
    """The alias of the database that is read."""
    return _chosen.get()


@contextmanager
def read_at(alias: str) -> Iterator[None]:
    """Read this database; afterwards the one that was read before."""
    token = _chosen.set(alias)
    try:
        yield
    finally:
        _chosen.reset(token)


class Router:
    """Reads where the request reads, writes on the primary. All places hold the same rows."""

    def db_for_read(self, model: type[models.Model], **_hints: object) -> str:
        """The place of reading."""
        return PRIMARY if model._meta.app_label == COUNTERS else reading_place()

    def db_for_write(self, _model: type[models.Model], **_hints: object) -> str:
        """The primary."""
        return PRIMARY

    def allow_relation(self, *_rows: models.Model, **_hints: object) -> bool:
        """Rows of a replica are rows of the primary."""
        return True

    def allow_migrate(self, db: str, *_names: str, **_hints: object) -> bool:
        """Replicas get their tables from the primary."""
        return db == PRIMARY
