"""Which paragraphs an author is asked for a source of."""

import pytest

from cases.domain.content import Part
from cases.domain.uncited import uncited_paragraphs
from tests.world import content

NEW = "The state built the masts and paid for them."


def asked(text: str, before: str = "") -> list[str]:
    base = content(parts=(Part(key="state", text=before),)) if before else None
    found = uncited_paragraphs(content(parts=(Part(key="state", text=text),)), base)
    return [each.words for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "It is held in common, they say [@baig2015].",
        "It is held by many [@baig2015; @other] of them.",
        "## What the state did in all of these years",
        "What the state did in all of these years\n-----",
        "- masts\n- cables",
        "Only four words here.",
        "```\nsome code of more than five words\n\nand more of it than that\n```",
        "[^1]: A note of more than five words stands here.",
        "* * * * * * *",
    ],
)
def test_these_are_not_asked_about(text: str) -> None:
    assert asked(text) == []


@pytest.mark.parametrize(
    "text", [NEW, f"> {NEW}", f"- {NEW}\n- masts", f"{NEW} [@Not a key]", f"## Head\n\n{NEW}"]
)
def test_these_are_asked_about(text: str) -> None:
    assert len(asked(text)) == 1


def test_only_what_is_new_or_changed_is_asked_about() -> None:
    assert asked(f"{NEW}\n\nAnd then it sold them all.", before=f"{NEW}\n") == ["And then it sold them all."]
    assert asked(NEW.replace("\n", " "), before=NEW) == []
    assert asked(NEW.replace("paid", "never paid"), before=NEW) == [
        "The state built the masts and never paid…"
    ]
