"""Cases as JSON Lines and back."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from cases.domain.content import CaseContent, Data, content_hash
from cases.domain.messages import ContentProblems
from cases.exchange.json_lines import NotADocument, from_json_line, read_record, write_line
from cases.exchange.published import PublishedCase, record_of
from tests.strategies import contents

AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
CASE = CaseContent(title="Guifi.net", summary="A network.")


def published(content: CaseContent) -> PublishedCase:
    return PublishedCase(
        slug="guifi-net",
        version=3,
        content_hash=content_hash(content),
        first_published_at=AT,
        published_at=AT,
        content=content,
    )


def record(**changes: object) -> Data:
    return {**record_of(published(CASE), "https://patchwork.example"), **changes}


@given(contents())
@settings(max_examples=50)
def test_what_was_written_is_read_back(content: CaseContent) -> None:
    line = write_line(record_of(published(content), "https://patchwork.example"))
    assert line.count("\n") == 1
    assert read_record(line) == published(content)
    assert from_json_line(line).content == content


def test_a_line_written_by_hand_needs_its_content_only() -> None:
    found = from_json_line('{"content": {"title": "T"}}')
    assert (found.slug, found.content) == ("", CaseContent(title="T"))


@pytest.mark.parametrize(
    "line",
    [
        "", "[]", "1", "null", "{", '{"a": NaN}', '{"a": -Infinity}', '{"slug": "a", "slug": "b"}',
        '{"content": {"title": "a", "title": "b"}}', "[" * 100_000, '{"a":' * 5000, f'{{"a": {"9" * 5000}}}',
        f'{{"slug": "{"x" * 2_000_001}"}}', '{"content": {"title": "\\ud800"}}',
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(NotADocument) as refusal:
        from_json_line(line, line=7)
    assert refusal.value.line == 7
    assert str(refusal.value).isprintable()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"note": "x"}, "note"),
        ({"slug": "../etc"}, "slug"),
        ({"slug": 7}, "slug"),
        ({"content_hash": "0" * 64}, "content_hash"),
        ({"content": {"name": "x"}}, "content.name"),
        ({"content": "x"}, "content"),
    ],
)
def test_a_fault_names_its_field(changes: Data, path: str) -> None:
    with pytest.raises(ContentProblems) as refusal:
        from_json_line(json.dumps(record(**changes)))
    assert [problem.path for problem in refusal.value.problems] == [path]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", 0),
        ("version", True),
        ("published_at", "2026-11-26"),
        ("slug", ""),
        ("first_published_at", 3),
    ],
)
def test_a_whole_record_has_all_of_its_fields(name: str, value: object) -> None:
    with pytest.raises(ContentProblems) as refusal:
        read_record(write_line(record(**{name: value})))
    assert [problem.path for problem in refusal.value.problems] == [name]
