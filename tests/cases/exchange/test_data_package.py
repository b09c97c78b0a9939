"""The data package and the codebook say what the tables are."""

from typing import Any

import pytest

from cases.exchange.case_tables import CASE_TABLES
from cases.exchange.data_package import About, data_package
from cases.exchange.site_tables import DATA_OF, TABLES, codebook_rows
from cases.exchange.tables import Table

PACKAGE: Any = data_package(
    About("Cases", "About them", "https://patchwork.example/data/", "2026-11-26"),
    lambda table: f"https://patchwork.example/data/{table}.csv",
)
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
TYPES = {"string", "integer", "number", "boolean", "year", "date", "datetime"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_package_has_the_columns_of_each_table(table: Table) -> None:
    schema = RESOURCES[table.name]["schema"]
    assert [field["name"] for field in schema["fields"]] == [*table.head, DATA_OF.name]
    assert {field["type"] for field in schema["fields"]} <= TYPES
    assert set(schema["primaryKey"]) <= set(table.head)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_what_refers_to_another_table_refers_to_its_key(table: Table) -> None:
    for key in RESOURCES[table.name]["schema"].get("foreignKeys", []):
        other = RESOURCES[key["reference"]["resource"]]["schema"]
        assert set(key["fields"]) <= set(table.head)
        assert set(key["reference"]["fields"]) == set(other["primaryKey"])


def test_every_table_of_cases_is_joined_to_its_case() -> None:
    for each in CASE_TABLES[1:]:
        reached, tables = {each.table.name}, {table.name: table for table in TABLES}
        for _step in range(2):
            reached |= {ref.table for name in reached for ref in tables[name].references}
        assert "cases" in reached


def test_the_codebook_has_a_row_for_each_column() -> None:
    rows = list(codebook_rows())
    assert [row[:2] for row in rows] == [
        (table.name, name) for table in TABLES for name in (*table.head, DATA_OF.name)
    ]
    assert all(row[-1] for row in rows)
