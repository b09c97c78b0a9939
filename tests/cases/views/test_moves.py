"""The moves as ribbons, from cell to cell, one by one, as CSV, JSON and a picture."""

import csv
import html
import io
import json
import re
from collections import Counter

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.content import Phase, Place
from cases.queries.browse import PAGE_SIZE
from tests import world
from tests.kept import kept
from tests.project.hostile import read_text

PAGES = ("/moves/", "/moves/table/", "/moves.csv", "/moves.json", "/moves.svg")
QUERIES = ("", "country=ES", "country=FI&from=6-3", "from=6-3", "to=7-3", "from=6-3&to=7-3", "lang=fr")


@kept
def three(amina: User, chiara: User) -> None:
    """Guifi.net moves by its stage, Linux by its model, and one stays."""
    world.published(world.content(), by=amina, reviewer=chiara)
    linux = world.content(
        "Linux: who pays",
        phases=(
            Phase(start=1991, end=1998, stage=6, model=3),
            Phase(start=1998, end=None, stage=6, model=2, reason="Firms pay most of the work."),
        ),
        places=(Place(name="There", country="FI"),),
        began=1991,
    )
    world.published(linux, by=amina, reviewer=chiara)
    stays = world.content("Stays", phases=(Phase(start=1990, end=None, stage=6, model=3),), began=1990)
    world.published(stays, by=amina, reviewer=chiara)


def text_of(client: Client, address: str) -> str:
    return client.get(address).getvalue().decode()


def lines_of(client: Client, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(client, f"/moves.csv?{query}"), newline="")))


def of_csv(client: Client, query: str) -> dict[str, int]:
    """How many cases made each move, counted from the lines."""
    made = {
        (
            f"{row['from_stage'] or 0}-{row['from_model']}>{row['to_stage'] or 0}-{row['to_model']}",
            row["case"],
        )
        for row in lines_of(client, query)
    }
    return Counter(move for move, _case in made)


def of_json(client: Client, query: str) -> dict[str, int]:
    answer = json.loads(text_of(client, f"/moves.json?{query}"))
    made = {(f"{row['from']}>{row['to']}", row["case"]) for row in answer["moves_made"]}
    assert Counter(move for move, _case in made) == {key_of(row): row["cases"] for row in answer["moves"]}
    assert answer["cases_shown"] == len({case for _move, case in made})
    return {key_of(row): row["cases"] for row in answer["moves"]}


def key_of(row: dict[str, dict[str, int | None]]) -> str:
    return ">".join(f"{row[side]['stage'] or 0}-{row[side]['model']}" for side in ("from", "to"))


def of_page(client: Client, query: str) -> dict[str, int]:
    """The numbers of the table of the page, those of the moves that are asked for."""
    links = re.findall(
        r'href="[^"]*from=(\d-\d)&amp;to=(\d-\d)"\s*(aria-current="true")?\s*>(\d+)<',
        text_of(client, f"/moves/?{query}"),
    )
    narrows = "from=" in query or "to=" in query
    return {f"{old}>{new}": int(number) for old, new, asked, number in links if asked or not narrows}


def ribbons_of(client: Client, query: str) -> set[str]:
    return set(re.findall(r'<h3>\s*<a[^>]*href="/cases/([^/]+)/"', text_of(client, f"/moves/?{query}")))


@pytest.mark.parametrize("query", QUERIES)
def test_page_table_csv_and_json_say_the_same(three: None, stranger: Client, query: str) -> None:
    assert of_page(stranger, query) == of_csv(stranger, query) == of_json(stranger, query)
    cases = {row["case"] for row in lines_of(stranger, query)}
    assert ribbons_of(stranger, query) == cases
    table = text_of(stranger, f"/moves/table/?{query}").split("<main")[1]
    assert set(re.findall(r'scope="rowgroup"[^>]*>\s*<a[^>]*href="/cases/([^/]+)/"', table)) == cases


def test_each_number_leads_to_the_cases_that_it_counts(three: None, stranger: Client) -> None:
    text = text_of(stranger, "/moves/?lang=en")
    links = re.findall(r'href="(/moves/\?lang=en&amp;(?:from|to)=[^"]*)"\s*>(\d+)<', text)
    assert len(links) == 5  # two moves, one row, two columns
    for address, number in links:
        query = address.replace("&amp;", "&").partition("?")[2]
        assert len(ribbons_of(stranger, query)) == int(number)


