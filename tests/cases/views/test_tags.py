"""All tags, one tag, and the tags beside it."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from cases.queries.tags import tag_page, tags_page
from tests.kept import kept
from tests.world import content, published, submitted


@kept
def tagged(amina: User, chiara: User) -> None:
    """Three cases with tags, and one that waits."""
    for title, tags in (
        ("One", ("commons", "radio")),
        ("Two", ("commons", "radio")),
        ("Three", ("commons",)),
    ):
        published(content(title, tags=tags), by=amina, reviewer=chiara)
    submitted(content("Waiting", tags=("secret", "commons")), by=amina)


def test_tags_are_listed_with_the_number_of_their_cases(tagged: None, stranger: Client) -> None:
    page = stranger.get("/tags/").content.decode()
    assert '<a class="tag" href="/tags/commons/"><bdi>commons</bdi> (3)</a>' in page
    assert "radio</bdi> (2)" in page
    assert "secret" not in page


def test_a_tag_shows_its_cases_and_the_tags_beside_it(tagged: None, stranger: Client) -> None:
    page = stranger.get("/tags/radio/").content.decode()
    assert "2 cases have this tag." in page
    assert "Three" not in page
    assert "commons</bdi> (2)" in page
    assert 'href="/cases/?tag=radio"' in page


@pytest.mark.parametrize("slug", ["secret", "never-was", "x%00"])
def test_a_tag_that_no_public_case_has_is_not_there(tagged: None, stranger: Client, slug: str) -> None:
    assert stranger.get(f"/tags/{slug}/").status_code in {400, 404}


def test_pages_of_tags_join_without_a_double(tagged: None) -> None:
    first = tags_page(size=1)
    second = tags_page(after=first.after, size=1)
    assert [row.slug for row in (*first.rows, *second.rows)] == ["commons", "radio"]
    assert (first.total, second.after) == (2, "")


@pytest.mark.parametrize("cases", [3, 12])
def test_the_pages_cost_the_same_queries_at_any_size(
    amina: User, chiara: User, django_assert_num_queries: DjangoAssertNumQueries, cases: int
) -> None:
    for number in range(cases):
        published(content(f"Case {number}", tags=("commons", f"tag {number}")), by=amina, reviewer=chiara)
    tags_page()
    with django_assert_num_queries(2):
        tags_page()
    with django_assert_num_queries(4):
        tag_page("commons")
