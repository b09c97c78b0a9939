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


def read_taxonomy(path: Path = DATA_FILE) -> TaxonomyData:
    """Return the data of the file. Raises ValueError when a table is missing or a code is there twice."""
    data = json.loads(path.read_text("utf-8"))
    for table, key in (("texts", "code"), ("stages", "number"), ("value_models", "number"), ("aspects", "code"), ("claims", "code")):
        keys = [row[key] for row in data.get(table, [])]
        if not keys or len(set(keys)) != len(keys):
            raise ValueError(f"{path.name}: “{table}” is missing, empty or holds a {key} twice.")
    return cast("TaxonomyData", data)
