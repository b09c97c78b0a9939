"""The map and the timeline in a browser: drawn from the outlines, filtered, scrolled, printed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User

pytestmark = pytest.mark.browser


def test_land_and_marks_are_drawn_without_script(
    town: dict[str, User], open_browser: Callable[..., Page]
) -> None:
    page = open_browser(script=False)
    page.goto("/map/")
    assert page.locator(".atlas .land").evaluate("land => land.getBBox().width") > 900
    assert 20 < page.locator(".atlas .counted").evaluate("spain => spain.getBBox().width") < 60
    page.locator(".atlas .mark").first.click()
    expect(page).to_have_url(re.compile(r"/cases/\?country=ES$"))


def test_a_filter_swaps_the_map_and_tells_the_result(
    town: dict[str, User], open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    page.goto("/map/")
    page.locator("#filter-stance").select_option("contradicts")
    expect(page.locator("#live")).to_contain_text("0 of 3 cases fit the filters.")
    expect(page.locator(".atlas .mark")).to_have_count(0)
    page.go_back()
    expect(page.locator(".atlas .mark")).to_have_count(1)


@pytest.mark.parametrize("address", ["/map/", "/timeline/"])
def test_the_drawing_scrolls_in_itself_and_by_keyboard(
    town: dict[str, User], open_browser: Callable[..., Page], address: str
) -> None:
    page = open_browser(width=360)
    page.goto(address)
    region = page.locator("figure .scroll")
    region.focus()
    page.keyboard.press("ArrowRight")
    expect(region).to_be_focused()
    assert region.evaluate("box => box.scrollWidth > box.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("address", ["/map/", "/timeline/"])
def test_print_shows_the_whole_drawing(
    town: dict[str, User], open_browser: Callable[..., Page], address: str
) -> None:
    page = open_browser(width=700, dark=True)
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator("figure .scroll").evaluate("box => box.scrollWidth <= box.clientWidth")
    expect(page.locator("#results .tbl")).to_be_visible()
