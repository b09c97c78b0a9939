"""The field of the search completes what is typed, and its list is searched without a new page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.world import content, published

pytestmark = pytest.mark.browser


def test_words_are_completed_and_searched(
    amina: User, chiara: User, open_browser: Callable[..., Page]
) -> None:
    published(content("Guifi.net"), by=amina, reviewer=chiara)
    page = open_browser(script=True)
    page.goto("/cases/")
    for field in ("#words", "#find"):
        page.locator(field).press_sequentially("guif")
        options = page.locator(f"{field} + datalist option")
        expect(options).to_have_count(2)
        assert [option.get_attribute("value") for option in options.all()] == ["Guifi.net", "guifi"]
    page.locator("#words").fill("gufi")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_contain_text("Showing results for guifi.")
    expect(page.locator("#order")).to_contain_text("Best first")
    page.get_by_role("link", name="Search instead for gufi").click()
    expect(page.locator("#results .found")).to_have_text("0 of 1 cases")
