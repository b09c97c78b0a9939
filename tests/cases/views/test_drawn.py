"""Public pages that are kept drawn: the same as drawn anew after everything that can happen to them."""

from collections.abc import Callable

import pytest
from django.test import Client
from taggit.models import Tag

from accounts.models import User
from cases.actions import addresses, disputes, off_page, tags
from cases.domain.content import Part
from cases.models import Case, CaseRecord
from cases.queries.drawings import SHELF
from cases.views import case as case_page
from tests import world
from tests.kept import kept

SignedIn = Callable[[User], Client]
PAGE = "/cases/guifi-net/"
OF_REQUEST = {"X-Request-ID": ""}
LINKING = Part(key="in-short", text="Like [[guifi-net]].")


@kept
def case(amina: User, bruno: User, chiara: User) -> Case:
    """A case with a thread, a picture and another case that links to it."""
    picture = world.image(world.uploaded(by=amina))
    case = world.published(world.content(tags=("radio",), images=(picture,)), by=amina, reviewer=chiara)
    world.commented(case, by=chiara)
    world.published(world.content("Freifunk", parts=(LINKING,)), by=bruno, reviewer=chiara)
    return case


def read(client: Client, address: str = PAGE) -> str:
    """A page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def undrawable(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on no case can be drawn."""

    def fail(*_context: object) -> None:
        raise AssertionError("drawn")

    return lambda: monkeypatch.setattr(case_page, "load_case_page", fail)


# --- kept -----------------------------------------------------------------------------------------


def test_a_publication_elsewhere_draws_nothing_anew(
    case: Case, stranger: Client, amina: User, chiara: User, undrawable: Callable[[], None]
) -> None:
    before = stranger.get(PAGE)
    undrawable()
    world.published(world.content("Linux"), by=amina, reviewer=chiara)
    after = stranger.get(PAGE)
    assert after.content == before.content
    assert dict(after.headers) | OF_REQUEST == dict(before.headers) | OF_REQUEST


def test_somebody_who_is_signed_in_gets_the_same_parts_in_their_own_frame(
    case: Case, signed_in: SignedIn, bruno: User, edda: User, undrawable: Callable[[], None]
) -> None:
    read(signed_in(bruno))
    undrawable()
    page = read(signed_in(edda))
    assert "Edda" in page
    assert "Mark as disputed" in page
    assert "Bruno" not in page.split("<main")[0]


def test_a_stranger_gets_nothing_of_a_person(
    case: Case, signed_in: SignedIn, stranger: Client, bruno: User, edda: User
) -> None:
    fresh = read(stranger)
    SHELF.clear()
    for person in (bruno, edda):
        read(signed_in(person))
    assert read(stranger) == fresh
    assert "csrfmiddlewaretoken" not in fresh


# --- changed --------------------------------------------------------------------------------------


def retell(case: Case, by: User) -> None:
    """Change the text."""
    world.published(world.content(summary="Told anew."), by=world.person("Gita"), reviewer=by, on=case)


def record_of(slug: str) -> CaseRecord:
    """The record of a case that is public."""
    return Case.objects.get(slug=slug).record


ACTS: tuple[Callable[[Case, User], object], ...] = (
    retell,
    lambda _case, by: tags.rename(tag=Tag.objects.get(slug="radio"), name="wireless", by=by),
    lambda _case, by: world.reworded("3c", by=by),
    lambda case, by: disputes.open_on(record=case.record, reason="Two towns disagree.", by=by),
    lambda _case, by: off_page.hide_case(record=record_of("freifunk"), by=by, reason="privacy"),
    lambda case, by: world.commented(case, by=by, subject="Another?"),
)


@pytest.mark.parametrize("act", ACTS)
def test_whatever_changes_it_changes_the_page_at_once(
    case: Case,
    stranger: Client,
    signed_in: SignedIn,
    bruno: User,
    edda: User,
    act: Callable[[Case, User], object],
) -> None:
    member = signed_in(bruno)
    before = read(stranger), parts(read(member))
    act(case, edda)
    after = read(stranger), parts(read(member))
    SHELF.clear()
    assert after == (read(stranger), parts(read(member)))
    assert after[0] != before[0]
    assert after[1] != before[1]


def parts(page: str) -> str:
    """A page without the tokens of its forms, which are never the same."""
    return "".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize(
    ("take", "reason"), [(off_page.hide_case, "privacy"), (off_page.withdraw_case, "wrong")]
)
def test_what_is_taken_off_the_page_is_gone_for_everybody(
    case: Case,
    stranger: Client,
    signed_in: SignedIn,
    bruno: User,
    chiara: User,
    take: Callable[..., object],
    reason: str,
) -> None:
    for client in (stranger, signed_in(bruno)):
        read(client)
    take(record=case.record, by=chiara, reason=reason)
    for client in (stranger, signed_in(bruno)):
        assert client.get(PAGE).status_code in {404, 410}


def test_a_case_that_moved_is_not_at_its_address(case: Case, stranger: Client, chiara: User) -> None:
    read(stranger)
    addresses.rename(record=case.record, slug="guifi", seen=case.slug, by=chiara)
    assert stranger.get(PAGE).status_code == 308
    assert "guifi-net" not in read(stranger, "/cases/guifi/").replace("guifi-net.", "")
