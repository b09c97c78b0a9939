"""What axe finds on a page, wide and narrow, light and dark, and whether the page scrolls sideways."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDE, NARROW, HEIGHT = 1280, 360, 900
# Without preloading: axe would fetch the pieces of the style sheet from addresses of its own making.
OPTIONS: dict[str, object] = {"preload": False, "resultTypes": ["violations"]}
# The theme swaps colours and nothing else, so only these rules can differ in the dark.
OF_COLOURS = ("color-contrast", "link-in-text-block")
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": OF_COLOURS}}
RULES = OPTIONS | {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {rule: {"enabled": False} for rule in OF_COLOURS},
}

# How each element looks in a theme, and which look otherwise than before; "" is one that is not seen.
LOOKS = """(theme) => {
  const look = (element) => {
    const { color, backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
    return element.checkVisibility() ? [color, backgroundColor, backgroundImage, opacity].join() : "";
  };
  const looks = (window.looks ??= {});
  const before = looks[theme] ?? new Map();
  const all = [...document.querySelectorAll("body, body *")];
  looks[theme] = new Map(all.map((element) => [element, look(element)]));
  window.changed = all.filter((element) => look(element) && look(element) !== before.get(element));
  return window.changed.length;
}"""
EVERYTHING, CHANGED = "document", "({ include: window.changed })"


def faults_of(page: Page, where: str) -> list[str]:
    """What axe finds on the page, wide and narrow, light and dark, and whether it scrolls sideways.

    Colours take axe longest. Narrow, they are looked at where an element is seen that was not, or has other
    colours than it had wide.
    """
    # Without motion: axe would else judge colours halfway between the two themes.
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for width, part in ((WIDE, EVERYTHING), (NARROW, CHANGED)):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += violations(page, RULES, f"{where} ({width})")
        for theme in ("dark", "light"):
            page.emulate_media(color_scheme=theme)
            if page.evaluate(LOOKS, theme):
                found += violations(page, COLOURS, f"{where} ({width}, {theme})", part)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found += [f"{where}: scrolls {overflow} px"] if overflow > 0 else []
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    return found


def violations(page: Page, options: dict[str, object], where: str, part: str = EVERYTHING) -> list[str]:
    """One line for each rule that axe finds broken in a part of the page; its script is in the page."""
    answer: Any = page.evaluate(f"options => axe.run({part}, options)", options)
    return [f"{where}: {row['id']} {row['nodes'][0]['html'][:160]}" for row in answer["violations"]]
