"""The pages of which there are many, as a copy of the site lists them."""

import pytest

from accounts.models import User
from cases.actions import off_page
from cases.queries.public_pages import pages_of
from tests.kept import kept
from tests.world import commented, content, person, published, submitted


@kept
def site(amina: User, bruno: User, chiara: User) -> None:
    """A case in three versions with a thread; one that waits, one hidden; a person who did nothing."""
    case = published(content(), by=bruno, reviewer=chiara)
    for summary in ("Second.", "Third."):
        case = published(content(summary=summary), by=bruno, reviewer=chiara, on=case)
    commented(case, by=bruno)
    submitted(content("Waiting"), by=amina)
    hidden = published(content("Hidden", tags=("hidden",)), by=bruno, reviewer=chiara)
    commented(hidden, by=bruno)
    off_page.hide_case(record=hidden.record, by=chiara, reason="privacy")
    person("Greta")


@pytest.mark.parametrize(
    ("route", "pages"),
    [
        ("case", [("guifi-net",)]),
        ("case_version", [("guifi-net", number) for number in (1, 2, 3)]),
        ("case_diff", [("guifi-net", 1, 2), ("guifi-net", 2, 3)]),
        ("tag", [("community-network",), ("commons",)]),
        ("profile", [("Bruno",), ("Chiara",)]),
    ],
)
def test_only_what_is_public_is_listed(site: None, route: str, pages: list[tuple[object, ...]]) -> None:
    assert sorted(pages_of(route), key=str) == sorted(pages, key=str)


def test_every_gap_is_listed_once(site: None) -> None:
    gaps = [str(address) for (address,) in pages_of("gap")]
    assert len(gaps) == len(set(gaps))
    assert {"claim-3f", "claim-3c", "cell-1-1", "country-PE", "part-skills-guifi-net"} <= set(gaps)
    assert not [gap for gap in gaps if "hidden" in gap or gap == "part-in-short-guifi-net"]


def test_there_is_one_thread_and_no_image(site: None) -> None:
    assert [slug for slug, _pk in pages_of("thread")] == ["guifi-net"]
    assert list(pages_of("image")) == []
