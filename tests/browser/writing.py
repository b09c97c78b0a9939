"""What people do on the forms of cases, on the review page and in the queue."""

import re

from playwright.sync_api import Page, expect


def open_form(page: Page, slug: str, part: str = "") -> Page:
    """Open the form of a whole case or of one part."""
    page.goto(f"/cases/{slug}/edit/{part and f'{part}/'}")
    expect(page.get_by_role("button", name="Send for review")).to_be_visible()
    return page


def part_text(page: Page, key: str = "in-short") -> str:
    """What the form says for a part."""
    return page.locator(f"[name='parts.{key}.text']").input_value()


def rewrite(page: Page, old: str, new: str, *, key: str = "in-short") -> None:
    """Put other words in the place of some words of a part."""
    text = part_text(page, key)
    assert old in text
    page.locator(f"[name='parts.{key}.text']").fill(text.replace(old, new))


def press_send(page: Page) -> None:
    """State no stake, agree to the licence and press the button."""
    page.locator("[name=stake][value=none]").check()
    page.locator("[name=licence]").check()
    page.get_by_role("button", name="Send for review").click()


def send(page: Page) -> int:
    """Send the form and return the number of the change."""
    press_send(page)
    expect(page.locator("main")).to_contain_text("Sent for review")
    return int(page.url.rstrip("/").rsplit("/", 1)[-1])


def tick(page: Page, label: str) -> None:
    """Tick one change on the review page."""
    page.get_by_role("checkbox", name=re.compile(f"Accept this change.*{label}")).check()


def decide(page: Page, decision: str, note: str = "") -> None:
    """Choose a decision and press the button."""
    page.get_by_role("radio", name=decision, exact=True).check()
    page.get_by_label("Note to the author").fill(note)
    page.get_by_role("button", name="Decide").click()


def accept(page: Page, change: int) -> None:
    """Accept a whole change."""
    page.goto(f"/review/{change}/")
    decide(page, "Accept and publish")
    expect(page.locator("main")).to_contain_text("is public now")
