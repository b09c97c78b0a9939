"""What matches, and what comes first."""

import pytest

from cases.domain.search_match import Sections, matches, rank
from cases.domain.search_query import parse

TEXT = ("linux kernel", "who pays for linux", "¶ free software and its makers ¶ a board ¶")
FORMS = {"maker": ("maker", "makers")}


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("linux", True),
        ("linux board", True),
        ("linux farm", False),
        ("farm OR board", True),
        ("-farm", True),
        ("linux -board", False),
        ('"free software"', True),
        ('"software free"', False),
        ('"makers a"', False),
        ('"kernel who"', False),
        ("maker", True),
        ('"maker"', False),
        ("mak*", True),
        ("inux", False),
    ],
)
def test_a_text_fits_or_does_not(text: str, fits: bool) -> None:
    root = parse(text).root
    assert root is not None
    assert matches(root, TEXT, FORMS) is fits


def test_title_comes_before_summary_and_summary_before_the_rest() -> None:
    terms = parse("linux").sought
    texts = [
        Sections("linux", "", ""),
        Sections("linux in use", "", ""),
        Sections("use of linux", "", ""),
        Sections("a", "of linux", ""),
        Sections("a", "b", "linux and linux"),
        Sections("a", "b", "linux"),
        Sections("a", "b", "c"),
    ]
    scores = [rank(terms, text, {}) for text in texts]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
