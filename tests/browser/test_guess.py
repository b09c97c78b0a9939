"""The drawings of the tested guess: without script, with patterns, and in print."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User

pytestmark = pytest.mark.browser


def test_bars_are_as_long_as_there_are_claims_and_say_their_number(
    town: dict[str, User], open_browser: Callable[..., Page]
) -> None:
    page = open_browser(script=False)
    page.goto("/patchwork/guess/")
    rows = page.locator(".chart g[data-m]")
    assert [rows.nth(place).locator(".number").all_text_contents() for place in range(3)] == [
        ["7"], ["1", "8"], ["2", "12"],
    ]  # fmt: skip
    widths = page.locator(".chart .gap-cell .cell").evaluate_all(
        "cells => cells.map(cell => cell.getBoundingClientRect().width)"
    )
    assert widths[0] / 7 == pytest.approx(widths[2] / 12, rel=0.03)


def test_tables_scroll_in_themselves_and_by_keyboard(
    town: dict[str, User], open_browser: Callable[..., Page]
) -> None:
    page = open_browser(width=360)
    page.goto("/patchwork/guess/")
    region = page.get_by_role("region", name="Cases, independent sources and states of every claim")
    region.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(region).to_be_focused()
    assert region.evaluate("box => box.scrollWidth > box.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_print_shows_bars_and_tables_on_white(
    town: dict[str, User], open_browser: Callable[..., Page]
) -> None:
    page = open_browser(dark=True)
    page.goto("/patchwork/guess/")
    page.emulate_media(media="print")
    expect(page.locator(".by-claim .measure svg").first).to_be_visible()
    expect(page.locator(".chart svg")).to_be_visible()
    assert page.locator(".chart .chip").first.evaluate("chip => getComputedStyle(chip).fill") == (
        "rgb(255, 255, 255)"
    )
