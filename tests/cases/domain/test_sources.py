"""When two citations are of the same document, and which of them stand on which claim."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.content import Source
from cases.domain.sources import count_documents, document_of, identity_of, independent_sources_of
from cases.domain.vocabulary import Absence, Speaker, Stance
from tests import world


def at(url: str, **changes: object) -> Source:
    return replace(world.source(url=url), **changes)  # type: ignore[arg-type]


def called(title: str, year: int | Absence = 2015) -> Source:
    return world.source(url="", title=title, year=year)


PAPER = world.source(doi="10.1016/j.comnet.2015.07.009")
PAGE = at("https://example.org/a/paper")
QUERY = at("https://example.org/?id=3&lang=en")
TITLED = called("L'Atelier paysan: une coopérative")

SAME = [
    ("DOI in other letters", PAPER, world.source(doi="10.1016/J.COMNET.2015.07.009")),
    ("DOI wins over address", PAPER, at("https://example.org/x", doi="10.1016/j.comnet.2015.07.009")),
    ("link to doi.org", PAPER, at("https://doi.org/10.1016/j.comnet.2015.07.009")),
    ("link to dx.doi.org", PAPER, at("http://dx.doi.org/10.1016/j.comnet.2015.07.009/")),
    ("link to www.doi.org, quoted", PAPER, at("https://www.doi.org/10.1016%2Fj.comnet.2015.07.009#abstract")),
    ("http and https", PAGE, at("http://example.org/a/paper")),
    ("www", PAGE, at("https://www.example.org/a/paper")),
    ("trailing slash", PAGE, at("https://example.org/a/paper/")),
    ("host in other letters", PAGE, at("https://Example.ORG/a/paper")),
    ("port that goes without saying", PAGE, at("https://example.org:443/a/paper")),
    ("fragment", PAGE, at("https://example.org/a/paper#page-4")),
    ("tracking", PAGE, at("https://example.org/a/paper?utm_source=news&fbclid=x&gclid=1")),
    ("archived copy", PAGE, at("https://web.archive.org/web/20200102030405/http://example.org/a/paper")),
    (
        "archived copy as it was",
        PAGE,
        at("http://web.archive.org/web/2020id_/https://www.example.org/a/paper"),
    ),
    ("bare host", at("https://example.org"), at("http://www.example.org/")),
    ("order of parameters", QUERY, at("https://example.org/?lang=en&id=3")),
    ("tracking among parameters", QUERY, at("https://example.org/?id=3&utm_medium=x&lang=en#top")),
    ("quoted letters", at("https://example.org/caf%C3%A9"), at("https://example.org/café")),
    ("address with another title", PAGE, at("https://example.org/a/paper", title="Other", year=1999)),
    ("title without accents and marks", TITLED, called("L’ATELIER PAYSAN — une cooperative.")),
    ("title of no letters", called("???"), called("???")),
    ("who speaks makes no other document", PAGE, at("https://example.org/a/paper", speaker=Speaker.PRESS)),
]
OTHER = [
    ("other DOI", PAPER, world.source(doi="10.1016/j.comnet.2015.07.0090")),
    ("other path", PAGE, at("https://example.org/a/paper-2")),
    ("path in other letters", PAGE, at("https://example.org/a/Paper")),
    ("other host", PAGE, at("https://blog.example.org/a/paper")),
    ("other port", PAGE, at("https://example.org:8080/a/paper")),
    ("other parameter", QUERY, at("https://example.org/?id=4&lang=en")),
    ("parameter that only looks like tracking", PAGE, at("https://example.org/a/paper?putm_x=1")),
    ("page of doi.org that is no DOI", at("https://doi.org/the-identifier"), at("https://doi.org/")),
    ("other year", TITLED, called("L'Atelier paysan: une coopérative", 2016)),
    ("no year", TITLED, called("L'Atelier paysan: une coopérative", Absence.NOT_KNOWN)),
    ("no letters, other marks", called("???"), called("!!!")),
    ("broken host", at("http://[a.b/"), at("http://[a.c/")),
]


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_the_same_document(one: Source, other: Source) -> None:
    assert identity_of(one) == identity_of(other)
    assert document_of(one) == document_of(other)


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in OTHER], ids=[row[0] for row in OTHER])
def test_another_document(one: Source, other: Source) -> None:
    assert identity_of(one) != identity_of(other)
    assert document_of(one) != document_of(other)


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=30))
def test_any_text_has_an_identity_of_fixed_length(url: str, doi: str, title: str) -> None:
    for source in (at(f"https://{url}", doi=doi, title=title), called(title)):
        assert len(document_of(source)) == 32


BOOK = world.source("book", url="https://example.org/book")
BOOK_AGAIN = world.source("again", url="http://www.example.org/book/")
OWN = world.source("own", url="https://example.org/own", speaker=Speaker.ORGANISATION)
MINE = world.source("mine", url="https://example.org/mine", speaker=Speaker.CONTRIBUTOR)
SEVERAL = world.content(
    sources=(BOOK, BOOK_AGAIN, OWN, MINE),
    illustrations=(
        world.illustration("3c", sources=("book", "again", "own")),
        world.illustration("3c", Stance.CONTRADICTS, sources=("book",)),
        world.illustration("3f", Stance.PARTLY, sources=("own", "mine")),
        world.illustration("1a", Stance.NOT_FOUND, sources=("book",)),
        world.illustration("2b", sources=("again",)),
    ),
)


def test_a_document_counts_once_a_claim_and_only_where_it_is_independent() -> None:
    document = document_of(BOOK)
    assert independent_sources_of(SEVERAL) == {("3c", document), ("2b", document)}


def test_totals_count_a_document_once_in_each_scope() -> None:
    uses = {("3c", "x"), ("3c", "y"), ("3f", "x"), ("2b", "x"), ("1a", "z")}
    assert count_documents(uses, {"3c": 3, "3f": 3, "2b": 2}) == {
        "claim:3c": 2, "claim:3f": 1, "claim:2b": 1, "claim:1a": 1, "model:3": 2, "model:2": 1, "all": 2,
    }  # fmt: skip


def test_without_uses_the_total_of_all_is_nothing() -> None:
    assert count_documents((), {"3c": 3}) == {"all": 0}
