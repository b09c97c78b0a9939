"""Pages about the site."""

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import reviews
from cases.actions.reviews import seen_now
from tests.world import content, published, submitted


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("method", "2 or more cases support it and none contradicts it"),
        ("method", "Looked for, not found"),
        ("evidence", "at most 300 characters"),
        ("evidence", "The organisation itself"),
        ("accessibility", "Known limits"),
        ("licence", "CC BY-SA 4.0"),
        ("licence", "BSD 3-Clause"),
    ],
)
def test_a_stranger_reads_the_page(stranger: Client, page: str, words: str) -> None:
    response = stranger.get(f"/about/{page}/")
    assert response.status_code == 200
    assert not response.cookies
    assert words in response.content.decode()


def test_each_page_leads_to_the_others(stranger: Client) -> None:
    text = stranger.get("/about/method/").content.decode()
    for page in ("evidence", "accessibility", "licence"):
        assert f'href="/about/{page}/"' in text


def test_everybody_reads_how_reviewing_goes_and_not_a_word_of_what_was_refused(
    amina: User, chiara: User, stranger: Client
) -> None:
    assert "Nobody has sent a change yet." in stranger.get("/about/review/").content.decode()
    published(content(), by=amina, reviewer=chiara)
    secret = submitted(content("Secret"), by=amina)
    reviews.decline(
        revision=secret, by=chiara, seen=seen_now(secret), reason="advertising", note="Hidden note."
    )
    page = stranger.get("/about/review/").content.decode()
    assert "2 decisions: 1 accepted, 0 sent back with a request, 1 declined." in page
    assert "Half of the changes waited less than 1 hour." in page
    assert "This advertises: 1" in page
    assert "Secret" not in page
    assert "Hidden note." not in page
