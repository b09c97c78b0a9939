"""JSON that strangers send: what is read, what is refused, and where the refusal points."""

import pytest

from cases.exchange.strict_json import DEEPEST, NotJson, read_json


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("{}", {}),
        (' {"a": [1, -0, 2.5, true, null, "é\\n"]} ', {"a": [1, 0, 2.5, True, None, "é\n"]}),
        ('"\\ud83d\\ude00"', "😀"),
        ("1e-400", 0.0),
        ("9" * 18, 10**18 - 1),
        ("[" * DEEPEST + "]" * DEEPEST, None),
    ],
)
def test_json_is_read(text: str, data: object) -> None:
    found = read_json(text.encode())
    assert data is None or found == data


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "line 1, column 1"),
        (b"{\n 'a': 1}", "line 2, column 2"),
        (b"[1,]", "line 1, column"),
        (b'{"a": 1, "a": 2}', "“a” stands twice"),
        (b'{"b": {"a": 1, "a": 1}}', "“a” stands twice"),
        (b"NaN", "NaN is no number"),
        (b"[-Infinity]", "-Infinity is no number"),
        (b"1e400", "larger than any"),
        (b"1" * 19, "more than 18 digits"),
        (b"-" + b"1" * 5000, "more than 18 digits"),
        (b'"\\ud800"', "half a character"),
        (b'{"\\udfff": 1}', "half a character"),
        (b'"\\u0000"', "NUL"),
        (b"\xff", "not UTF-8 from byte 0"),
        ("{}".encode("utf-16"), "not UTF-8"),
        (b"\xef\xbb\xbf{}", "no JSON"),
        (b"[" * 33 + b"]" * 33, "more than 32 deep"),
        (b"[" * 100_000, "more than 32 deep"),
        (b'{"a":' * 100_000, "more than 32 deep"),
    ],
)
def test_anything_else_is_refused_with_its_place(body: bytes, said: str) -> None:
    with pytest.raises(NotJson, match=said):
        read_json(body)
