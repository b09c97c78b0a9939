"""A connection of a page, and what is told it beside what is asked."""

from collections.abc import Callable

from django.db.backends.postgresql.base import DatabaseWrapper

PAGE = "page"
Connected = Callable[..., DatabaseWrapper]


def tell(page: DatabaseWrapper, sql: str) -> None:
    """Run a command beside what is asked."""
    with page.cursor() as cursor:
        cursor.execute(sql)


def prepared(page: DatabaseWrapper) -> int:
    """How many statements the server keeps for this connection."""
    with page.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        (number,) = cursor.fetchone()
    return int(number)
