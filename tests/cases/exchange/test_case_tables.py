"""The tables of cases: nothing of a case is lost in them, and no cell runs."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import groupby

from hypothesis import given, settings

from cases.domain.content import CaseContent, content_hash, to_data
from cases.domain.reading import read_content
from cases.exchange.case_tables import CASE_TABLES
from cases.exchange.csv_table import FORMULA_STARTS, MARKED, write_csv
from cases.exchange.published import PublishedCase
from tests.strategies import contents

AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
SITE = "https://patchwork.example"
Line = dict[str, str]
Tables = dict[str, list[Line]]


def files_of(content: CaseContent) -> dict[str, str]:
    """The files of one case."""
    case = PublishedCase(
        slug="guifi-net",
        version=3,
        content_hash=content_hash(content),
        first_published_at=AT,
        published_at=AT,
        content=content,
    )
    return {each.table.name: write_csv(each.table.head, each.rows(case, SITE)) for each in CASE_TABLES}


def read(text: str) -> list[Line]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: unmarked(cell) for name, cell in row.items()} for row in rows]


def unmarked(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and MARKED.match(cell) else cell


def year(row: Line, name: str, absence: str) -> object:
    return {"absent": row[absence]} if row[absence] else int(row[name])


def number(text: str, kind: Callable[[str], object] = int) -> object:
    return kind(text) if text else None


def put_together(tables: Tables) -> CaseContent:
    """The content of the one case of these tables, from their rows alone."""
    (case,) = tables["cases"]
    placed = tables["placement_sources"]
    stakes = {"": None, "none": {"none": True}, "declared": {"none": False}}
    stake = stakes[case["stake"]]
    return read_content(
        {
            **{name: case[name] for name in ("title", "summary", "language", "sector")},
            "began": year(case, "began", "began_absence"),
            "ended": "now" if case["is_going_on"] == "1" else year(case, "ended", "ended_absence"),
            "stake": None if stake is None else {**stake, "which": case["stake_which"]},
            "tags": [row["tag"] for row in tables["tags"]],
            "organisations": [row["organisation"] for row in tables["organisations"]],
            "open_questions": [row["question"] for row in tables["open_questions"]],
            "places": [
                {
                    "name": row["name"],
                    "country": row["country"],
                    "latitude": number(row["latitude"], float),
                    "longitude": number(row["longitude"], float),
                }
                for row in tables["places"]
            ],
            "phases": [
                {name: number(row[name]) for name in ("start", "end", "stage", "model")}
                | {name: row[name] for name in ("reason", "no_stage_reason")}
                for row in tables["phases"]
            ],
            "parts": [
                {"key": row["part"], **{name: row[name] for name in ("text", "absence", "note")}}
                for row in tables["parts"]
            ],
            "illustrations": [
                {name: row[name] for name in ("claim", "stance", "note", "quote")}
                | {"version": int(row["wording"])}
                | {
                    "sources": [
                        each["source"]
                        for each in placed
                        if (each["claim"], each["stance"]) == (row["claim"], row["stance"])
                    ]
                }
                for row in tables["placements"]
            ],
            "sources": [
                {"key": row["source"], "year": year(row, "year", "year_absence")}
                | {
                    name: row[name]
                    for name in ("kind", "title", "authors", "publisher", "url", "doi", "accessed", "speaker")
                }
                for row in tables["sources"]
            ],
            "images": [
                {"key": row["image"], **{name: row[name] for name in ("alt", "caption", "author", "licence")}}
                for row in tables["images"]
            ],
        }
    )


@given(contents())
@settings(max_examples=40)
def test_a_case_is_put_together_again_from_its_rows(content: CaseContent) -> None:
    tables = {name: read(text) for name, text in files_of(content).items()}
    assert to_data(put_together(tables)) == to_data(content)


@given(contents())
@settings(max_examples=40)
def test_no_cell_runs_and_every_row_has_its_key_once(content: CaseContent) -> None:
    files = files_of(content)
    for each in CASE_TABLES:
        rows = list(csv.reader(io.StringIO(files[each.table.name], newline="")))
        numbers = {"latitude", "longitude"}
        columns = [place for place, name in enumerate(each.table.head) if name not in numbers]
        cells = [row[place] for row in rows[1:] for place in columns]
        assert not [cell for cell in cells if cell.lstrip().startswith(FORMULA_STARTS)]
        keys = sorted(tuple(row[name] for name in each.table.key) for row in read(files[each.table.name]))
        assert len(keys) == sum(1 for _key in groupby(keys))
