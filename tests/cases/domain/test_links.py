"""Links in texts: what counts as one, which are new, and beside which field too many are said."""

import pytest

from cases.domain.content import Part
from cases.domain.links import links_in, problems_of_links, problems_of_text
from tests.world import content, illustration, source

FIVE = " ".join(f"https://example.org/{number}" for number in range(5))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("A network held in common [@baig2015].", 0),
        ("See https://example.org and HTTP://EXAMPLE.ORG/x.", 2),
        ("[here](https://example.org/a) and [there](https://example.org/a)", 1),
        ("www.example.org", 1),
        ("<https://example.org/a>", 1),
    ],
)
def test_what_counts(text: str, number: int) -> None:
    assert len(links_in(text)) == number


def test_sources_do_not_count() -> None:
    what = content(sources=tuple(source(f"k{number}", url="https://example.org") for number in range(9)))
    assert problems_of_links(what, None, at_most=0) == ()


def test_too_many_are_said_beside_the_text_that_has_most_of_them() -> None:
    parts = (Part(key="in-short", text="https://example.org/a"), Part(key="state", text=FIVE))
    what = content(parts=parts, illustrations=(illustration(note="www.example.org"),))
    (problem,) = problems_of_links(what, None, at_most=5)
    assert (problem.path, problem.params) == ("parts.1.text", {"found": 7, "most": 5})
    assert problems_of_links(what, None, at_most=7) == ()


def test_links_that_stood_there_before_do_not_count() -> None:
    base = content(parts=(Part(key="state", text=FIVE),))
    what = content(parts=(Part(key="state", text=f"{FIVE} https://example.org/new"),))
    assert problems_of_links(what, base, at_most=1) == ()
    assert problems_of_links(what, base, at_most=0)[0].params == {"found": 1, "most": 0}


def test_a_text_without_sources_has_a_limit_too() -> None:
    assert problems_of_text("text", FIVE, at_most=5) == ()
    assert problems_of_text("text", FIVE, at_most=4)[0].path == "text"
