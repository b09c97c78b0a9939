"""The keys that sources get when they come from elsewhere."""

import pytest

from cases.domain.citation_keys import key_for
from tests.world import source


@pytest.mark.parametrize(
    ("key", "authors", "title", "expected"),
    [
        ("baig2015", "", "", "baig2015"),
        ("Baig:2015", "", "", "baig2015"),
        ("", "Roger Baig and others", "Guifi", "baig2015"),
        ("", "Élise Müller; B. Two", "Guifi", "muller2015"),
        ("", "", "«Guifi» in common", "guifi2015"),
        ("", "東京", "東京 Guifi", "guifi2015"),
        ("", "", "東京", "source2015"),
        ("x" * 60, "", "", "x" * 30),
    ],
)
def test_a_key_is_the_own_one_or_made(key: str, authors: str, title: str, expected: str) -> None:
    assert key_for(source(key, authors=authors, title=title), set()) == expected


def test_a_key_is_never_taken_twice() -> None:
    taken: set[str] = set()
    for expected in ("baig2015", "baig2015b", "baig2015c"):
        key = key_for(source("", authors="Roger Baig"), taken)
        taken.add(key)
        assert key == expected
