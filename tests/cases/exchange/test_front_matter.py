"""The small, strict YAML of front matter."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cases.exchange.documents import NotADocument
from cases.exchange.front_matter import read_yaml, write_yaml
from tests.strategies import lines, texts


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2004", 2004),
        ("-7", -7),
        ("007", "007"),
        ("+5", "+5"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("12:30:45", "12:30:45"),
        ("2012-05-01", "2012-05-01"),
        ("41.39", 41.39),
        ("1e-05", 1e-05),
        (".inf", ".inf"),
        ("9" * 5000, "9" * 5000),
        ("'2004'", "2004"),
        ('"true"', "true"),
        ("[a, [b]]", ["a", ["b"]]),
        ("{absent: not_known}", {"absent": "not_known"}),
        ("|-\n  a\n  b", "a\nb"),
        ("<<", "<<"),
    ],
)
def test_a_value_is_what_it_looks_like(written: str, value: object) -> None:
    assert read_yaml(f"x: {written}", line=1) == {"x": value}


@pytest.mark.parametrize("written", ["", "\n\n", "# a comment\n"])
def test_nothing_is_nothing(written: str) -> None:
    assert read_yaml(written, line=1) is None


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("a: 1\nb: &x 2", 12),
        ("a: 1\nb: *x", 12),
        ("&x a: 1", 11),
        ("? *x\n: 1", 11),
        ("a: !!python/object/apply:os.system [ls]", 11),
        ("a: ! 1", 11),
        ("!x a: 1", 11),
        ("a: 1\nb: 2\na: 3", 13),
        ("a:\n  b: 1\n  b: 2", 13),
        ("? [a]\n: 1", 11),
        ("a: " + "[" * 50, 11),
        ("a: " + "[" * 8 + "1" + "]" * 8, 11),
        ("a: [" + "1," * 30_000 + "]", 11),
        ("a: 1\n--- \nb: 2", 12),
        ("a: b: c", 11),
        ("a: 'open", 11),
        ("a: 1\n\tb: 2", 12),
        ("a: 1\n---\n%TAG", 12),
        ('a: "\\UFFFFFFFF"', 11),
        ("%YAML " + "9" * 5000 + ".1\na: 1", 11),
        ("@a: 1", 11),
    ],
)
def test_what_has_no_use_is_refused_with_its_line(written: str, line: int) -> None:
    with pytest.raises(NotADocument) as refusal:
        read_yaml(written, line=11)
    assert refusal.value.line == line
    assert f"Line {line}" in str(refusal.value)


def test_a_billion_laughs_are_not_laughed() -> None:
    rows = ["a0: &a0 [lol, lol]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20))]
    with pytest.raises(NotADocument):
        read_yaml("\n".join(rows), line=1)


def test_the_one_way_of_writing() -> None:
    value = {
        "title": "Café: a case",
        "places": [{"name": "Oslo", "country": "NO", "latitude": 59.9}],
        "note": "one\n  two",
        "sources": [{"key": "s1", "year": {"absent": "not_known"}, "also": ["a", "b"]}],
        "accessed": "2012-05-01",
        "long": "word " * 60 + "end",
    }
    assert write_yaml(value) == (
        "title: 'Café: a case'\n"
        "places:\n- name: Oslo\n  country: 'NO'\n  latitude: 59.9\n"
        "note: |-\n  one\n    two\n"
        "sources:\n- key: s1\n  year: {absent: not_known}\n  also: [a, b]\n"
        "accessed: '2012-05-01'\n"
        f"long: {'word ' * 60}end\n"
    )


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(-180, 180) | texts(limit=60),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(lines(limit=30), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(lines(limit=30), VALUES, max_size=4))
def test_what_was_written_is_read_back(value: dict[str, object]) -> None:
    assert read_yaml(write_yaml(value), line=1) == value


@given(st.dictionaries(lines(limit=30, least=1), texts(limit=60), max_size=4))
def test_other_readers_find_the_same_text(value: dict[str, str]) -> None:
    assert yaml.safe_load(write_yaml(value)) == value


@given(st.text(st.sampled_from("ab:- \n\t'\"#[]{},&*!|>%@?~0\\.")))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_yaml(text, line=1)
    except NotADocument as refusal:
        lines_of_text = text.count("\n") + 1
        if not 1 <= refusal.line <= lines_of_text + 1:
            pytest.fail(f"line {refusal.line} of {lines_of_text}")
