"""How the site talks to PostgreSQL: how it gets connections, and how long it waits for an answer.

Behind a pooler, which lends a connection for one transaction, nothing is kept in a session of the server
(decision 0061). Pages whose process has its connections for itself let it prepare statements (decision 0078).
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from environ import Env

Databases = dict[str, dict[str, Any]]

PATIENCE = {"connect_timeout": 3, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
"""After how many seconds a server of which nothing is heard counts as away."""
WAIT_FOR_CONNECTION = 2  # seconds, when all connections of the process are in use
WAIT_FOR_LOCK = 5  # seconds: as long as SQLite waits for another writer
IDLE_IN_TRANSACTION = 60  # seconds
PREPARED_AFTER = 5  # times that something was asked on a connection
ENGINE = "django.db.backends.postgresql"


def reached(database: dict[str, Any], *, pooler: bool) -> dict[str, Any]:
    """The settings of a database on PostgreSQL as every process uses them.

    Behind a pooler a cursor on the server would be left on a connection that somebody else gets next.
    """
    return database | {
        "OPTIONS": PATIENCE | {"tcp_user_timeout": 6000} | database.get("OPTIONS", {}),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooler,
    }


def replicas(addresses: list[str], *, of: dict[str, Any]) -> Databases:
    """The settings of replicas, by their aliases: the primary first must be PostgreSQL itself."""
    if addresses and of["ENGINE"] != ENGINE:
        raise ImproperlyConfigured(
            "PATCHWORK_REPLICA_URL is set, but DATABASE_URL is not PostgreSQL. Only PostgreSQL has replicas."
        )
    return {
        f"replica-{number}": reached(dict(Env.db_url_config(address)), pooler=False)
        for number, address in enumerate(addresses, start=1)
    }


def serve_pages(databases: Databases, *, pooler: bool, connections: int, seconds: int) -> None:
    """Make a process that answers requests share a few connections, and give up what takes too long.

    Commands and the worker keep one connection, and all the time that they need. Behind a pooler both are
    its own and the server's affair: it refuses to carry such wishes.
    """
    for alias, database in databases.items():
        if database["ENGINE"] != ENGINE or (pooler and alias == "default"):
            continue
        database["CONN_MAX_AGE"] = 0  # the pool keeps them
        database["OPTIONS"] |= {
            # What stands in the address of the database comes later, and so it counts.
            "options": f"{_limits(seconds)} {database['OPTIONS'].get('options', '')}".strip(),
            # Django's own cursors never prepare; `cases.queries.asking` does.
            "prepare_threshold": PREPARED_AFTER,
            "pool": {
                "min_size": 1,
                "max_size": connections,
                "timeout": WAIT_FOR_CONNECTION,
                # Soon given up and soon tried again: the site goes on as soon as the server is back.
                "reconnect_timeout": 1,
            },
        }


def drop_broken(connection: BaseDatabaseWrapper) -> None:
    """Give up the broken connections of the pool, as after the server started again, and make others.

    Whoever asks the pool is handed one after the other, waits a second after each, and is sent away
    before all have been tried.
    """
    pool = getattr(connection, "pool", None)
    if pool is not None and not pool.closed:
        pool.check()


def _limits(seconds: int) -> str:
    """What the server ends by itself, in the words of its start-up options."""
    limits = {
        "statement_timeout": seconds,
        "lock_timeout": WAIT_FOR_LOCK,
        "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION,
    }
    return " ".join(f"-c {name}={value}s" for name, value in limits.items())
