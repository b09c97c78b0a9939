"""The patchwork to take away: the same numbers in every form."""

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.content import Place
from cases.domain.vocabulary import Speaker, Stance
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]
SVG = "{http://www.w3.org/2000/svg}"
QUERIES = [
    "",
    "country=ES",
    "country=FI",
    "model=3",
    "state=thin",
    "speaker=independent",
    "stance=contradicts",
]


@kept
def sewn(amina: User, chiara: User) -> None:
    """3c is contested, 3f thin and on the organisation's own words, 1a partly supported."""
    own = world.source("own", speaker=Speaker.ORGANISATION)
    for title, stance, country in (("A", Stance.SUPPORTS, "ES"), ("B", Stance.CONTRADICTS, "FR")):
        placements = [world.illustration("3c", stance), world.illustration("1a", Stance.PARTLY)]
        if title == "A":
            placements.append(world.illustration("3f", sources=("own",)))
        what = world.content(
            title,
            sources=(world.source(), own),
            places=(Place(name="There", country=country),),
            illustrations=tuple(placements),
        )
        world.published(what, by=amina, reviewer=chiara)


def of_csv(client: Client, query: str) -> dict[str, tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(client.get(f"/patchwork.csv?{query}").content.decode()))
    numbers = ("supports", "partly", "contradicts")
    return {row["claim"]: (row["state"], " · ".join(row[name] for name in numbers)) for row in rows}


def of_json(client: Client, query: str) -> dict[str, tuple[str, str]]:
    claims = json.loads(client.get(f"/patchwork.json?{query}").content)["claims"]
    return {
        row["claim"]: (row["state"], f"{row['supports']} · {row['partly']} · {row['contradicts']}")
        for row in claims
    }


def of_svg(client: Client, query: str) -> list[str]:
    root = ET.fromstring(client.get(f"/patchwork.svg?{query}").content)  # noqa: S314 (we wrote it)
    texts = ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]
    return [text for text in texts if re.fullmatch(r"\d+ · \d+ · \d+", text)][:-1]


@pytest.mark.parametrize("query", QUERIES)
def test_every_form_says_the_same(sewn: None, stranger: Client, query: str) -> None:
    table = of_csv(stranger, query)
    assert table == of_json(stranger, query)
    drawn = [numbers for state, numbers in table.values() if state not in {"gap", "filtered"}]
    assert sorted(of_svg(stranger, query)) == sorted(drawn)


def test_states_are_those_of_the_page(sewn: None, stranger: Client) -> None:
    table = of_csv(stranger, "")
    assert (table["3c"], table["3f"], table["3a"]) == (
        ("contested", "1 · 0 · 1"),
        ("thin", "1 · 0 · 0"),
        ("gap", "0 · 0 · 0"),
    )
    assert of_csv(stranger, "country=FR")["3f"] == ("filtered", "0 · 0 · 0")
    assert of_csv(stranger, "speaker=independent")["3f"] == ("filtered", "0 · 0 · 0")


def test_a_filter_that_cannot_be_is_a_400(stranger: Client) -> None:
    for form in ("csv", "json", "svg"):
        assert stranger.get(f"/patchwork.{form}?country=Spain").status_code == 400


@pytest.mark.parametrize("form", ["csv", "json", "svg"])
def test_a_file_costs_five_queries(
    sewn: None, stranger: Client, form: str, django_assert_num_queries: Counting
) -> None:
    stranger.get(f"/patchwork.{form}")
    with django_assert_num_queries(5):
        stranger.get(f"/patchwork.{form}?country=ES")
