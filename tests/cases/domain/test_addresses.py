"""Which addresses a case may have."""

import pytest

from cases.domain.addresses import problems_of_address

REFUSED = [
    ("", "missing"),
    ("---", "no letter"),
    ("Guifi net", "“guifi-net”"),
    ("GUIFI", "“guifi”"),
    ("guifi/net", "“guifi-net”"),
    ("..", "no letter"),
    ("random", "a page of the site"),
]


@pytest.mark.parametrize("slug", ["guifi-net", "1", "رحلة", "сеть-2"])
def test_words_and_digits_of_any_script_joined_with_hyphens(slug: str) -> None:
    assert problems_of_address(slug) == ()


@pytest.mark.parametrize(("slug", "words"), REFUSED)
def test_anything_else_is_refused_with_what_to_write(slug: str, words: str) -> None:
    (problem,) = problems_of_address(slug)
    assert problem.path == "slug"
    assert words in problem.text
