"""Gaps in the browser: a call is proposed and accepted, and a case closes a gap, with and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.models import Revision
from tests.browser.test_loop import fill_first_try

pytestmark = pytest.mark.browser

CALL = "Who knows of a network of shops that plans its volumes in the open?"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_call_is_proposed_accepted_and_shown(
    town: dict[str, User],
    open_browser: Callable[..., Page],
    sign_in: Callable[[Page, str], Page],
    script: bool,
) -> None:
    reader = open_browser(script=script)
    reader.goto("/gaps/")
    reader.get_by_role("link", name="claims without a case").click()
    reader.get_by_role("columnheader", name="Gap").get_by_role("link").click()
    expect(reader.get_by_role("columnheader", name="Gap")).to_have_attribute("aria-sort", "ascending")

    author = sign_in(open_browser(script=script), "Amina")
    author.goto("/gaps/claim-3f/")
    author.get_by_role("button", name="I am looking").click()
    expect(author.get_by_role("complementary")).to_contain_text("Amina, until")
    author.get_by_role("link", name="Propose an open call").click()
    author.get_by_role("button", name="Send for review").click()
    expect(author.locator(".problem")).to_contain_text("The text of the call is missing.")
    author.get_by_label("Your call").fill(CALL)
    author.get_by_role("button", name="Send for review").click()
    expect(author.locator("main")).to_contain_text("Sent for review.")

    reader.goto("/gaps/claim-3f/")
    expect(reader.locator("main")).to_contain_text("Amina, until")
    expect(reader.locator("main")).not_to_contain_text(CALL)

    moderator = sign_in(open_browser(script=script), "Chiara")
    moderator.goto("/review/")
    moderator.get_by_role("link", name="Claim 3f Open call").click()
    moderator.get_by_label("Accept and publish").check()
    moderator.get_by_role("button", name="Decide").click()
    expect(moderator.locator("main")).to_contain_text("It is public now.")

    for address in ("/gaps/claim-3f/", "/gaps/"):
        reader.goto(address)
        expect(reader.locator("main")).to_contain_text(CALL)


def test_a_case_that_fills_a_gap_closes_it(
    town: dict[str, User], open_browser: Callable[..., Page], sign_in: Callable[[Page, str], Page]
) -> None:
    author = sign_in(open_browser(), "Amina")
    author.goto("/gaps/country-AU/")
    author.locator("a.gap").click()
    expect(author.locator("[name=country]")).to_have_value("AU")
    fill_first_try(author)
    author.locator("[name=claim]").select_option("3f")
    author.locator("[name='sources.0.url']").fill("https://example.org/open-food-network")
    author.locator("[name=licence]").check()
    author.get_by_role("button", name="Send for review").click()
    expect(author.locator("main")).to_contain_text("Sent for review")
    accept_new(sign_in(open_browser(), "Chiara"))

    reader = open_browser()
    reader.goto("/gaps/country-AU/")
    expect(reader.locator("main")).to_contain_text("by Open Food Network")
    expect(reader.locator("a.gap")).to_have_count(0)
    reader.goto("/gaps/continent-oceania/")
    expect(reader.locator("main")).to_contain_text("by Open Food Network")


def accept_new(page: Page) -> None:
    """Accept the one change that waits."""
    page.goto(f"/review/{Revision.objects.waiting().get().pk}/")
    page.locator("[name=decision][value=approved]").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("is public now")
