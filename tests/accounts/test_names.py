"""Which names may be taken, and which look alike."""

import pytest
from django.db import IntegrityError

from accounts.models import User
from accounts.names import is_reserved, normalise_name, problems_of_name, shape, skeleton

ZERO_WIDTH, RIGHT_TO_LEFT, TAG_LETTER, FILLER = "\u200b", "\u202e", "\U000e0041", "\u3164"
ZALGO = "z\u0334\u0335\u0336\u0337a\u0338lgo"


@pytest.mark.parametrize(
    "name",
    [
        "Amina", "Bo", "x" * 40, "José", "O'Brien", "O’Brien", "Jean-Luc", "anna_k", "J. R. Ewing", "R2 D2",
        "Nguyễn Thị Ệ", "Ὀδυσσεύς", "Вера", "राम", "សុខា", "李小龙", "さくら", "김민준", "Li 李",
        "アイ Smith", "محمد",
    ],
)  # fmt: skip
def test_a_real_name_may_be_taken(name: str) -> None:
    assert problems_of_name(name) == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("", "characters"),
        ("x", "characters"),
        ("x" * 41, "characters"),
        ("am@ina", "cannot have"),
        ("ami/na", "cannot have"),
        ("amina\x00", "cannot have"),
        ("amina😀", "cannot have"),
        (f"ami{ZERO_WIDTH}na", "cannot have"),
        (f"ami{RIGHT_TO_LEFT}na", "cannot have"),
        (f"amina{TAG_LETTER}", "cannot have"),
        (f"amina{FILLER}", "cannot have"),
        ("-amina", "begins or ends"),
        ("amina.", "begins or ends"),
        (".well-known", "begins or ends"),
        ("am --- ina", "stacks"),
        (ZALGO, "stacks"),
        ("\u0301amina", "stacks"),
        ("Аmina", "alphabets"),
        ("Ωmega", "alphabets"),
        ("Вера ὀ", "alphabets"),
    ],
)
def test_a_name_that_deceives_or_breaks_pages_says_how_to_mend_it(name: str, word: str) -> None:
    problems = problems_of_name(name)
    assert any(word in problem for problem in problems)
    assert all(problem.count(".") >= 2 for problem in problems)


@pytest.mark.parametrize(
    "name",
    [
        "admin", "ADMIN", "Adm1n", "a d m i n", "àdmin", "api", "well-known", "moderator", "M0derator",
        "steward", "me", "review", "Support", "Patchwork", "Patchvvork", "Casebook", "Casebook editor",
        "Casebооk Editor",
        "a former contributor", "A Former Contributor", "ѕuрроrt",
    ],
)  # fmt: skip
def test_a_name_of_the_site_is_reserved_however_it_is_written(name: str) -> None:
    assert is_reserved(name)
    assert problems_of_name(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amina", "amina"),
        ("Amina", "AMINA"),
        ("Amina", "Аminа"),
        ("Jose", "José"),
        ("Anna Lee", "Anna-Lee"),
        ("Paul", "PauI"),
        ("Bob", "B0b"),
        ("Marnie", "Mamie"),
        ("Hawai'i", "Hawaiʻi"),
        ("Amina", "Ａｍｉｎａ"),
        ("BOBA", "ВОВА"),
        ("Boba", "ВОВА"),
        ("NAN", "ΝΑΝ"),
        ("Пиррон", "Πиppон"),
        ("5o", "5٥"),
    ],
)
def test_these_look_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other) or shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amina", "Amine"),
        ("Ann", "Anna"),
        ("राम", "रमा"),
        ("かき", "がき"),
        ("김", "감"),
        ("Bob", "Rob"),
        ("Вова", "Боба"),
    ],
)
def test_these_do_not_look_alike(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)
    assert shape(one) != shape(other)


def test_spaces_and_wide_letters_are_made_plain() -> None:
    assert normalise_name("  Ａｎｎａ \u00a0 Lee ") == "Anna Lee"


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "other"), [("Amina", "аmina"), ("BOBA", "ВОВА"), ("ВОВА", "Boba")])
def test_the_database_refuses_what_looks_alike(one: str, other: str) -> None:
    User.objects.create_user(one, "one@example.org")
    with pytest.raises(IntegrityError):
        User.objects.create_user(other, "other@example.org")


@pytest.mark.django_db
def test_the_site_makes_its_own_people_under_reserved_names() -> None:
    assert User.objects.create_user("Casebook editor", "casebook@example.org").pk
