"""The guard over all tests is awake: it notices an action that leaves the version of the site as it was."""

import pytest

from accounts.actions import describe
from accounts.models import User
from cases.actions import looking, publication, reviews
from cases.domain.gaps import Gap
from tests.growth import Guard
from tests.world import content, published, submitted


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version does not grow any more."""
    monkeypatch.setattr(publication, "bump_site_version", lambda _at: None)


def test_it_notices_what_pages_show(amina: User, growth: Guard, forgotten: None) -> None:
    looking.begin(gap=Gap.read("claim-3f"), by=amina)
    assert ["cases_looking" in written for written in growth.broken] == [True]
    growth.broken.clear()


def test_it_notices_what_a_listener_forgets(amina: User, growth: Guard, forgotten: None) -> None:
    describe(user=amina, about="New.")
    assert any("about" in written for written in growth.broken)
    growth.broken.clear()


@pytest.mark.parametrize(
    "table", ["cases_case", "cases_casepart", "cases_placement_sources", "cases_version"]
)
def test_it_notices_what_is_sent_together(
    amina: User, chiara: User, growth: Guard, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    published(content(), by=amina, reviewer=chiara)
    revision = submitted(content("Linux"), by=amina)
    monkeypatch.setattr(publication, "bump_site_version", lambda _at: None)
    reviews.accept(revision=revision, by=chiara, seen=reviews.seen_now(revision))
    assert any(f'INSERT INTO "{table}"' in written for written in growth.broken)
    growth.broken.clear()


def test_it_takes_no_offence_at_what_grows(amina: User, growth: Guard) -> None:
    looking.begin(gap=Gap.read("claim-3f"), by=amina)
    assert not growth.broken