def test_a_move_is_told_with_its_reason_and_the_sources_of_its_case(three: None, stranger: Client) -> None:
    (line,) = lines_of(stranger, "country=FI")
    assert (line["case"], line["year"], line["reason"]) == (
        "linux-who-pays",
        "1998",
        "Firms pay most of the work.",
    )
    assert line["sources"].endswith("https://example.org/guifi")
    text = text_of(stranger, "/moves/table/?country=FI")
    assert "Firms pay most of the work." in text
    assert 'href="/cases/linux-who-pays/#source-baig2015"' in text


def test_a_move_without_a_reason_asks_for_one(amina: User, chiara: User, stranger: Client) -> None:
    phases = (Phase(start=2000, end=2001, stage=1, model=1), Phase(start=2001, end=None, stage=2, model=1))
    world.published(world.content(phases=phases), by=amina, reviewer=chiara)
    answer = stranger.get("/moves/table/")
    assert "No reason is given yet. Give one (Guifi.net, 2001)" in read_text(answer)
    assert 'href="/cases/guifi-net/edit/"' in answer.content.decode()


def test_a_ribbon_is_told_in_words(three: None, stranger: Client) -> None:
    text = read_text(stranger.get("/moves/"))
    assert "1991–1998: stage 6, Peer production, in Civic commons" in text
    assert "1998 to now: stage 6, Peer production, in Captured commons" in text
    assert "stays at 6, changes model in 1998" in text
    assert "6 → 7 in 2008" in text
    assert "Years before 1990 are drawn narrower." not in text


def test_early_years_are_narrower_and_the_page_says_so(three: None, amina: User, chiara: User) -> None:
    old = world.content(
        "Old", began=1943,
        phases=(
            Phase(start=1943, end=1956, stage=1, model=1),
            Phase(start=1956, end=2000, stage=None, model=1, no_stage_reason="A state took it."),
        ),
        ended=2000,
    )  # fmt: skip
    world.published(old, by=amina, reviewer=chiara)
    text = read_text(Client().get("/moves/"))
    assert "Years before 1990 are drawn narrower." in text
    assert "1956–2000: the hierarchy does not apply, in Proprietary" in text
    assert "1 → – in 1956 · ended 2000" in text


SENTENCES = [
    ("", "2 of 3 cases moved."),
    ("country=ES", "Of the cases that fit the filters (2), 1 moved."),
    ("from=6-3", "2 of 3 cases moved away from stage 6 in Civic commons."),
    ("to=7-3", "1 of 3 cases moved to stage 7 in Civic commons."),
    ("from=6-3&to=0-1", "0 of 3 cases moved from stage 6 in Civic commons to no stage in Proprietary."),
    ("from=6-3&lang=en", "Of the cases that fit the filters (3), 2 moved away from stage 6 in Civic"),
    ("to=7-3&lang=en", "Of the cases that fit the filters (3), 1 moved to stage 7 in Civic commons."),
    ("from=6-3&to=7-3&lang=en", "Of the cases that fit the filters (3), 1 moved from stage 6 in Civic"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "sentence"), SENTENCES)
def test_the_result_is_told_in_one_sentence(three: None, stranger: Client, query: str, sentence: str) -> None:
    for page in ("/moves/", "/moves/table/"):
        assert sentence in read_text(stranger.get(f"{page}?{query}"))


def test_the_finding_follows_the_data(three: None, stranger: Client) -> None:
    text = read_text(stranger.get("/moves/"))
    assert (
        "The most frequent moves, made by 1 case each, are from stage 6 in Civic commons to stage 6" in text
    )
    assert "More cases moved to a later stage (1) than to an earlier one (0)." in text
    assert "Of those that changed the value model, most moved to Captured commons (1)." in text


def test_nothing_left_names_the_filter_to_remove(three: None, stranger: Client) -> None:
    text = read_text(stranger.get("/moves/?from=7-3&lang=en"))
    assert "No case fits all of these filters. Remove “From stage 7 in Civic commons” (2 cases)" in text


