"""What a thread hangs on, how long words may be, and which names a text calls."""

import pytest

from cases.domain.rendering import Labels, render_comment
from cases.domain.talk import (
    COMMENT_LIMIT,
    Anchor,
    UnknownAnchor,
    names_in,
    problems_of_comment,
    problems_of_subject,
)

PEOPLE = {"Bruno": "/people/Bruno/", "Ana_Lu": "/people/Ana_Lu/", "Ana Maria": "/people/Ana%20Maria/"}


def html_of(text: str) -> str:
    return render_comment(text, person_url=PEOPLE.get, anchor_prefix="c1", labels=Labels()).html


@pytest.mark.parametrize("address", ["", "part-market", "claim-3f-supports", "claim-1a-not_found"])
def test_an_anchor_is_read_from_its_address(address: str) -> None:
    assert Anchor.read(address).address == address


@pytest.mark.parametrize(
    "address", ["part-", "part-x", "claim-3f", "claim-3f-likes", "claim-3f-", "case", "²"]
)
def test_an_address_that_names_nothing_is_refused(address: str) -> None:
    with pytest.raises(UnknownAnchor):
        Anchor.read(address)


@pytest.mark.parametrize(
    ("text", "faults"),
    [("", 1), (" \n", 1), ("a", 0), ("a" * COMMENT_LIMIT, 0), ("a" * (COMMENT_LIMIT + 1), 1)],
)
def test_a_comment_says_something_and_not_too_much(text: str, faults: int) -> None:
    assert len(problems_of_comment(text)) == faults


@pytest.mark.parametrize(("subject", "faults"), [(" ", 1), ("Masts", 0), ("a" * 151, 1)])
def test_a_subject_is_one_short_line(subject: str, faults: int) -> None:
    assert len(problems_of_subject(subject)) == faults


BRUNO = '<a href="/people/Bruno/">@Bruno</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("@Bruno", BRUNO),
        ("(@Bruno)", f"({BRUNO})"),
        ("@Bruno.", f"{BRUNO}."),
        ("@Bruno is right", f"{BRUNO} is right"),
        ("*@Bruno*", f"<em>{BRUNO}</em>"),
        ("@Ana Maria said", '<a href="/people/Ana%20Maria/">@Ana Maria</a> said'),
        ("@Ana_Lu and _so_", '<a href="/people/Ana_Lu/">@Ana_Lu</a> and <em>so</em>'),
        ("@Nobody", "@Nobody"),
        ("bruno@Bruno", "bruno@Bruno"),
        ("`@Bruno`", "<code>@Bruno</code>"),
        (r"\@Bruno", r"\@Bruno"),
        ("[@Bruno](/about/)", '<a href="/about/">@Bruno</a>'),
        ("[@baig2015] [[Linux]]", "[@baig2015] [[Linux]]"),
    ],
)
def test_a_name_that_somebody_has_becomes_a_link(text: str, html: str) -> None:
    assert html_of(text) == f"<p>{html}</p>"


def test_links_to_elsewhere_are_not_followed_by_search_engines() -> None:
    assert 'rel="nofollow noopener ugc"' in html_of("[a](https://example.org/)")


def test_only_so_many_names_are_looked_up() -> None:
    assert len(names_in("@a " * 5000)) <= 50 * 4
