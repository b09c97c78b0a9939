"""The data file is read strictly."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models_taxonomy.loading import DATA_FILE, read_taxonomy


def test_the_file_holds_both_texts_whole() -> None:
    data = read_taxonomy()
    sizes = {table: len(rows) for table, rows in data.items() if isinstance(rows, list)}
    assert sizes == {"texts": 2, "stages": 7, "value_models": 3, "aspects": 10, "claims": 30}


def drop_claims(data: dict[str, Any]) -> None:
    del data["claims"]


def empty_stages(data: dict[str, Any]) -> None:
    data["stages"] = []


def forget_a_field(data: dict[str, Any]) -> None:
    del data["claims"][1]["ref"]


def add_a_field(data: dict[str, Any]) -> None:
    data["aspects"][0]["weight"] = 3


def repeat_a_code(data: dict[str, Any]) -> None:
    data["claims"].append(data["claims"][0])


def leave_the_models(data: dict[str, Any]) -> None:
    data["claims"][0]["model"] = 4


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (drop_claims, "“claims” is missing or empty"),
        (empty_stages, "“stages” is missing or empty"),
        (forget_a_field, "row 2 of “claims” lacks or adds: ref"),
        (add_a_field, "row 1 of “aspects” lacks or adds: weight"),
        (repeat_a_code, "“claims” holds a code twice"),
        (leave_the_models, "claim 1a stands in a model or aspect that is not there"),
    ],
)
def test_a_spoilt_file_is_refused_with_the_fault(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], fault: str
) -> None:
    data = json.loads(DATA_FILE.read_text("utf-8"))
    spoil(data)
    path = tmp_path / "taxonomy.json"
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(ValueError, match=fault):
        read_taxonomy(path)
