"""What every file says of itself, and tables of any length."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import override_settings

from cases.exchange.figure import Picture
from cases.views import files
from cases.views.files import Imprint

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def imprint(changed_at: datetime | None = AT) -> Imprint:
    return Imprint("cases", "Cases", "/cases/?country=ES", {"country": "ES"}, changed_at)


def rows(number: int) -> Iterator[tuple[int, str]]:
    return ((row, f"=case {row}") for row in range(number))


def text_of(answer: HttpResponse | StreamingHttpResponse) -> str:
    return answer.getvalue().decode()


@pytest.mark.parametrize("number", [0, 1, 500, 1201])
def test_a_long_table_is_the_same_table(number: int) -> None:
    whole = files.csv_answer(imprint(), ("n", "case"), rows(number))
    long = files.long_csv_answer(imprint(), ("n", "case"), rows(number))
    assert text_of(long) == text_of(whole)
    assert long.headers == {**whole.headers}


@pytest.mark.parametrize("number", [0, 1, 500, 1201])
def test_a_long_list_is_the_same_data(number: int) -> None:
    found = [{"n": n, "case": case} for n, case in rows(number)]
    whole = files.json_answer(imprint(), {"found": number, "cases": found})
    long = files.long_json_answer(imprint(), {"found": number}, "cases", iter(found))
    assert json.loads(text_of(long)) == json.loads(text_of(whole))
    assert long.headers == {**whole.headers}


def test_a_long_table_is_not_read_before_it_is_sent() -> None:
    source = iter(range(100_000))
    files.long_csv_answer(imprint(), ("n",), ((row,) for row in source))
    assert next(source) < 2000


def test_a_long_table_that_fails_early_is_an_error_and_no_half_answer() -> None:
    with pytest.raises(ZeroDivisionError):
        files.long_csv_answer(imprint(), ("n",), ((1 // row,) for row in range(9)))


def test_csv_holds_the_day_of_the_data_in_each_line_and_in_its_name() -> None:
    answer = files.csv_answer(imprint(), ("n", "case"), rows(2))
    assert [row["data_of"] for row in csv.DictReader(io.StringIO(text_of(answer)))] == ["2026-11-20"] * 2
    assert answer.headers["Content-Disposition"] == 'inline; filename="cases-2026-11-20.csv"'
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


@override_settings(SITE_URL="https://patchwork.example")
def test_json_begins_with_what_it_is() -> None:
    data = json.loads(text_of(files.json_answer(imprint(), {"cases": []})))
    assert list(data) == ["title", "address", "licence", "data_of", "filters", "cases"]
    assert data["address"] == "https://patchwork.example/cases/?country=ES"
    assert (data["data_of"], data["filters"]) == ("2026-11-20", {"country": "ES"})


def test_a_picture_says_its_day() -> None:
    answer = files.svg_answer(imprint(), Picture(10, 10, ()), shown=["Country: Spain"], found="4 cases")
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert "data of 20 November 2026. Licence: CC0 1.0" in text_of(answer)


def test_without_a_publication_there_is_no_day() -> None:
    answer = files.json_answer(imprint(None), {})
    assert json.loads(text_of(answer))["data_of"] is None
    assert answer.headers["Content-Disposition"] == 'inline; filename="cases.json"'
    picture = files.svg_answer(imprint(None), Picture(10, 10, ()), shown=[], found="")
    assert "No data yet" in text_of(picture)
