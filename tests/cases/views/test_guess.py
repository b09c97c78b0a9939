"""The page of the tested guess: an answer in words for every shape of the data, and what stands beside it."""

from collections.abc import Iterable
from html.parser import HTMLParser

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.content import CaseContent, Illustration, Place
from cases.domain.vocabulary import Absence, Speaker, Stance
from models_taxonomy.models import Claim
from tests import world

PAGE = "/patchwork/guess/"


def words_of(client: Client, address: str = PAGE) -> str:
    return " ".join(Words(client.get(address).content.decode()).text.split())


class Words(HTMLParser):
    """The text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data


def on(title: str, claims: Iterable[str], stance: Stance = Stance.SUPPORTS, **changes: object) -> CaseContent:
    """A case with one stance on each of these claims."""
    rows = tuple(world.illustration(code, stance) for code in claims)
    return world.content(title, illustrations=rows, **changes)


def codes(model: int) -> list[str]:
    return list(Claim.objects.filter(model=model).values_list("code", flat=True))


# How many claims of each model have a case, how many cases those have, and what the page answers.
SHAPES = [
    ((0, 0, 0), 0, "Nothing can be said."),
    ((7, 9, 8), 1, "The guess is right so far."),
    ((2, 9, 13), 1, "The guess is wrong so far."),
    ((5, 9, 12), 1, "The cases do not decide."),
    ((7, 9, 14), 2, "Nothing is left to test the guess by."),
    ((7, 9, 14), 1, "No gap is left to count, and what is thin bears the guess out."),
]


@pytest.mark.parametrize(("covered", "times", "answer"), SHAPES)
def test_every_shape_of_the_data_has_its_answer(
    amina: User, chiara: User, stranger: Client, covered: tuple[int, ...], times: int, answer: str
) -> None:
    claims = [code for model, some in enumerate(covered, start=1) for code in codes(model)[:some]]
    for number in range(times):
        world.published(on(f"Case {number}", claims), by=amina, reviewer=chiara)
    assert f"{answer} " in words_of(stranger).split("Claims by state")[0]


@pytest.mark.parametrize(
    ("thin", "answer"),
    [
        ([(1, 2)], "No gap is left to count, and what is thin speaks against the guess."),
        ([(1, 1), (3, 1)], "No gap is left to count, and what is thin does not decide."),
    ],
)
def test_when_no_gap_is_left_thin_claims_decide(
    amina: User, chiara: User, stranger: Client, thin: list[tuple[int, int]], answer: str
) -> None:
    every = [code for model in (1, 2, 3) for code in codes(model)]
    once = {code for model, some in thin for code in codes(model)[:some]}
    world.published(on("Guifi.net", every), by=amina, reviewer=chiara)
    world.published(on("Linux", [code for code in every if code not in once]), by=amina, reviewer=chiara)
    assert f"{answer} " in words_of(stranger).split("Claims by state")[0]


def test_each_number_is_said_with_its_base(amina: User, chiara: User, stranger: Client) -> None:
    world.published(on("Guifi.net", ["3c", "3f", "1a"]), by=amina, reviewer=chiara)
    text = words_of(stranger)
    assert "Gaps: 6 of 7 claims in the first model, 9 of 9 in the second, 12 of 14 in the third." in text
    assert "As a part of each model’s own claims, the second model leads." in text
    assert "1 published case, 1 on the claims; independent sources there: 1." in text
    assert "%" not in text.split("Claims by state")[1].split("What these numbers cannot show")[0]


def test_percentages_are_said_from_fifty_cases_on(amina: User, chiara: User, stranger: Client) -> None:
    rows = [world.illustration(code) for code in codes(1) + codes(2) + codes(3)]
    for title in ("Guifi.net", "Linux"):
        world.published(world.content(title, illustrations=tuple(rows)), by=amina, reviewer=chiara)
    assert "0 of 60 (0%)" in words_of(stranger)


def test_what_would_change_without_own_words_country_and_decade(
    amina: User, chiara: User, stranger: Client
) -> None:
    own = world.source(speaker=Speaker.ORGANISATION)
    world.published(on("Guifi.net", ["3c"], sources=(own,)), by=amina, reviewer=chiara)
    text = words_of(stranger).split("What would change")[1]
    for name in ("Everything counts", "Independent sources only", "Left out: Spain", "the 2000s"):
        assert name in text
    assert "0 cases are on the claims. 1 of 30 claims has another state than when everything counts." in text


def test_what_is_not_stated_is_said_to_be_so(amina: User, chiara: User, stranger: Client) -> None:
    nowhere = on("X", ["3c"], places=(Place(name="Somewhere"),), began=Absence.NOT_KNOWN)
    world.published(nowhere, by=amina, reviewer=chiara)
    text = words_of(stranger)
    assert "not stated" in text
    assert "Left out" not in text


def test_as_many_others_are_named_in_number(amina: User, chiara: User, stranger: Client) -> None:
    places = (Place(name="Here", country="ES"), Place(name="There", country="FI"))
    world.published(on("X", ["3c"], places=places), by=amina, reviewer=chiara)
    assert "Spain; 1 other has as many" in words_of(stranger).replace(" ;", ";")


def test_states_that_differ_say_so(amina: User, chiara: User, stranger: Client) -> None:
    world.published(on("Guifi.net", ["3c"]), by=amina, reviewer=chiara)
    assert "thin thin gap (differs) gap (differs)" in words_of(stranger)


def test_looked_for_and_not_found_is_no_finding(amina: User, chiara: User, stranger: Client) -> None:
    row = Illustration(
        claim="3c", version=1, stance=Stance.NOT_FOUND, note="Read all.", sources=("baig2015",)
    )
    world.published(world.content(illustrations=(row,)), by=amina, reviewer=chiara)
    assert "1 published case, 0 on the claims; independent sources there: 0." in words_of(stranger)


@pytest.mark.parametrize("page", ["/", "/patchwork/", "/about/method/"])
def test_the_page_is_linked_from(stranger: Client, page: str) -> None:
    assert f'href="{PAGE}"' in stranger.get(page).content.decode()


def test_a_waiting_case_counts_nowhere(amina: User, stranger: Client) -> None:
    world.submitted(on("Hidden so far", ["3c"]), by=amina)
    text = words_of(stranger)
    assert "0 published cases, 0 of them on the claims" in text
    assert "Hidden so far" not in text
