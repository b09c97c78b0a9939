"""The word that was meant."""

import pytest

from cases.domain.mistypings import most_like

WORDS = [("linux", 3), ("commons", 9), ("common", 20), ("kernel", 2), ("colonel", 1), ("network", 4)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lnux", "linux"),
        ("linxu", "linux"),
        ("linuxx", "linux"),
        ("lynux", "linux"),
        ("lxnyx", ""),
        ("comnons", "commons"),
        ("commnos", "commons"),
        ("commmon", "common"),
        ("netwrk", "network"),
        ("nteowrk", "network"),
        ("zeppelin", ""),
    ],
)
def test_the_nearest_word_is_meant(typed: str, meant: str) -> None:
    assert most_like(typed, WORDS) == meant
