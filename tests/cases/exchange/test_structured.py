"""The block of JSON-LD: whatever a text says, it stays inside."""

import json
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.vocabulary import CASEBOOK_AUTHOR
from cases.exchange.case_metadata import CaseMetadata, ImageMetadata
from cases.exchange.structured import block_text, case_data, site_data
from tests.world import source

SITE = "https://patchwork.example.org"
WHEN = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def case(**changes: object) -> CaseMetadata:
    """Guifi.net as programs get it."""
    facts: dict[str, object] = {
        "record": 7,
        "slug": "guifi-net",
        "title": "Guifi.net",
        "summary": "A network.",
        "language": "ca",
        "version": 2,
        "first_published_at": WHEN,
        "published_at": WHEN,
        "began": 2004,
    }
    return CaseMetadata(**facts | changes)  # type: ignore[arg-type]


class Scripts(HTMLParser):
    """What a browser takes for a script element, and what it takes for anything else."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.data: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.data.append(data)


@pytest.mark.parametrize(
    "words", ["</script><img src=x>", "<!--<script>", "]]>", "\u2028\u2029", "&lt;/script&gt;", "</SCRIPT\n>"]
)
def test_no_text_ends_the_block(words: str) -> None:
    block = block_text(case_data(case(title=words), SITE))
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(block)
    read = Scripts(f"<script>{block}</script>")
    assert read.tags == ["script"]
    assert json.loads("".join(read.data))["headline"] == words


@given(st.text())
def test_every_text_comes_back_as_it_was(words: str) -> None:
    assert json.loads(block_text({"name": words})) == {"name": words}


def test_a_case_says_what_it_has_and_nothing_empty() -> None:
    data = case_data(case(), SITE)
    assert data["@id"] == data["url"] == f"{SITE}/cases/guifi-net/"
    assert data["identifier"] == "tag:patchwork.example.org,2026:case/7"
    assert data["temporalCoverage"] == "2004"
    assert not {"citation", "about", "keywords", "image", "spatialCoverage"} & data.keys()


def test_sources_images_and_authors_are_named() -> None:
    image = ImageMetadata(key="a" * 32, alt="A mast", width=60, height=40)
    data = case_data(
        case(sources=(source(),), authors=("Amina", CASEBOOK_AUTHOR), image=image, is_going_on=True), SITE
    )
    assert data["author"] == [
        {"@type": "Person", "name": "Amina"},
        {"@type": "Organization", "name": CASEBOOK_AUTHOR},
    ]
    assert data["image"] == f"{SITE}/images/{'a' * 32}.webp"
    assert data["temporalCoverage"] == "2004/.."
    assert data["citation"] == [
        {
            "@type": "CreativeWork",
            "name": source().title,
            "author": "Roger Baig and others",
            "datePublished": "2015",
            "publisher": "Computer Networks",
            "url": "https://example.org/guifi",
        }
    ]


def test_a_case_without_names_has_an_author_all_the_same() -> None:
    assert case_data(case(), SITE)["author"] == [{"@type": "Organization", "name": "Patchwork contributors"}]


def test_cases_belong_to_the_data_set_of_the_site() -> None:
    graph = site_data(SITE, title="Cases", description="All.", language="en")["@graph"]
    assert isinstance(graph, list)
    assert case_data(case(), SITE)["isPartOf"] == {"@type": "Dataset", "@id": graph[1]["@id"]}
