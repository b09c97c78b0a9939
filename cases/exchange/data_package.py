"""The Frictionless data package of the tables: one JSON file that says what each column of each CSV is.

Written by the specification of data packages, version 1, from the definitions that the tables are made
from.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cases.domain.content import Data
from cases.exchange.licences import LICENCE_OF_DATA, LICENCE_OF_TEXT
from cases.exchange.site_tables import DATA_OF, TABLES
from cases.exchange.tables import Column, Table

CC0 = {"name": "CC0-1.0", "path": LICENCE_OF_DATA, "title": "CC0 1.0"}
CC_BY_SA = {
    "name": "CC-BY-SA-4.0",
    "path": LICENCE_OF_TEXT,
    "title": "Creative Commons Attribution-ShareAlike 4.0",
}
PROFILE = "tabular-data-package"


@dataclass(frozen=True, slots=True)
class About:
    """What the package says of itself; `data_of` is the day of the data, None before any."""

    title: str
    description: str
    homepage: str
    data_of: str | None


def data_package(about: About, address_of: Callable[[str], str]) -> Data:
    """The package; `address_of` gives the whole address of the file of a table."""
    return {
        "profile": PROFILE,
        "name": "patchwork",
        "title": about.title,
        "description": about.description,
        "homepage": about.homepage,
        **({"created": f"{about.data_of}T00:00:00Z"} if about.data_of else {}),
        "licenses": [CC0, CC_BY_SA],
        "contributors": [{"title": "Patchwork contributors", "role": "author"}],
        "resources": [_resource(table, address_of(table.name)) for table in TABLES],
    }


def _resource(table: Table, address: str) -> Data:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.about,
        "path": address,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "licenses": [CC_BY_SA if table.holds_text else CC0],
        "schema": {
            "fields": [_field(column) for column in (*table.columns, DATA_OF)],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **({"foreignKeys": keys} if (keys := _foreign_keys(table)) else {}),
        },
    }


def _field(column: Column) -> Data:
    constraints: Data = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    return {
        "name": column.name,
        "type": column.kind.value,
        "description": column.about,
        **({"trueValues": ["1"], "falseValues": ["0"]} if column.kind.value == "boolean" else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_keys(table: Table) -> list[Data]:
    return [
        {
            "fields": list(reference.columns),
            "reference": {"resource": reference.table, "fields": list(reference.to)},
        }
        for reference in table.references
    ]
