"""The tools of a text in a real browser: marks with a way back, offers by keyboard, and the live preview."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User

pytestmark = pytest.mark.browser


def test_marks_offers_and_preview_by_keyboard(
    town: dict[str, User], open_browser: Callable[..., Page], sign_in: Callable[[Page, str], Page]
) -> None:
    page = sign_in(open_browser(), "Amina")
    page.goto("/cases/guifi-net/edit/state/")
    text, offers = page.locator("[name='parts.state.text']"), page.locator("[role=listbox]")

    text.fill("masts")
    text.select_text()
    page.get_by_role("button", name="Bold").click()
    expect(text).to_have_value("**masts**")
    page.keyboard.press("Control+z")
    expect(text).to_have_value("masts")

    page.keyboard.press("End")
    page.keyboard.type(" as [[Sen")
    expect(offers.get_by_role("option")).to_have_text(["Sensorica"])
    expect(page.locator("#live")).to_contain_text("Offers below the text: 1.")
    page.keyboard.press("Enter")
    expect(text).to_have_value("masts as [[Sensorica]]")
    expect(offers).to_be_hidden()

    page.keyboard.type(" [@ba")
    expect(offers.get_by_role("option")).to_contain_text(["baig2015"])
    active = page.locator(f"#{text.get_attribute('aria-activedescendant')}".replace(".", "\\."))
    expect(active).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(offers).to_be_hidden()
    page.keyboard.type("i")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(text).to_have_value("masts as [[Sensorica]] [@baig2015]")

    expect(page.locator(".text-preview a[href='/cases/sensorica/']")).to_be_visible()
    text.press("Tab")
    expect(text).not_to_be_focused()
