"""What a database takes for the value of a field."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

AS_IT_IS = frozenset({int, str, bool, type(None)})
"""Values of these types, and of no type made of them, are what a column takes. JSON is not: there a text
stands for itself in quotes."""


def taken_for(field: "models.Field[Any, Any]", value: object, database: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 (whatever the driver takes)
    """What Django would hand over for this value, without a look at what is handed over as it is."""
    if type(value) in AS_IT_IS and not isinstance(field, models.JSONField):
        return value
    return field.get_db_prep_save(value, database)
