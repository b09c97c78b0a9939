"""The page on which moderators rename and merge tags, and the addresses that lead on."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import tags
from cases.queries.tag_synonyms import find_tag
from tests.kept import kept
from tests.world import content, published

Browser = Callable[[User], Client]


@kept
def world(amina: User, chiara: User) -> None:
    """Two cases, whose tags are nearly the same word."""
    published(content("One", tags=("co-operative", "radio")), by=amina, reviewer=chiara)
    published(content("Two", tags=("cooperative",)), by=amina, reviewer=chiara)


def merged(by: User) -> None:
    found = find_tag("co-operative")
    assert found is not None
    tags.merge(tag=found, into="cooperative", by=by)


def test_a_synonym_leads_to_its_tag_for_good(world: None, deniz: User, stranger: Client) -> None:
    merged(deniz)
    answer = stranger.get("/tags/co-operative/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/tags/cooperative/")
    page = stranger.get("/tags/cooperative/").content.decode()
    assert "<bdi>co-operative</bdi>" in page
    assert "2 cases have this tag." in page
    assert "/edit/" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("page", ["/cases/", "/patchwork/", "/matrix/"])
def test_filters_of_old_addresses_keep_their_meaning(
    world: None, deniz: User, stranger: Client, page: str
) -> None:
    merged(deniz)
    old, new = (stranger.get(f"{page}?tag={slug}").content for slug in ("co-operative", "cooperative"))
    assert old == new


def test_look_alikes_are_shown_to_moderators(world: None, deniz: User, signed_in: Browser) -> None:
    client = signed_in(deniz)
    page = client.get("/tags/cooperative/edit/").content.decode()
    assert '<input type="hidden" name="synonym" value="co-operative">' in page
    assert "radio" not in page.partition("<main")[2]
    assert "/tags/cooperative/edit/" in client.get("/tags/cooperative/").content.decode()


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ({"act": "rename", "new_name": "coop"}, "/tags/coop/edit/"),
        ({"act": "merge", "into": "co-operative"}, "/tags/co-operative/edit/"),
        ({"act": "add", "synonym": "co-operative"}, "/tags/cooperative/edit/"),
        ({"act": "remove", "which": "1"}, "/tags/cooperative/edit/"),
    ],
)
def test_each_button_does_one_thing(
    world: None, deniz: User, signed_in: Browser, typed: dict[str, str], leads: str
) -> None:
    answer = signed_in(deniz).post("/tags/cooperative/edit/", typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, leads)


def test_a_fault_is_said_beside_the_field(world: None, deniz: User, signed_in: Browser) -> None:
    answer = signed_in(deniz).post("/tags/cooperative/edit/", {"act": "merge", "into": "Nobody <b>"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no such tag." in page
    assert 'value="Nobody &lt;b&gt;"' in page


@pytest.mark.parametrize(
    "typed", [{"act": "dance"}, {"act": "remove", "which": "x"}, {"act": "merge", "color": "red"}]
)
def test_a_form_that_was_tampered_with_is_refused(
    world: None, deniz: User, signed_in: Browser, typed: dict[str, str]
) -> None:
    assert signed_in(deniz).post("/tags/cooperative/edit/", typed).status_code == 400


def test_the_page_of_a_synonym_is_that_of_its_tag(world: None, deniz: User, signed_in: Browser) -> None:
    merged(deniz)
    client = signed_in(deniz)
    assert client.get("/tags/co-operative/edit/").headers["Location"] == "/tags/cooperative/edit/"
    assert client.get("/tags/never-was/edit/").status_code == 404
