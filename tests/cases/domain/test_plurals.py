"""Singular and plural of a regular word share a key."""

import pytest

from cases.domain.plurals import singular_of


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "workshop", "workshops"),
        ("en", "company", "companies"),
        ("en", "process", "processes"),
        ("en", "box", "boxes"),
        ("en", "licence", "licences"),
        ("fr", "cooperative", "cooperatives"),
        ("fr", "reseau", "reseaux"),
        ("fr", "journal", "journaux"),
        ("es", "red", "redes"),
        ("es", "luz", "luces"),
        ("es", "cooperativa", "cooperativas"),
        ("es", "clase", "clases"),
    ],
)
def test_singular_and_plural_share_a_key(language: str, one: str, many: str) -> None:
    assert singular_of(one, language) == singular_of(many, language)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "status"), ("en", "analysis"), ("en", "gas"), ("de", "haus"), ("en", "öls")]
)
def test_other_words_are_their_own_key(language: str, word: str) -> None:
    assert singular_of(word, language) == word
