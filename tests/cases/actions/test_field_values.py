"""What is handed to the database as it is, is what Django would hand over."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models

from cases.actions.field_values import columns_of, reader_of
from cases.domain.vocabulary import Stance
from models_taxonomy.models import ClaimVersion


def target_of(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    """The field itself, or that which a key leads to in the end."""
    return target_of(field.target_field) if isinstance(field, models.ForeignKey) else field


WRITTEN = ("accounts", "cases", "models_taxonomy", "taggit")
FIELDS = {
    (type(field), type(target_of(field))): field
    for app in WRITTEN
    for table in apps.get_app_config(app).get_models(include_auto_created=True)
    for field in table._meta.local_concrete_fields
}
"""One field of each kind that tables of ours have; of keys, of each kind that they lead to."""

VALUES: "dict[type[models.Field[Any, Any]], tuple[object, ...]]" = {
    models.TextField: ("", "words", "100 %"),
    models.IntegerField: (0, 7, -7),
    models.BooleanField: (True, False),
    models.JSONField: ("text", 7, True, [1], {"a": None}),
    models.DateTimeField: (datetime(2026, 11, 27, tzinfo=UTC),),
    models.DateField: (date(2026, 11, 27),),
    models.UUIDField: (UUID(int=7),),
    models.CharField: ("", "words", Stance.SUPPORTS),
    models.FloatField: (1.5,),
}


def cases_of(field: "models.Field[Any, Any]") -> tuple[object, ...]:
    target = target_of(field)
    return (None, *next((values for kind, values in VALUES.items() if isinstance(target, kind)), ()))


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: type(field).__name__)
def test_every_kind_of_field_is_given_what_django_gives(field: "models.Field[Any, Any]") -> None:
    for value in cases_of(field):
        (ours,) = columns_of([field]).taken([value], connection)
        theirs = field.get_db_prep_save(value, connection)
        assert (type(ours), getattr(ours, "obj", ours)) == (type(theirs), getattr(theirs, "obj", theirs))


def test_every_kind_of_field_has_values_here() -> None:
    unknown = {type(field).__name__ for field in FIELDS.values() if not cases_of(field)[1:]}
    assert unknown <= {"BinaryField"}


def test_what_saving_would_change_is_not_read_off_a_row() -> None:
    with pytest.raises(TypeError, match="at a value of its own"):
        reader_of(ClaimVersion._meta.local_concrete_fields)
