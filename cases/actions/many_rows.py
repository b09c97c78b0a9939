"""Writing many plain rows in one fixed statement, which Django takes longer to put together than to run."""

from collections.abc import Sequence

from django.db import connection, models

AT_ONCE = 200
"""So many rows of four columns stay within what any SQLite takes in one statement."""

Value = str | int | bytes


def put_rows(
    table: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[tuple[Value, ...]],
    *,
    unique: Sequence[str],
) -> None:
    """Write these rows; of one whose `unique` columns are there already, its other columns."""
    names = ", ".join(f'"{name}"' for name in columns)
    places = f"({', '.join(['%s'] * len(columns))})"
    changed = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in columns if name not in unique)
    keys = ", ".join(f'"{name}"' for name in unique)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            batch = rows[start : start + AT_ONCE]
            cursor.execute(
                f'INSERT INTO "{table._meta.db_table}" ({names}) '  # noqa: S608 (our own names)
                f"VALUES {', '.join([places] * len(batch))} ON CONFLICT ({keys}) DO UPDATE SET {changed}",
                [value for row in batch for value in row],
            )
