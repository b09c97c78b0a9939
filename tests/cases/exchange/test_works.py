"""Citing versions and snapshots."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from cases.exchange.bibtex_reading import read_bibtex
from cases.exchange.csl import read_csl
from cases.exchange.ris import read_ris
from cases.exchange.works import Work, as_bibtex, as_csl, as_ris, cite, in_style
from tests.strategies import lines

WORK = Work(
    key="guifi-net-3",
    title="Guifi.net: a network held in common, version 3",
    authors=("Amina", "Bruno van der Berg"),
    day=date(2026, 11, 26),
    url="https://patchwork.example/cases/guifi-net/history/3/",
)
DATA = replace(
    WORK,
    key="patchwork-2",
    title="Autumn 2026",
    authors=("Patchwork contributors",),
    is_data=True,
    version="2",
)


def test_a_version_is_cited_as_people_write_it() -> None:
    assert in_style(WORK, "apa") == (
        "Amina, & Bruno van der Berg. (2026, November 26). Guifi.net: a network held in common, version 3."
        " Patchwork. https://patchwork.example/cases/guifi-net/history/3/"
    )
    assert in_style(WORK, "chicago") == (
        "Amina, and Bruno van der Berg. 2026. “Guifi.net: a network held in common, version 3”."
        " Patchwork, November 26. https://patchwork.example/cases/guifi-net/history/3/."
    )


def test_a_snapshot_is_cited_as_data() -> None:
    assert in_style(DATA, "apa").startswith(
        "Patchwork contributors. (2026). Autumn 2026 (Version 2) [Dataset]. Patchwork."
    )
    assert "@dataset{patchwork-2," in as_bibtex(DATA)
    assert json.loads(as_csl(DATA))[0]["version"] == "2"


@pytest.mark.parametrize("title", ["<i>a</i> & b", '<span class="nocase">x</span>', "شبكة", "a tale of two"])
def test_a_title_is_never_markup_and_keeps_its_letters(title: str) -> None:
    work = replace(WORK, title=title)
    assert title in in_style(work, "apa")
    assert title in in_style(work, "chicago")


def test_a_work_of_nobody_and_one_of_many_are_cited_too() -> None:
    assert "Guifi.net" in in_style(replace(WORK, authors=()), "apa")
    many = tuple(f"Person {number}" for number in range(40))
    assert "…" in in_style(replace(WORK, authors=many), "apa")
    assert as_bibtex(replace(WORK, authors=many)).count("{Person ") == 40


@given(lines(limit=80, least=1))
@settings(max_examples=15)
def test_programs_read_the_title_and_the_names_back(text: str) -> None:
    work = replace(WORK, title=text, authors=(text,))
    cite(work)
    for read, write in ((read_bibtex, as_bibtex), (read_ris, as_ris), (read_csl, as_csl)):
        (source,) = read(write(work)).sources
        assert "".join(source.title.split()) == "".join(text.split())
        assert source.url == work.url
        assert source.year == 2026
