"""The taxonomy's data file, read strictly."""

import json
from pathlib import Path
from typing import TypedDict, cast

DATA_FILE = Path(__file__).parent / "data" / "taxonomy.json"


class TextRow(TypedDict):
    """A source text."""

    code: str
    title: str
    author: str
    date: str
    publisher: str
    url: str
    note: str


class StageRow(TypedDict):
    """A stage."""

    number: int
    code: str
    name: str
    formula: str
    summary: str
    source_says_about_examples: str


class ModelRow(TypedDict):
    """A value model."""

    number: int
    code: str
    name: str
    short: str
    summary: str


class AspectRow(TypedDict):
    """An aspect."""

    number: int
    code: str
    name: str
    question: str


class ClaimRow(TypedDict):
    """A claim with its first wording."""

    code: str
    model: int
    aspect: str
    ref: str
    statement: str


class TaxonomyData(TypedDict):
    """The whole file."""

    texts: list[TextRow]
    stages: list[StageRow]
    value_models: list[ModelRow]
    aspects: list[AspectRow]
    claims: list[ClaimRow]


ROW_TYPES: dict[str, type] = {
    "texts": TextRow,
    "stages": StageRow,
    "value_models": ModelRow,
    "aspects": AspectRow,
    "claims": ClaimRow,
}


def read_taxonomy(path: Path = DATA_FILE) -> TaxonomyData:
    """Return the data of the file.

    Raises ValueError that names the table and the fault: a table missing or empty, a row without one of
    its fields, a key that is there twice, or a claim in a model or aspect that the file does not have.
    """
    data = json.loads(path.read_text("utf-8"))
    for table, row_type in ROW_TYPES.items():
        _check_rows(path.name, table, data.get(table) or [], row_type)
    _check_claims(path.name, cast("TaxonomyData", data))
    return cast("TaxonomyData", data)


def _check_rows(file: str, table: str, rows: list[dict[str, object]], row_type: type) -> None:
    if not rows:
        raise ValueError(f"{file}: “{table}” is missing or empty.")
    fields = set(row_type.__annotations__)
    for place, row in enumerate(rows, start=1):
        if set(row) != fields:
            wrong = ", ".join(sorted(set(row) ^ fields))
            raise ValueError(f"{file}: row {place} of “{table}” lacks or adds: {wrong}.")
    for key in ("code", "number"):
        if key in fields and len({row[key] for row in rows}) != len(rows):
            raise ValueError(f"{file}: “{table}” holds a {key} twice.")


def _check_claims(file: str, data: TaxonomyData) -> None:
    models = {model["number"] for model in data["value_models"]}
    aspects = {aspect["code"] for aspect in data["aspects"]}
    for claim in data["claims"]:
        if claim["model"] not in models or claim["aspect"] not in aspects:
            raise ValueError(f"{file}: claim {claim['code']} stands in a model or aspect that is not there.")
