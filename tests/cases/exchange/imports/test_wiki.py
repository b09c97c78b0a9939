"""A dump of a few pages: what becomes a case, what is said of it, and what is left aside."""

from pathlib import Path

import pytest

from cases.domain.content import CaseContent, Phase, Place
from cases.domain.vocabulary import Absence, SourceKind
from cases.exchange.imports.files import read_file
from cases.exchange.imports.found import Format, Found, NotAnImport, Options

DUMP = Path(__file__).with_name("dump.xml")


def read(*, history: bool = False, licence: str = "CC BY-SA 4.0") -> list[Found]:
    with DUMP.open("rb") as file:
        return list(read_file(file, Format.MEDIAWIKI, Options(licence=licence, history=history)))


@pytest.fixture
def item() -> Found:
    return read()[0]


@pytest.fixture
def case(item: Found) -> CaseContent:
    assert item.content is not None
    return item.content


def test_the_text_becomes_parts_in_markdown(case: CaseContent) -> None:
    assert {part.key: part.text for part in case.parts} == {
        "in-short": (
            "**L’Atelier** est un lieu.[@moi] Voir [[atelier-partagé|la maison]] et Ailleurs.\n\n"
            "## Choses\n\nmots"
        ),
        "how-it-began": "Fondé en 2004.[@moi; @exampleorg]\n\n- un\n    - deux",
    }


def test_the_box_and_the_categories_become_fields(case: CaseContent) -> None:
    assert (case.title, case.summary, case.language) == ("Atelier partagé", "L’Atelier est un lieu.", "fr")
    assert (case.began, case.ended, case.tags) == (2004, "now", ("ateliers france",))
    assert case.places == (Place(name="France", country="FR"),)
    assert case.phases == (Phase(start=2004, end=None, stage=6, model=3),)


def test_references_become_sources_and_the_page_is_one(case: CaseContent) -> None:
    book, web, own = case.sources
    assert (book.key, book.kind, book.authors, book.title) == (
        "moi",
        SourceKind.BOOK,
        "Ann Smith",
        "Les ateliers",
    )
    assert (book.year, book.publisher) == (2010, "Presse")
    assert (web.kind, web.url, web.year) == (SourceKind.WEB, "https://example.org/page", Absence.MISSING)
    assert (own.key, own.url) == ("wiki", "https://wiki.example.org/wiki/Atelier_partag%C3%A9")
    assert own.publisher == "Wiki des communs (CC BY-SA 4.0)"


def test_who_wrote_it_is_kept_and_no_address_of_a_machine(item: Found) -> None:
    assert item.note == (
        "From “Atelier partagé” in Wiki des communs, https://wiki.example.org/wiki/Atelier_partag%C3%A9: "
        "version 72 of 2021-05-01, of 3, by Alice, Čapek and people without an account. "
        "Licence: CC BY-SA 4.0."
    )
    assert "192.0.2" not in str(item)


def test_what_is_left_out_is_named_and_counted(item: Found) -> None:
    assert [problem.text for problem in item.remarks] == [
        "Templates left out: Boîte (2).",
        "HTML taken away, its words kept: script (1), span (1).",
        "Files left out; upload them by hand: Photo.jpg (1).",
        "Links to pages that are not in this file stand as words: 1.",
        "Sections that became parts: Histoire → How it began.",
        "Sections that no part of a case is known for stand under “In short”: Choses.",
        "The summary is the first sentence of the text. Look whether it says what the case is.",
    ]


def test_other_pages_are_left_aside_and_say_why() -> None:
    aside = read()[1:]
    assert all(item.skipped and item.content is None for item in aside)
    assert [item.problems[0].text.split(".")[0] for item in aside] == [
        "The page leads on to “Atelier partagé”",
        "The page is in namespace 10 (a template, a talk page or the like)",
        "The wiki hides the text of this page, or it is longer than a case can be",
        "The page holds json and no text of a wiki",
    ]


def test_the_history_gives_the_first_version_beside_the_last() -> None:
    first = read(history=True)[0].first
    assert first is not None
    assert [part.text for part in first.parts] == ["Un atelier. Il est partagé."]
    assert read()[0].first is None


def test_a_page_is_known_again_by_its_number_in_its_wiki(item: Found) -> None:
    assert item.origin == "https://wiki.example.org/wiki/Accueil#7"


def test_without_a_licence_nothing_is_read() -> None:
    with pytest.raises(NotAnImport, match="under which licence"):
        read(licence="")
