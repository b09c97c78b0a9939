"""Citations as reference managers write them: what is read, what is refused, and what is said of it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.domain.content import Source
from cases.domain.vocabulary import Absence, SourceKind
from cases.exchange.bibtex import write_bibtex
from cases.exchange.bibtex_reading import read_bibtex
from cases.exchange.citations import Cited, NotCitations
from cases.exchange.csl import read_csl, write_csl
from cases.exchange.pasted import read_pasted
from cases.exchange.ris import read_ris, write_ris

BIBTEX = r"""
@article{Baig:2015,
  title = {{Guifi.net}, a 100% crowdsourced network of B\"urger & friends},
  author = {Baig, Roger and {World Bank} and others},
  journal = {Computer Networks}, year = 2015, doi = {https://doi.org/10.1016/j.comnet.2015.07.009},
  url = {https://example.org/a_b%20c}, urldate = {2026-11-23}
}
"""
RIS = """TY  - JOUR
AU  - Baig, Roger
AU  - Freitag, Felix
TI  - Guifi.net
JO  - Computer Networks
PY  - 2015/08/01
UR  - https://example.org/a;b
Y2  - 2026/11/23
ER  -
"""
CSL = json.dumps(
    {
        "id": "x",
        "type": "article-journal",
        "title": "Guifi.net",
        "author": [{"given": "Roger", "family": "Baig"}, {"literal": "World Bank"}],
        "container-title": ["Computer Networks"],
        "issued": {"date-parts": [[2015, 8]]},
        "DOI": "10.1016/x",
    }
)


def only(text: str) -> Source:
    (source,) = read_pasted(text).sources
    return source


def remarks(text: str) -> str:
    return " ".join(remark.text for remark in read_pasted(text).remarks)


def refusal(text: str) -> str:
    with pytest.raises(NotCitations) as refused:
        read_pasted(text)
    return str(refused.value)


def test_bibtex_is_read_with_its_latex() -> None:
    source = only(BIBTEX)
    assert source.title == "Guifi.net, a 100% crowdsourced network of Bürger & friends"
    assert source.authors == "Roger Baig, World Bank and others"
    assert (source.year, source.publisher, source.kind) == (2015, "Computer Networks", SourceKind.PAPER)
    assert (source.url, source.accessed) == ("https://example.org/a_b%20c", "2026-11-23")
    assert source.doi == "10.1016/j.comnet.2015.07.009"


def test_ris_is_read() -> None:
    source = only(RIS)
    assert source.authors == "Roger Baig and Felix Freitag"
    assert (source.year, source.publisher, source.url) == (
        2015,
        "Computer Networks",
        "https://example.org/a;b",
    )
    assert source.accessed == "2026-11-23"


def test_csl_is_read() -> None:
    source = only(CSL)
    assert (source.authors, source.publisher) == ("Roger Baig and World Bank", "Computer Networks")
    assert (source.year, source.doi) == (2015, "10.1016/x")


@pytest.mark.parametrize(
    "typed",
    ["10.1000/182", "doi:10.1000/182", "DOI: 10.1000/182", "https://doi.org/10.1000/182",
     "http://dx.doi.org/10.1000%2F182"],
)  # fmt: skip
def test_a_doi_is_known_however_it_is_written(typed: str) -> None:
    assert (only(typed).doi, only(typed).url) == ("10.1000/182", "")


def test_addresses_stand_one_a_line() -> None:
    found = read_pasted(" https://example.org/a \n\nhttps://example.org/b").sources
    assert [source.url for source in found] == ["https://example.org/a", "https://example.org/b"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "Line 1 is neither a DOI nor an address"),
        ("https://example.org/\njavascript:x()", "Line 2 is neither"),
        ("", "There is no entry"),
        ("x" * 100_001, "more than 100000 characters"),
        ("\n".join(["10.1000/1"] * 21), "21 entries; at most 20"),
        ("@book{a, title={x}}@book{a, title={y}}", "“a” is there twice"),
        ("@book{a, title={x}, title={y}}", "“a” has the field “title” twice"),
        ("@book{a, title={x}}\n@book{b, title={x", "begins in line 2 cannot be read"),
        ("@book{a, title=" + "{" * 40 + "}" * 40 + "}", "too many braces"),
        ("{", "Line 1, column 2: this is not JSON"),
        ("[" * 100_000, "too deep"),
        ("[]", "There is no entry"),
        ('["x"]', "Entry 1 has no title, DOI or URL"),
        ('{"title": ' + "9" * 5000 + "}", "a number that is too long"),
        ("TY  - JOUR\nTI  - x\n", "begins in line 1 has no end"),
        ("TY  - JOUR\nER  -\nhello", "Line 3 stands in no entry"),
        ("TY  - JOUR\nTI  - x\nTY  - JOUR\nER  -", "begins in line 1 has no end"),
        ("TY  - JOUR\nwords", "Line 2 has no tag"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place_and_the_fix(text: str, said: str) -> None:
    assert said in refusal(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@sculpture{a, title={x}}", "“a” is of the type “sculpture”"),
        ("TY  - ABCD\nTI  - Wool\nER  -", "“Wool” is of the type “ABCD”"),
        ('{"title": "Wool", "type": "sculpture"}', "“Wool” is of the type “sculpture”"),
        ("@book{a, title={x}, volume={3}, pages={4}}", "no field for: pages, volume"),
        ("TY  - BOOK\nTI  - x\nVL  - 3\nQQ  - 4\nER  -", "no field for: QQ, volume"),
        ('{"title": "x", "type": "book", "volume": 3}', "no field for: volume"),
        ("@article{a, title={x}, journal={J}, publisher={P}}", "no field for: publisher"),
        ("TY  - BOOK\nTI  - x\nDO  - 10.1/a\nDO  - 10.1/b\nER  -", "no field for: doi"),
        ("@book{a, title={x}, year={forthcoming}}", "“a” has the year “forthcoming”"),
        ("@book{a, title={x}}\nnot an entry", "Line 2 stands outside of all entries"),
        ('{"title": "x", "type": "book", "author": [{}]}', "An author of “x” cannot be read"),
    ],
)
def test_what_a_source_has_no_place_for_is_said(text: str, said: str) -> None:
    assert said in remarks(text)


@pytest.mark.parametrize("text", [r'{"title": "a\u0000b\ud800c"}', "@misc{a, title={a\x00b c}}"])
def test_no_text_holds_what_a_database_refuses(text: str) -> None:
    assert only(text).title == "a b c"


def test_latex_reads_no_file() -> None:
    assert only(r"@misc{a, title={x \input{/etc/hostname}}}").title == "x"


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from(" -'`{}\\%&$#_~^,;\""),
    max_size=30,
).map(lambda text: " ".join(text.split()))
sources = st.builds(
    Source,
    key=st.from_regex(r"[a-z][a-z0-9_-]{0,20}", fullmatch=True),
    kind=st.sampled_from(SourceKind),
    title=words.filter(bool),
    authors=words,
    year=st.integers(1000, 2100) | st.sampled_from([Absence.MISSING, Absence.NOT_KNOWN]),
    publisher=words,
    url=st.sampled_from(["", "https://example.org/a_b%20c?d=1&e;f#g", "http://example.org/~x"]),
    doi=st.sampled_from(["", "10.1000/182", "10.1002/(SICI)1097-4571(199806)49:8<693::AID>3.0.CO;2-O"]),
    accessed=st.sampled_from(["", "2026-11-23"]),
)
Read = Callable[[str], Cited]
Write = Callable[[Iterable[Source]], str]


@pytest.mark.parametrize(
    ("read", "write"),
    [(read_bibtex, write_bibtex), (read_ris, write_ris), (read_csl, write_csl)],
    ids=["bibtex", "ris", "csl"],
)
@settings(max_examples=15, deadline=None)
@given(st.lists(sources, min_size=1, max_size=3, unique_by=lambda source: source.key))
def test_what_is_written_is_read_again(read: Read, write: Write, written: list[Source]) -> None:
    if read is read_ris:
        # A comma parts a last name from a first one there, and that is what it is read as.
        written = [replace(source, authors=source.authors.replace(",", "")) for source in written]
        written = [replace(source, authors=" ".join(source.authors.split())) for source in written]
    cited = read(write(written))
    assert list(cited.sources) == written
    assert cited.remarks == ()
