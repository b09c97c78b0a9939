"""Reviewing in a real browser: the decision stays in reach of a long change, wide and narrow."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.domain.content import Part
from cases.models import Case
from tests.world import content, submitted

pytestmark = pytest.mark.browser


@pytest.fixture
def long_change(town: dict[str, User]) -> int:
    text = "\n\n".join(f"Paragraph {number} says something of its own." for number in range(80))
    return submitted(content("A long one", parts=(Part(key="in-short", text=text),)), by=town["amina"]).pk


def test_the_decision_stays_in_view_beside_a_long_change(
    long_change: int, open_browser: Callable[..., Page], sign_in: Callable[[Page, str], Page]
) -> None:
    page = sign_in(open_browser(), "Chiara")
    page.goto(f"/review/{long_change}/")
    page.evaluate("window.scrollTo(0, 2500)")
    expect(page.get_by_role("button", name="Decide")).to_be_in_viewport()


def test_on_a_small_screen_a_link_leads_to_the_decision(
    long_change: int, open_browser: Callable[..., Page], sign_in: Callable[[Page, str], Page]
) -> None:
    page = sign_in(open_browser(width=360), "Chiara")
    page.goto(f"/review/{long_change}/")
    expect(page.get_by_role("radio", name="Accept and publish")).not_to_be_in_viewport()
    page.get_by_role("link", name="Go to the decision").click()
    expect(page.get_by_role("radio", name="Accept and publish")).to_be_in_viewport()


def test_a_missing_reason_is_announced_and_its_link_leads_to_the_field(
    long_change: int, open_browser: Callable[..., Page], sign_in: Callable[[Page, str], Page]
) -> None:
    page = sign_in(open_browser(), "Chiara")
    page.goto(f"/review/{long_change}/")
    page.get_by_role("radio", name="Decline").check()
    page.get_by_label("Note to the author").fill("Say who made it.")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("#problem")).to_be_focused()
    page.get_by_role("link", name="The reason is missing.").click()
    expect(page.get_by_label("Reason")).to_be_focused()
    expect(page.get_by_label("Note to the author")).to_have_value("Say who made it.")


def test_the_keyboard_alone_goes_from_one_decision_to_the_next(
    town: dict[str, User], open_browser: Callable[..., Page], sign_in: Callable[[Page, str], Page]
) -> None:
    case = Case.objects.select_related("record__published").get(slug="guifi-net")
    what = case.record.published.read()  # type: ignore[union-attr]
    change = submitted(replace(what, summary="Another.", tags=("radio",)), by=town["amina"], on=case)
    following = submitted(content("The next one"), by=town["amina"])
    page = sign_in(open_browser(script=False), "Chiara")
    page.goto(f"/review/{change.pk}/#main")
    expect(page.locator("#main")).to_be_focused()
    page.get_by_role("checkbox", name=re.compile("Accept this change.*Tags")).press("Space")
    page.get_by_role("link", name="Skip to the decision").press("Enter")
    expect(page.locator("#dec")).to_be_focused()
    keys = ["Tab", "Space", "ArrowDown", "Tab", "Tab"]  # to the first choice, to the second, to the note
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.type("The summary needs a source.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/review/{following.pk}/#main")
    expect(page.locator("#main")).to_be_focused()
    expect(page.locator("main")).to_contain_text("Some changes of “Guifi.net” are public now.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the decision")).to_be_focused()
