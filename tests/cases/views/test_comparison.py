"""The comparison as a page: its rows, its controls, choosing cases, and what it refuses."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.content import Part
from cases.domain.vocabulary import Absence, Stance
from tests import world
from tests.kept import kept
from tests.project.hostile import read_text

Counting = Callable[[int], AbstractContextManager[object]]
TWO = "case=guifi-net&case=linux"
NAMES = ("Guifi.net", "Linux", "Sensorica", "SEWA", "Debian")


@kept
def five(amina: User, chiara: User) -> None:
    """Guifi.net supports 3c; Linux contradicts it, and has three kinds of absence."""
    linux = world.content(
        "Linux",
        illustrations=(
            world.illustration("3c", Stance.CONTRADICTS, note="Firms pay."),
            world.illustration("3f", Stance.NOT_FOUND, note="Read all.", sources=()),
        ),
        parts=(
            Part(key="in-short", text=" ".join(["word"] * 61)),
            Part(key="skills", absence=Absence.NOT_FOUND, note="Read three reports."),
            Part(key="market", absence=Absence.NOT_KNOWN),
            Part(key="state", absence=Absence.DOES_NOT_APPLY),
        ),
    )
    for what in (world.content(), linux, *(world.content(name) for name in NAMES[2:])):
        world.published(what, by=amina, reviewer=chiara)


def text_of(client: Client, query: str, status: int = 200) -> str:
    answer = client.get(f"/compare/?{query}")
    assert answer.status_code == status
    return answer.content.decode()


def words_of(client: Client, query: str) -> str:
    return read_text(client.get(f"/compare/?{query}"))


def heads(text: str) -> list[str]:
    """The names over the columns of the first table."""
    head = text.split("<thead>")[1].partition("</tr>")[0]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<bdi>(.*?)</bdi>", head)]


def rows(text: str) -> list[str]:
    return re.findall(r'<tr id="row-([\w-]+)"', text)


def test_columns_stand_in_the_order_of_the_address_and_each_case_once(five: None, stranger: Client) -> None:
    assert heads(text_of(stranger, TWO)) == ["Guifi.net", "Linux"]
    assert heads(text_of(stranger, "case=linux&case=guifi-net&case=linux")) == ["Linux", "Guifi.net"]


def test_where_they_disagree_is_said_first_and_in_words(five: None, stranger: Client) -> None:
    words = words_of(stranger, TWO)
    assert "They disagree on the 1 claim that at least two of them touch." in words
    dispute = words.split("Where they disagree")[1][:250]
    assert "Supports : Guifi.net" in dispute
    assert "Contradicts : Linux" in dispute
    agreed = words_of(stranger, "case=guifi-net&case=sewa")
    assert "touch 1 claim, and no two take opposed stances on it" in agreed
    assert "Where they disagree" not in agreed


def test_a_cell_says_stance_note_and_sources_and_leads_to_the_case(five: None, stranger: Client) -> None:
    text = text_of(stranger, TWO)
    assert 'href="/cases/linux/#claim-3c"' in text
    assert 'href="/claims/3c/"' in text
    assert "Contradicts : Linux on claim 3c Firms pay. 1 source" in words_of(stranger, TWO)
    assert 'href="/contribute/?case=guifi-net&amp;claim=3f"' in text


def test_claims_that_fewer_than_two_touch_are_closed(five: None, stranger: Client) -> None:
    closed = text_of(stranger, TWO).split('<details class="cmp-more')[1].split("</details>")[0]
    assert rows(closed) == ["3f"]
    assert "<details open" not in closed


def test_absences_are_told_apart(five: None, stranger: Client) -> None:
    words = words_of(stranger, TWO)
    for said in (
        "Not written. Write it",
        "Not known",
        "Does not apply",
        "Looked for, not found: Read three reports.",
    ):
        assert said in words, said
    assert 'href="/contribute/?case=guifi-net&amp;part=state"' in text_of(stranger, TWO)


def test_a_long_part_ends_with_a_link_to_read_on(five: None, stranger: Client) -> None:
    words, text = words_of(stranger, TWO), text_of(stranger, TWO)
    assert f"{'word ' * 59}word…" in words
    assert "Read on in Linux: In short" in words
    assert 'href="/cases/linux/#in-short"' in text
    assert "Read on in Guifi.net" not in words


def test_only_rows_that_differ_are_shown_when_asked(five: None, stranger: Client) -> None:
    everything, differing = text_of(stranger, TWO), text_of(stranger, f"{TWO}&differ=1")
    alike = re.findall(r'<tr id="row-([\w-]+)"\s+class="same"', everything)
    assert rows(differing) == [row for row in rows(everything) if row not in alike]
    assert f"{len(rows(everything))} rows, {len(rows(differing))} of them different." in words_of(
        stranger, TWO
    )
    assert f'href="/compare/?{TWO.replace("&", "&amp;")}&amp;differ=1"' in everything


def test_rows_that_are_alike_stay_in_the_tree_and_say_so(five: None, stranger: Client) -> None:
    row = text_of(stranger, TWO).split('id="row-language"')[1].split("</tr>")[0]
    assert "alike in all" in row
    assert row.count("English") == 2
    assert "hidden" not in row


def test_heads_and_groups_have_their_scopes(five: None, stranger: Client) -> None:
    text = text_of(stranger, TWO)
    assert text.count('<th scope="col">') == 3 * 2
    assert re.findall(r'<th scope="colgroup" colspan="(\d)">', text) == ["3"] * 5
    assert len(re.findall(r'<th scope="row">', text)) == len(rows(text)) + 1
    regions = re.findall(r'role="region"\s+tabindex="0"\s+aria-labelledby="([\w-]+)"', text)
    assert regions == ["compared-moves", "compared-others", "compared-parts"]
    assert all(f'<caption id="{region}"' in text for region in regions)


LINKED = [
    (TWO, "case=linux&case=guifi-net"),  # swapped
    (f"{TWO}&case=sewa", "case=linux&case=guifi-net&case=sewa"),  # Linux moved towards the first
    (f"{TWO}&case=sewa", "case=guifi-net&case=sewa&case=linux"),  # and towards the last
    (f"{TWO}&case=sewa&differ=1", "case=guifi-net&case=sewa&differ=1"),  # and removed
    (f"{TWO}&stack=1", TWO),
]


@pytest.mark.parametrize(("query", "address"), LINKED)
def test_columns_are_swapped_moved_and_removed_by_links(
    five: None, stranger: Client, query: str, address: str
) -> None:
    assert f'href="/compare/?{address.replace("&", "&amp;")}"' in text_of(stranger, query)


def test_there_is_no_room_for_a_fifth(five: None, stranger: Client) -> None:
    assert 'id="add"' in text_of(stranger, f"{TWO}&case=sewa")
    assert 'id="add"' not in text_of(stranger, f"{TWO}&case=sewa&case=debian")


def test_the_files_have_the_parameters_of_the_page(five: None, stranger: Client) -> None:
    text = text_of(stranger, f"{TWO}&differ=1&stack=1")
    for file in ("compare.csv", "compare.json"):
        assert f'href="/{file}?case=guifi-net&amp;case=linux&amp;differ=1"' in text
    assert 'href="/compare/?case=guifi-net&amp;case=linux&amp;differ=1&amp;stack=1"' in text


def test_stacked_the_same_rows_stand_case_by_case(five: None, stranger: Client) -> None:
    text = text_of(stranger, f"{TWO}&stack=1")
    assert "<table" not in text
    assert text.count('<section class="stack') == 2
    assert text.count("<dt>") == 2 * len(rows(text_of(stranger, TWO)))


# --- choosing -------------------------------------------------------------------------------------


def test_without_a_case_there_is_a_choice_and_pairs(five: None, stranger: Client) -> None:
    text, words = text_of(stranger, ""), words_of(stranger, "")
    assert text.count('name="add"') == 2
    assert '<option value="Sensorica">' in text
    assert "Disagree on 3c Guifi.net supports what Linux contradicts" in words
    assert 'href="/compare/?case=guifi-net&amp;case=linux"' in text


def test_one_case_waits_for_another(five: None, stranger: Client) -> None:
    text = text_of(stranger, "case=linux")
    assert "is chosen. One more is needed." in words_of(stranger, "case=linux")
    assert '<input type="hidden" name="case" value="linux">' in text
    assert text.count('name="add"') == 1


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("add=Guifi.net&add=linux", "case=guifi-net&case=linux"),
        (f"{TWO}&add=SEWA", f"{TWO}&case=sewa"),
        (f"{TWO}&differ=1&stack=1&add=SEWA", f"{TWO}&case=sewa&differ=1&stack=1"),
        (f"{TWO}&add=Linux", TWO),
        ("add=Guifi.net&add=", "case=guifi-net"),
    ],
)
def test_a_name_that_is_found_becomes_part_of_the_address(
    five: None, stranger: Client, query: str, address: str
) -> None:
    assert stranger.get(f"/compare/?{query}").headers["Location"] == f"/compare/?{address}"


def test_a_name_of_several_cases_asks_which(five: None, amina: User, chiara: User, stranger: Client) -> None:
    for title in ("Open Food Network", "OpenSSL"):
        world.published(world.content(title), by=amina, reviewer=chiara)
    text = text_of(stranger, "case=linux&add=open")
    assert 'href="/compare/?case=linux&amp;case=open-food-network"' in text
    assert 'href="/compare/?case=linux&amp;case=openssl"' in text


def test_a_name_that_no_case_has_is_said_beside_what_was_chosen(five: None, stranger: Client) -> None:
    words = words_of(stranger, f"{TWO}&add=Nobody")
    assert "No case is called “Nobody”." in words
    assert "They disagree on" in words


def test_on_an_empty_site_the_first_case_is_asked_for(stranger: Client) -> None:
    assert "There is no case to compare yet." in words_of(stranger, "")


# --- refusals -------------------------------------------------------------------------------------


def test_more_than_four_are_refused_and_kept(five: None, stranger: Client) -> None:
    query = "&".join(f"case={name}" for name in ("guifi-net", "linux", "sensorica", "sewa", "debian"))
    text = text_of(stranger, f"{query}&differ=1", status=400)
    assert "Four is the most that fits. Remove one first." in text
    kept = re.findall(r'name="case"\s+value="([\w-]+)"\s+checked', text)
    assert kept == ["guifi-net", "linux", "sensorica", "sewa", "debian"]
    assert '<input type="hidden" name="differ" value="1">' in text


@pytest.mark.parametrize("query", ["case=never-was", f"{TWO}&case=never-was", "case=never-was&case=linux"])
def test_a_case_that_is_not_there_is_a_404_that_names_it(five: None, stranger: Client, query: str) -> None:
    assert "No case has the address “<bdi>never-was</bdi>”." in text_of(stranger, query, status=404)


def test_the_others_can_go_on_without_it(five: None, stranger: Client) -> None:
    text = text_of(stranger, f"{TWO}&case=never-was", status=404)
    assert 'href="/compare/?case=guifi-net&amp;case=linux"' in text


def test_a_waiting_case_is_as_absent_as_one_that_never_was(five: None, amina: User, stranger: Client) -> None:
    world.submitted(world.content("Waiting"), by=amina)
    waiting, absent = (text_of(stranger, f"{TWO}&case={slug}", status=404) for slug in ("waiting", "nothere"))
    assert waiting.replace("waiting", "") == absent.replace("nothere", "")


@pytest.mark.parametrize(
    "query",
    [
        "differ=2", "differ=1&differ=1", "stack=yes", "case=%00", "add=%00",
        "&".join(["case=a"] * 21), "&".join(["add=a"] * 21), f"case={'a' * 201}", f"add={'a' * 201}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["/compare/", "/compare.csv", "/compare.json"])
def test_what_no_comparison_can_be_asked_is_a_400(stranger: Client, page: str, query: str) -> None:
    assert stranger.get(f"{page}?{query}").status_code == 400


# --- the way there, and the cost ------------------------------------------------------------------


def test_lists_and_cases_lead_to_the_comparison(five: None, stranger: Client) -> None:
    assert 'href="/compare/?case=linux"' in stranger.get("/cases/linux/").content.decode()
    for page in ("/cases/", "/matrix/?cell=7-3"):
        text = stranger.get(page).content.decode()
        form = text.split('<form class="ticks" action="/compare/">')[1].split("</form>")[0]
        assert len(re.findall(r'<input type="checkbox"\s+name="case"', form)) == 5, page


@kept
def many(number: int, amina: User, chiara: User) -> None:
    """Linux, Guifi.net and as many cases as the test asks for."""
    against = (world.illustration("3c", Stance.CONTRADICTS),)
    world.published(world.content("Linux", illustrations=against), by=amina, reviewer=chiara)
    for title in ("Guifi.net", *(f"Case {each}" for each in range(number))):
        world.published(world.content(title), by=amina, reviewer=chiara)


@pytest.mark.parametrize(("query", "queries"), [(TWO, 9), ("", 6), ("case=case-0", 7)])
@pytest.mark.parametrize("number", [3, 30], scope="module")
def test_the_page_costs_the_same_queries_at_any_size(
    many: None, stranger: Client, django_assert_num_queries: Counting, query: str, queries: int
) -> None:
    text_of(stranger, query)
    with django_assert_num_queries(queries):
        text_of(stranger, query)
