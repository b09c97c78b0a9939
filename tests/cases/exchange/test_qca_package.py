"""The QCA package: its matrices and truth table agree, and the script reads what is there."""

import csv
import io
import re
from collections.abc import Iterable

import pytest

from cases.domain.qca import Calibrated, Examined, read_question, truth_table
from cases.domain.vocabulary import Stance
from cases.exchange.qca_package import SCRIPT, About, package_files
from cases.exchange.taxonomy import (
    AspectRecord,
    ClaimRecord,
    ModelRecord,
    StageRecord,
    TaxonomyRecord,
    WordingRecord,
)

ABOUT = About("Cases", "https://patchwork.example/data/", "2026-11-26", "https://patchwork.example")


def claim(code: str) -> ClaimRecord:
    first = WordingRecord(number=1, statement=f"Claim {code}.", kind="first", note="", at="2026-01-01")
    return ClaimRecord(code=code, model=1, aspect=1, ref="1", is_withdrawn=False, wordings=(first,))


TAXONOMY = TaxonomyRecord(
    texts=(),
    stages=(StageRecord(number=5, code="five", name="Five", formula="", summary=""),),
    models=(ModelRecord(number=1, code="one", name="One", short="1", summary=""),),
    aspects=(AspectRecord(number=1, code="skills", name="Skills", question="?"),),
    claims=(claim("1d"), claim("2c")),
)
CASES = [
    Examined("a", "=A", {"1d": frozenset({Stance.SUPPORTS})}, 6, 1, 1995),
    Examined("b", "B", {"1d": frozenset({Stance.CONTRADICTS})}, 3, 2, 1980),
    Examined("c", "C", {"1d": frozenset({Stance.PARTLY}), "2c": frozenset({Stance.NOT_FOUND})}, 6, 1, 2001),
    Examined("d", "D", {}, None, 1, None),
]


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    question = read_question("1d", "stage-5,model-1", {"1d", "2c"})
    made = package_files(ABOUT, question, TAXONOMY, CASES)
    return {name: text if isinstance(text, str) else "".join(text) for name, text in made}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def column(text: str, name: str) -> list[str]:
    return [row[name] for row in rows(text)]


def test_the_raw_matrix_keeps_what_nobody_examined_apart(files: dict[str, str]) -> None:
    assert column(files["raw.csv"], "claim_1d") == ["supports", "contradicts", "partly", "not_examined"]
    assert column(files["raw.csv"], "claim_2c") == ["not_examined"] * 2 + ["not_found", "not_examined"]


def test_the_calibrated_matrix_says_who_is_left_out(files: dict[str, str]) -> None:
    found = files["calibrated.csv"]
    assert column(found, "claim_1d") == ["1", "0", "0.67", ""]
    assert column(found, "stage_5") == ["1", "0", "1", ""]
    assert column(found, "use") == ["used", "used", "used", "missing"]
    assert "3 in the truth table, 1 left out because something is missing" in files["README.txt"]


def test_the_truth_table_has_remainders_and_names(files: dict[str, str]) -> None:
    found = files["truth_table.csv"]
    assert column(found, "outcome") == ["0", "?", "?", "1"]
    assert column(found, "cases") == ["b", "", "", "a; c"]
    assert column(found, "inclusion") == ["0.000", "", "", "0.835"]


def test_the_codebook_has_every_column_of_the_matrices(files: dict[str, str]) -> None:
    known = set(column(files["codebook.csv"], "column"))
    for name in ("raw.csv", "calibrated.csv"):
        assert set(files[name].splitlines()[0].split(",")) <= known


def test_the_script_reads_files_columns_and_settings_that_are_there(files: dict[str, str]) -> None:
    script = SCRIPT.read_text("utf-8")
    assert set(re.findall(r'read_table\("([^"]+)"\)', script)) <= set(files)
    assert set(re.findall(r'setting\("([^"]+)"\)', script)) == set(column(files["settings.csv"], "setting"))
    head = set(files["truth_table.csv"].splitlines()[0].split(","))
    assert set(re.findall(r"given\$(\w+)", script)) <= head


def test_the_script_needs_no_package() -> None:
    assert not re.search(r"\b(library|require)\(|::", SCRIPT.read_text("utf-8"))


def test_the_table_is_the_one_of_the_matrix(files: dict[str, str]) -> None:
    """What the script does, in Python: the truth table again, from the calibrated matrix alone."""
    again = truth_table(2, list(_read(rows(files["calibrated.csv"]))))
    assert [row.outcome for row in again] == column(files["truth_table.csv"], "outcome")
    assert ["; ".join(row.cases) for row in again] == column(files["truth_table.csv"], "cases")


def _read(lines: Iterable[dict[str, str]]) -> Iterable[Calibrated]:
    for line in lines:
        values = [float(line[name]) if line[name] else None for name in ("claim_1d", "stage_5", "model_1")]
        yield Calibrated(line["case"], values[0], tuple(values[1:]))
