"""The search as a reader meets it: on the list of cases, in the field, and in the browser."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from cases.actions import off_page
from tests import world
from tests.kept import kept


@kept
def two(amina: User, chiara: User) -> None:
    """A case in Spain that speaks of a supply chain, and one in Canada that does not."""
    chain = world.content("Guifi.net", open_questions=("Who plans the supply chain of antennas?",))
    world.published(chain, by=amina, reviewer=chiara)
    world.published(world.content("Stocksy"), by=amina, reviewer=chiara)


def read(client: Client, **query: str) -> str:
    """The page with its spaces made one, none beside a tag."""
    answer = client.get("/cases/", query)
    assert answer.status_code == 200
    return re.sub(r"(?<=>)\s+|\s+(?=<)", "", re.sub(r"\s+", " ", answer.content.decode()))


def test_matches_are_bold_in_title_and_summary_and_quoted_from_elsewhere(stranger: Client, two: None) -> None:
    text = read(stranger, q="guifi chain")
    assert "<b>Guifi</b>.net</a>" in text
    assert "Who plans the supply<b>chain</b>of antennas?</p>" in text
    assert 'value="guifi chain"' in text


def test_the_code_of_a_claim_leads_to_it(stranger: Client, two: None) -> None:
    assert '<a href="/claims/3f/">3f</a>' in read(stranger, q="3f")


def test_claims_that_match_are_named(stranger: Client, two: None) -> None:
    text = read(stranger, q="supply chain")
    assert "Claims matching “supply chain”:" in text
    assert '<a href="/claims/3f/">3f</a>' in text
    assert "Claims matching" not in read(stranger, q="antennas")


def test_a_mistyped_word_shows_what_was_meant_and_leads_back(stranger: Client, two: None) -> None:
    text = read(stranger, q="antenans", country="ES")
    assert "Showing results for<b><bdi>antennas</bdi></b>" in text
    assert 'href="?q=antenans&amp;country=ES&amp;as_typed=1"' in text
    assert 'href="/cases.csv?q=antennas&amp;country=ES"' in text
    typed = read(stranger, q="antenans", country="ES", as_typed="1")
    assert "<b>0 of 2 cases" in typed
    assert "Showing results for" not in typed


def test_the_best_come_first_unless_another_order_is_asked_for(stranger: Client, two: None) -> None:
    best, by_title = read(stranger, q="stocksy OR guifi"), read(stranger, q="stocksy OR guifi", sort="title")
    assert best.index("<b>Stocksy</b>") < best.index("<b>Guifi</b>.net</a>")
    assert by_title.index("<b>Guifi</b>.net</a>") < by_title.index("<b>Stocksy</b>")
    assert 'href="/cases.csv?q=stocksy+OR+guifi&amp;sort=title"' in by_title


def test_what_was_read_otherwise_is_said(stranger: Client, two: None) -> None:
    assert "A quotation mark is not closed." in read(stranger, q='"guifi net')
    assert "There is no word in this search." in read(stranger, q='"')


@pytest.mark.parametrize(
    "words",
    [
        '"', '""', "'", "(", ")))((", "*", "-", "AND", "NOT NOT", "a OR", "x" * 200, '"a' * 60, "(-" * 90,
        "a:b", "{title} : x", "NEAR(a b)", "^a", "a + b", "\\", "%", "_", ";--", "' OR 1=1", "!a & b | c",
        "a:*", "<->", "'#1'", "¶", "\u202e", "🧵", "開源", "\u0301", "ﬁ", "ß", "İ", "\ufffe", "a\u2028b",
    ],
)  # fmt: skip
def test_no_search_breaks_the_page(stranger: Client, db: None, words: str) -> None:
    assert stranger.get("/cases/", {"q": words}).status_code == 200
    assert stranger.get("/suggestions/", {"q": words}).status_code == 200
    assert stranger.get("/cases.csv", {"q": words}).status_code == 200


def test_too_long_a_search_comes_back_to_be_shortened(stranger: Client) -> None:
    answer = stranger.get("/cases/", {"q": "a" * 201})
    assert answer.status_code == 400
    assert "The search has 201 characters. Shorten it to 200." in answer.content.decode()
    assert f'value="{"a" * 201}"' in answer.content.decode()
    assert stranger.get("/cases/?q=a%00b").status_code == 400
    assert stranger.get("/cases/?q=a&as_typed=2").status_code == 400


def test_text_of_cases_is_text_where_words_are_bold(stranger: Client, amina: User, chiara: User) -> None:
    hostile = "<script>zeppelin()</script> &lt;b&gt; <b>zeppelin"
    what = world.content(f"T {hostile}", summary=f"S {hostile}", open_questions=(f"Q airship {hostile}",))
    world.published(what, by=amina, reviewer=chiara)
    text = read(stranger, q="zeppelin airship script b")
    assert "<script>zeppelin" not in text
    assert "&lt;<b>script</b>&gt;<b>zeppelin</b>()&lt;/<b>script</b>&gt;" in text
    assert "&amp;lt;<b>b</b>&amp;gt;" in text
    assert "Q<b>airship</b>&lt;" in text


def test_a_hidden_case_is_nowhere(stranger: Client, amina: User, chiara: User) -> None:
    case = world.published(world.content("Zeppelin", tags=("airships",)), by=amina, reviewer=chiara)
    world.published(world.content("Stocksy"), by=amina, reviewer=chiara)
    off_page.hide_case(record=case.record, by=chiara, reason="copyright")
    for words in ("zeppelin", "zepelin", "airships", "zep*", "-stocksy"):
        text = read(stranger, q=words)
        assert "<b>0 of 1 cases" in text
        assert "Zeppelin" not in text
        assert "Showing results" not in text
    for words in ("zep", "airsh"):
        assert json.loads(stranger.get("/suggestions/", {"q": words}).content)[1] == []


def test_what_is_typed_is_completed_in_the_words_of_opensearch(stranger: Client, two: None) -> None:
    answer = stranger.get("/suggestions/?q=ante")
    assert answer["Content-Type"] == "application/x-suggestions+json"
    assert json.loads(answer.content) == ["ante", ["antennas"]]
    assert json.loads(stranger.get("/suggestions/", {"q": "a" * 300}).content)[1] == []
    assert stranger.get("/suggestions/?q=a&q=b").status_code == 400


def test_browsers_learn_how_the_site_is_searched(stranger: Client) -> None:
    answer = stranger.get("/opensearch.xml")
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    urls = {url.get("type"): url.get("template") for url in ET.fromstring(answer.content).iter(f"{name}Url")}  # noqa: S314 (our own)
    assert urls["text/html"] == f"{settings.SITE_URL}/cases/?q={{searchTerms}}"
    assert urls["application/x-suggestions+json"] == f"{settings.SITE_URL}/suggestions/?q={{searchTerms}}"
    assert '<link rel="search"' in read(stranger)


def test_the_order_follows_words_that_come_by_htmx(stranger: Client, two: None) -> None:
    answer = stranger.get("/cases/", {"q": "guifi"}, headers={"hx-request": "true"})
    assert '<fieldset id="order" hx-swap-oob="true">' in answer.content.decode()
    assert "Best first" in answer.content.decode()
    assert "Best first" not in read(stranger)
