"""The moves in a browser: filters with and without script, numbers that lead to ribbons, narrow pages."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.domain.content import Phase
from tests.world import content, published

pytestmark = pytest.mark.browser


@pytest.fixture
def moved(town: dict[str, User]) -> None:
    """The three cases of the town moved from 6-3 to 7-3; MakerBot made two other moves."""
    phases = (
        Phase(start=2007, end=2009, stage=6, model=2),
        Phase(start=2009, end=2012, stage=3, model=2),
        Phase(start=2012, end=None, stage=1, model=1),
    )
    published(content("MakerBot", phases=phases), by=town["bruno"], reviewer=town["deniz"])


def test_a_filter_swaps_the_ribbons_and_tells_the_result(
    moved: None, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    page.goto("/moves/")
    expect(page.locator(".ribbon")).to_have_count(4)
    page.locator("#filter-from").focus()
    page.locator("#filter-from").select_option("6-2")
    expect(page.locator("#live")).to_contain_text("1 of 4 cases moved away from stage 6 in Captured commons.")
    expect(page.locator(".ribbon")).to_have_count(1)
    expect(page.locator("#count-to-7-3")).to_have_text("stage 7 in Civic commons (0)")
    expect(page.locator("#filter-from")).to_be_focused()
    page.go_back()
    expect(page.locator(".ribbon")).to_have_count(4)


def test_without_script_a_number_leads_to_the_cases_that_it_counts(
    moved: None, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(script=False)
    page.goto("/moves/")
    page.locator(".from-to").get_by_role("link", name="3", exact=True).first.click()
    expect(page.locator(".ribbon")).to_have_count(3)
    expect(page.locator(".from-to [aria-current]")).to_have_text("3")
    page.locator("#filter-to").select_option("1-1")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="Remove “To stage 1 in Proprietary” (3 cases)").click()
    expect(page.locator(".ribbon")).to_have_count(3)


@pytest.mark.parametrize("width", [360, 1280])
def test_pieces_lie_beside_each_other_with_their_cloth(
    moved: None, open_browser: Callable[..., Page], width: int
) -> None:
    page = open_browser(width=width)
    page.goto("/moves/?from=6-2")
    boxes = [piece.bounding_box() for piece in page.locator(".track .dye").all()]
    edges = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert len(edges) == 3
    assert all(old[1] <= new[0] + 3 for old, new in pairwise(edges))  # edges are drawn on both sides
    fills = page.locator(".track .dye").evaluate_all(
        "nodes => nodes.map(node => getComputedStyle(node).fill)"
    )
    assert fills[0] == fills[1] != fills[2]
    assert edges[-1][1] <= width


def test_wide_tables_scroll_in_their_own_region_by_keyboard(
    moved: None, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(width=360)
    page.goto("/moves/table/")
    region = page.get_by_role("region", name="Moves with the reason given for the new phase.")
    region.focus()
    page.keyboard.press("ArrowRight")
    expect(region).to_be_focused()
    expect(page.locator("#list")).not_to_have_js_property("scrollLeft", 0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("address", ["/moves/", "/moves/table/", "/patchwork/guess/", "/timeline/", "/gaps/"])
def test_no_table_is_cut_off_on_paper(moved: None, open_browser: Callable[..., Page], address: str) -> None:
    page = open_browser()
    page.set_viewport_size({"width": 718, "height": 1000})
    page.emulate_media(media="print")
    page.goto(address)
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll')].every(frame => frame.scrollWidth <= frame.clientWidth)"
    )
