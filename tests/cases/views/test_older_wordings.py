"""A placement on an older wording of its claim says so wherever it is shown."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.vocabulary import Stance
from cases.forms.edit import EditSheet
from tests.kept import kept
from tests.world import content, illustration, published, reworded

Browser = Callable[[User], Client]
PLACED = "placed on wording 1; the newest is 2"


@kept
def older(amina: User, chiara: User, edda: User) -> None:
    """Guifi.net contradicts 3c and is silent on 3f; both were reworded since."""
    placements = (
        illustration("3c", Stance.CONTRADICTS),
        illustration("3f", Stance.NOT_FOUND, sources=()),
    )
    published(content(illustrations=placements), by=amina, reviewer=chiara)
    reworded("3c", by=edda)
    reworded("3f", by=edda)


def text_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize(
    ("address", "times"),
    [("/", 1), ("/cases/guifi-net/", 2), ("/cases/guifi-net/history/1/", 2), ("/gaps/claim-3f/", 1)],
)
def test_every_page_says_it(older: None, stranger: Client, address: str, times: int) -> None:
    assert text_of(stranger, address).count(PLACED) == times


def test_the_cloth_says_it_on_the_patch_and_in_its_key(older: None, stranger: Client) -> None:
    assert text_of(stranger, "/patchwork/").count("<small>placed on wording 1</small>") == 2


def test_pages_say_nothing_of_the_newest_wording(amina: User, chiara: User, stranger: Client) -> None:
    published(content(), by=amina, reviewer=chiara)
    for address in ("/", "/cases/guifi-net/", "/cases/guifi-net/history/1/", "/patchwork/"):
        assert "placed on wording" not in text_of(stranger, address)


def test_the_preview_shows_the_wording_that_is_meant(older: None, bruno: User, signed_in: Browser) -> None:
    base = content(illustrations=(illustration("3c", Stance.CONTRADICTS),))
    fields = EditSheet.opening_fields(base) | {"illustrations.0.note": ["Newer."]}
    typed = fields | {"act": ["preview"], "form_key": [str(uuid.uuid4())]}
    answer = signed_in(bruno).post("/cases/guifi-net/edit/", typed, headers={"HX-Request": "true"})
    shown = " ".join(answer.content.decode().split())
    assert PLACED in shown
    assert "Newly worded." not in shown
