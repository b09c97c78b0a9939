"""The filters of the matrix, with and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User

pytestmark = pytest.mark.browser


def test_a_filter_swaps_the_map_and_tells_the_result(
    town: dict[str, User], open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    page.goto("/matrix/")
    page.locator("#filter-stance").select_option("contradicts")
    expect(page.locator("#live")).to_contain_text("0 of 3 cases fit the filters")
    expect(page.locator("#results .none").first).to_contain_text("0 of 3")
    expect(page.locator("#count-country-ES")).to_have_text("Spain (0)")
    assert "stance=contradicts" in page.url
    page.go_back()
    expect(page.locator("#results .cell")).to_have_count(2)


def test_without_script_the_same_form_opens_a_page(
    town: dict[str, User], open_browser: Callable[..., Page]
) -> None:
    page = open_browser(script=False)
    page.goto("/matrix/?cell=7-3")
    page.locator("#at").fill("2005")
    page.get_by_role("button", name="Apply").click()
    assert "at=2005" in page.url
    assert "cell=7-3" in page.url
    expect(page.locator("#results .cell")).to_have_count(1)
    page.get_by_role("link", name="Later: 2006").click()
    assert "at=2006" in page.url
