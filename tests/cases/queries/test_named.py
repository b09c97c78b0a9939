"""Which cases a typed name means."""

import pytest

from accounts.models import User
from cases.queries.named import MEANT_AT_MOST, cases_meant_by
from tests import world
from tests.kept import kept


@kept
def titles(amina: User, chiara: User) -> None:
    for title in ("Linux: who pays", "The Linux kernel", "OpenSSL", "OpenStreetMap", "Épicerie"):
        world.published(world.content(title), by=amina, reviewer=chiara)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The Linux kernel", ["The Linux kernel"]),
        ("the-linux-kernel", ["The Linux kernel"]),
        ("linux", ["Linux: who pays"]),
        ("  kernel ", ["The Linux kernel"]),
        ("open", ["OpenSSL", "OpenStreetMap"]),
        ("epicerie", ["Épicerie"]),
        ("never was", []),
        ("%", []),
        ("_", []),
        ("“”", []),
    ],
)
def test_a_name_means_the_nearest_cases(titles: None, text: str, meant: list[str]) -> None:
    assert [case.title for case in cases_meant_by(text)] == meant


def test_two_cases_of_one_title_are_both_meant(amina: User, chiara: User) -> None:
    for _each in range(2):
        world.published(world.content("Twins"), by=amina, reviewer=chiara)
    assert len(cases_meant_by("Twins")) == 2


def test_no_more_are_named_than_a_person_can_choose_from(amina: User, chiara: User) -> None:
    for number in range(MEANT_AT_MOST + 2):
        world.published(world.content(f"Net {number}"), by=amina, reviewer=chiara)
    assert len(cases_meant_by("net")) == MEANT_AT_MOST


def test_what_waits_for_review_is_not_found(titles: None, amina: User) -> None:
    world.submitted(world.content("Hidden so far"), by=amina)
    assert cases_meant_by("Hidden so far") == ()
