"""Choosing cases and reading them side by side, with script and without, wide and narrow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_cases_ticked_in_a_cell_are_compared(
    town: dict[str, User], open_browser: Callable[..., Page], script: bool
) -> None:
    page = open_browser(script=script)
    page.goto("/matrix/?cell=7-3")
    for name in ("Guifi.net", "Linux"):
        page.get_by_role("checkbox", name=f"Compare {name}").check()
    page.get_by_role("button", name="Compare those ticked").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Guifi.net, Linux")
    assert page.url.endswith("/compare/?case=guifi-net&case=linux")


def test_a_case_is_added_by_its_name_then_moved_and_removed_without_script(
    town: dict[str, User], open_browser: Callable[..., Page]
) -> None:
    page = open_browser(script=False)
    page.goto("/compare/?case=guifi-net&case=linux")
    page.get_by_label("Add a case by its name").fill("sensorica")
    page.get_by_role("button", name="Add").click()
    heads = page.locator("table.cmp").first.get_by_role("columnheader")
    expect(heads.get_by_role("link")).to_have_text(["Guifi.net", "Linux", "Sensorica"])
    page.get_by_role("link", name="Move Sensorica one column towards the first").click()
    expect(heads.get_by_role("link")).to_have_text(["Guifi.net", "Sensorica", "Linux"])
    page.get_by_role("link", name="Remove Linux").click()
    expect(heads.get_by_role("link")).to_have_text(["Guifi.net", "Sensorica"])


def test_on_a_telephone_the_names_of_rows_stay_while_the_table_scrolls(
    town: dict[str, User], open_browser: Callable[..., Page]
) -> None:
    page = open_browser(width=360)
    page.goto("/compare/?case=guifi-net&case=linux&case=sensorica")
    region = page.get_by_role("region", name="Moves and claims: Guifi.net, Linux, Sensorica")
    name = region.get_by_role("rowheader", name="Phases")
    region.focus()
    before = name.bounding_box()
    region.evaluate("region => { region.scrollLeft = 300 }")
    assert region.evaluate("region => region.scrollLeft") > 200
    assert name.bounding_box() == before


def test_the_heads_stay_in_view_on_a_wide_page(
    town: dict[str, User], open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    page.goto("/compare/?case=guifi-net&case=linux")
    page.locator("#row-began").evaluate("row => row.scrollIntoView()")
    head = page.locator("table.cmp").last.get_by_role("columnheader", name="Linux")
    box = head.bounding_box()
    assert box is not None
    assert -1 <= box["y"] <= 1


def test_paper_is_turned(town: dict[str, User], open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/compare/?case=guifi-net&case=linux")
    pages = page.pdf(prefer_css_page_size=True)
    assert b"792 612" in pages
    assert b"612 792" not in pages
