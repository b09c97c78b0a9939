"""The page of the data."""

from django.test import Client

from accounts.models import User
from cases.actions import snapshots
from tests.kept import kept
from tests.world import content, published


@kept
def guifi(amina: User, chiara: User) -> None:
    published(content(), by=amina, reviewer=chiara)


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"/data/{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_leads_to_every_file(guifi: None, stranger: Client) -> None:
    text = page(stranger)
    assert "The files below hold 1 case." in text
    for file in ("cases.jsonl", "cases.zip", "tally.csv", "codebook.csv", "qca.zip", "snapshots/"):
        assert f"/data/{file}" in text


def test_with_filters_its_files_hold_what_the_list_holds(guifi: None, stranger: Client) -> None:
    text = page(stranger, "?country=FI&q=a")
    assert "The files below hold 0 cases of 1" in text
    assert 'href="/data/cases.jsonl?q=a&amp;country=FI"' in text
    assert 'href="/cases/?q=a&amp;country=FI"' in text
    assert 'name="country" value="FI"' in text


def test_the_list_of_cases_leads_here_with_its_filters(guifi: None, stranger: Client) -> None:
    assert 'href="/data/?country=ES"' in stranger.get("/cases/?country=ES").content.decode()


def test_it_names_the_newest_snapshots(guifi: None, edda: User, stranger: Client) -> None:
    for number in range(4):
        snapshots.publish(title=f"Number {number}", by=edda, seen=number)
    text = page(stranger)
    assert "Number 3" in text
    assert "Number 0" not in text
