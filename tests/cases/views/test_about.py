"""Pages about the site."""

import pytest
from django.test import Client


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
