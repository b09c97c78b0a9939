"""What axe finds on a page, wide and narrow, light and dark, and whether the page scrolls sideways."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDE, NARROW, HEIGHT = 1280, 360, 900
# Without preloading: axe would fetch the pieces of the style sheet from addresses of its own making.
RULES: dict[str, object] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,
    "resultTypes": ["violations"],
}
# The theme swaps colours and nothing else, so only these rules can differ in the dark.
COLOURS: dict[str, object] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "preload": False,
    "resultTypes": ["violations"],
}


def faults_of(page: Page, where: str) -> list[str]:
    """What axe finds on the page, wide and narrow, light and dark, and whether it scrolls sideways."""
    # Without motion: axe would else judge colours halfway between the two themes.
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += violations(page, RULES, f"{where} ({width})")
        page.emulate_media(color_scheme="dark")
        found += violations(page, COLOURS, f"{where} ({width}, dark)")
        page.emulate_media(color_scheme="light")
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found += [f"{where}: scrolls {overflow} px"] if overflow > 0 else []
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    return found


def violations(page: Page, options: dict[str, object], where: str) -> list[str]:
    """One line for each rule that axe finds broken; its script is in the page."""
    answer: Any = page.evaluate("options => axe.run(document, options)", options)
    return [f"{where}: {row['id']} {row['nodes'][0]['html'][:160]}" for row in answer["violations"]]
