"""Pieces that several descriptions share."""

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from cases.api.schemas.known import Known
from cases.domain.vocabulary import Absence


class Described(BaseModel):
    """An object of which every field is described. Of one that `can_be_selected`, any may be left out."""

    model_config = ConfigDict(extra="forbid")
    can_be_selected: ClassVar[bool] = False


def without_required(schema: dict[str, Any]) -> None:
    """Let fields be absent in what is given, as `fields` may leave out any."""
    schema.pop("required", None)


def with_null(schema: dict[str, Any]) -> None:
    """Let what may be left out also be null, which is read as left out."""
    for name, field in schema["properties"].items():
        kinds = field.get("anyOf", [field])
        if name in schema.get("required", ()) or {"type": "null"} in kinds:
            continue
        words = {key: field.pop(key) for key in ("title", "description", "default") if key in field}
        schema["properties"][name] = {"anyOf": [*kinds, {"type": "null"}], **words}


def _as_sent(schema: dict[str, Any], model: "type[Taken]") -> None:
    with_null(schema)
    if model.example:
        schema["examples"] = [model.example]


class Taken(Described):
    """An object that is sent. `example` may be sent as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_as_sent)
    example: ClassVar[dict[str, Any]] = {}


class Selected(Described):
    """An object of which a caller may choose the fields."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=without_required)
    can_be_selected = True


class Absent(Described):
    """Why there is no value."""

    absent: Annotated[str, Known(Absence)]


Moment = Annotated[
    str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-11-26T09:30:00+00:00"])
]
Address = Annotated[str, Field(json_schema_extra={"format": "iri"})]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the canonical JSON")]
Next = Annotated[Address | None, Field(description="The address of the next page, null at the end")]