def test_without_cases_and_without_moves_the_page_says_so(
    amina: User, chiara: User, stranger: Client
) -> None:
    empty = read_text(stranger.get("/moves/"))
    assert "No case is published yet, so nothing has moved." in empty
    stays = world.content(phases=(Phase(start=2000, end=None, stage=1, model=1),))
    world.published(stays, by=amina, reviewer=chiara)
    still = read_text(stranger.get("/moves/"))
    assert "The one case has not moved." in still
    assert "A move is seen when a case has two phases or more." in still
    assert "<table" not in stranger.get("/moves/").content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query", ["country=XX", "from=8-1", "to=x", "from=6-2&from=1-1", "to=6-2>1-1", "from=6"]
)
def test_a_value_that_no_filter_has_is_a_400(stranger: Client, page: str, query: str) -> None:
    assert stranger.get(f"{page}?{query}").status_code == 400


def test_a_wrong_cell_is_refused_in_words(stranger: Client) -> None:
    text = stranger.get("/moves/?to=9-9").content.decode()
    assert "The address gives “to” a cell that does not exist. Write it as stage-model, such as 3-2;" in text


@pytest.mark.parametrize(
    ("query", "status"), [("after=x", 400), ("after=1.a&before=1.a", 400), ("from=", 200)]
)
def test_a_place_that_no_list_has_is_a_400(stranger: Client, query: str, status: int) -> None:
    assert stranger.get(f"/moves/?{query}").status_code == status


@pytest.mark.parametrize("page", ["/moves/", "/moves/table/"])
def test_lists_page_by_key_and_keep_the_filters(
    amina: User, chiara: User, stranger: Client, page: str
) -> None:
    for number in range(PAGE_SIZE + 1):
        world.published(world.content(f"Case {number:02}"), by=amina, reviewer=chiara)
    first = text_of(stranger, f"{page}?from=6-3")
    after = re.search(r'href="([^"#]+after=[^"#]+)', first)
    assert after is not None
    assert "from=6-3" in after.group(1)
    second = text_of(stranger, after.group(1).replace("&amp;", "&"))
    assert "Case 20" in second
    assert "Case 19" not in second


def test_with_htmx_only_the_results_and_the_live_sentence_come(three: None, stranger: Client) -> None:
    text = stranger.get("/moves/?to=7-3", headers={"HX-Request": "true"}).content.decode()
    assert "<h1" not in text
    assert 'id="live" role="status" class="vh" hx-swap-oob="innerHTML"' in text
    assert re.search(
        r'<option id="count-from-6-3"\s+hx-swap-oob="innerHTML">\s*stage 6 in Civic commons \(1\)', text
    )


def test_a_waiting_case_is_nowhere(three: None, amina: User, stranger: Client) -> None:
    world.submitted(world.content("Hidden so far"), by=amina)
    assert not [page for page in PAGES if "Hidden so far" in text_of(stranger, page)]


def test_the_picture_says_what_it_is_and_where_it_is_from(three: None, stranger: Client) -> None:
    answer = stranger.get("/moves.svg?from=6-3&country=ES")
    words = re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode()))
    for said in (
        "Cases that moved", "\u2068Guifi.net\u2069", "moved away from stage 6", "/moves/?from=6-3&country=ES",
        "Licence: CC0", "Country: \u2068Spain\u2069",
    ):  # fmt: skip
        assert said in words


def test_json_says_date_licence_filters_and_address(three: None, stranger: Client) -> None:
    answer = json.loads(text_of(stranger, "/moves.json?to=7-3&country=ES"))
    assert answer["licence"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert answer["filters"] == {"to": "7-3", "country": "ES"}
    assert answer["address"].endswith("/moves/?to=7-3&country=ES")
    assert (answer["cases_in_all"], answer["cases_found"], answer["cases_moved"]) == (3, 2, 1)


def test_the_matrix_leads_to_the_moves_of_its_filters(three: None, stranger: Client) -> None:
    assert 'href="/moves/?country=ES"' in text_of(stranger, "/matrix/?country=ES&at=2005")
