"""How a search is read: a table of what people type, and anything at all."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.domain.search_query import (
    CHARACTERS_READ,
    DEPTH_AT_MOST,
    NO_WORDS,
    OPEN_QUOTE,
    OPERATOR,
    PARENTHESES,
    SHORT_PREFIX,
    TERMS_AT_MOST,
    TOO_LONG,
    Either,
    Every,
    Node,
    Term,
    Without,
    parse,
    words_apart,
)


def word(text: str) -> Term:
    return Term((text,))


def exact(*words: str) -> Term:
    return Term(words, is_exact=True)


A, B, C = word("a"), word("b"), word("c")
READ: list[tuple[str, Node | None]] = [
    ("a b", Every((A, B))),
    ("a AND b", Every((A, B))),
    ("a OR b c", Either((A, Every((B, C))))),
    ("(a OR b) c", Every((Either((A, B)), C))),
    ("a -b", Every((A, Without(B)))),
    ("a NOT b", Every((A, Without(B)))),
    ("-a", Without(A)),
    ("NOT NOT a", A),
    ("NOT (a OR b)", Without(Either((A, B)))),
    ('"a b" c', Every((exact("a", "b"), C))),
    ("“a b”", exact("a", "b")),
    ('-"a b"', Without(exact("a", "b"))),
    ('"a"', exact("a")),
    ("lin*", Term(("lin",), is_prefix=True)),
    ("co-op*", Term(("co", "op"), is_prefix=True, is_exact=True)),
    ("co-op", exact("co", "op")),
    ("Guifi.net", exact("guifi", "net")),
    ("ÉCOLE", word("ecole")),
    ("or and not", Every((word("or"), word("and"), word("not")))),
    ("a - b", Every((A, B))),
    ("開源", exact("開", "源")),
    ("", None),
    ("   ", None),
]


@pytest.mark.parametrize(("text", "root"), READ)
def test_what_people_type_is_read(text: str, root: Node | None) -> None:
    query = parse(text)
    assert (query.root, query.notes) == (root, ())


MISTAKEN: list[tuple[str, Node | None, str]] = [
    ('"a b', Every((A, B)), OPEN_QUOTE),
    ("a*", A, SHORT_PREFIX),
    ("(a", A, PARENTHESES),
    ("a) b", Every((A, B)), PARENTHESES),
    ("a OR", A, OPERATOR),
    ("OR a", A, OPERATOR),
    ("a AND AND b", Every((A, B)), OPERATOR),
    ("a NOT", A, OPERATOR),
    ('"', None, NO_WORDS),
    ("***", None, NO_WORDS),
    ("\x00", None, NO_WORDS),
    ("AND OR NOT", None, NO_WORDS),
    ("()", None, NO_WORDS),
    ("a " * (TERMS_AT_MOST + 1), Every((A,) * TERMS_AT_MOST), TOO_LONG),
]


@pytest.mark.parametrize(("text", "root", "note"), MISTAKEN)
def test_what_cannot_be_meant_is_left_out_and_said(text: str, root: Node | None, note: str) -> None:
    query = parse(text)
    assert query.root == root
    assert note in query.notes


@given(st.text() | st.lists(st.sampled_from([*'"()-*', " ", "AND", "OR", "NOT", "a", "é"])).map("".join))
@example("(" * 10_000)
@example("NOT " * 2_500)
@example('"' * 10_001)
@example("-" * 10_000 + "a")
def test_any_text_is_read_as_something(text: str) -> None:
    query = parse(text)
    assert len(query.text) <= CHARACTERS_READ
    assert len(query.terms) <= TERMS_AT_MOST
    assert set(query.sought) <= set(query.terms)
    assert query.root is not None or query.notes or not text.strip()
    assert depth(query.root) <= 3 * (DEPTH_AT_MOST + 1)


def depth(node: Node | None) -> int:
    if isinstance(node, Every | Either):
        return 1 + max(map(depth, node.parts))
    return 1 + depth(node.part) if isinstance(node, Without) else 0


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("lnux", "linux"),
        ('Lnux OR "free lnux" -lnux', 'linux OR "free lnux" -lnux'),
        ("(lnux)", "(linux)"),
    ],
)
def test_words_are_replaced_where_they_were_sought(text: str, written: str) -> None:
    assert parse(text).replacing({"lnux": "linux"}) == written


def test_the_words_of_a_phrase_are_also_looked_at_apart() -> None:
    apart = words_apart(parse('"a b" OR (c -d-e*)').root or A)
    left_out = Without(Every((exact("d"), Term(("e",), is_exact=True))))
    assert apart == Either((Every((exact("a"), exact("b"))), Every((C, left_out))))
