"""The ways in which a reviewer reads a change, and a change on top of what others changed meanwhile."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions.reviews import seen_now
from cases.domain.content import Part
from cases.models import Case, Revision
from tests.world import content, published, submitted

Browser = Callable[[User], Client]


def form(revision: Revision) -> dict[str, str]:
    """The fields of the decision form as the page gives them, with a yes."""
    seen = seen_now(Revision.objects.select_related("record").get(pk=revision.pk))
    published = str(seen.published_id or "")
    return {"content_hash": seen.content_hash, "published": published, "decision": "approved", "note": ""}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "<del>"),
        ("show=sides", "<del>"),
        ("show=page", 'aria-label="Source 1"'),
        ("show=text", "[removed: Operators]"),
        ("field=parts.value-capture", "One field is shown."),
    ],
)
def test_changes_are_read_in_several_ways(
    amina: User, bruno: User, chiara: User, signed_in: Browser, query: str, words: str
) -> None:
    case = published(content(), by=bruno, reviewer=chiara)
    part = Part(key="value-capture", text="Installers earn on it.[@baig2015]")
    late = submitted(content(tags=("x",), parts=(content().parts[0], part)), by=amina, on=case)
    page = signed_in(chiara).get(f"/review/{late.pk}/?{query}").content.decode()
    assert words in re.sub(r"\s+", " ", page)
    if "field" in query:
        assert ">Tags<small>" not in page


@pytest.mark.parametrize("query", ["show=x", "field=%00", "field=a b", "show=text&show=text"])
def test_a_way_that_there_is_not_is_refused(
    amina: User, chiara: User, signed_in: Browser, query: str
) -> None:
    waiting = submitted(content(), by=amina)
    assert signed_in(chiara).get(f"/review/{waiting.pk}/?{query}").status_code == 400


def test_an_outdated_change_that_collides_with_nothing_is_shown_on_what_is_public_and_accepted(
    amina: User, bruno: User, chiara: User, signed_in: Browser
) -> None:
    case = published(content(), by=bruno, reviewer=chiara)
    late = submitted(content(tags=("commons", "late")), by=amina, on=case)
    published(
        content(summary="Newer.", tags=("commons", "community network", "radio")),
        by=bruno,
        reviewer=chiara,
        on=case,
    )
    client = signed_in(chiara)
    page = client.get(f"/review/{late.pk}/").content.decode()
    assert "The changes go together" in page
    assert re.search(r"Both sides changed these, in different places:\s+Tags\.", page)
    assert "Newer." not in page
    assert client.post(f"/review/{late.pk}/", form(late)).status_code == 302
    case = Case.objects.get()
    assert case.summary == "Newer."
    assert {tag.name for tag in case.tags.all()} == {"commons", "radio", "late"}


@pytest.mark.parametrize("query", ["", "show=sides"])
def test_a_changed_sentence_stays_one_line(
    amina: User, bruno: User, chiara: User, signed_in: Browser, query: str
) -> None:
    case = published(content(summary="It is red now."), by=bruno, reviewer=chiara)
    change = submitted(content(summary="It is blue now."), by=amina, on=case)
    page = signed_in(chiara).get(f"/review/{change.pk}/?{query}").content.decode()
    (paragraph, *_rest) = re.findall(r'<p dir="auto">(It is .*? now\.)\s*</p>', page, re.DOTALL)
    assert "\n" not in paragraph
