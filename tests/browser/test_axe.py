"""What is looked at for colours: everything when wide, and narrow whatever is seen otherwise."""

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import faults_of

pytestmark = pytest.mark.browser

PAGE = (
    "<!doctype html><html lang=en><title>Words</title><style>{}</style>"
    "<main><h1>Words</h1><p>Few of them.</p></main></html>"
)
PALE, DEEP = "p { color: #ccc; background: #fff }", "p { color: #333; background: #222 }"
NARROW, DARK = "(max-width: 500px)", "(prefers-color-scheme: dark)"


@pytest.mark.parametrize(
    ("style", "where"),
    [
        (PALE, "(1280, light)"),
        (f"@media {DARK} {{ {DEEP} }}", "(1280, dark)"),
        (f"@media {NARROW} {{ {PALE} }}", "(360, light)"),
        (f"@media {NARROW} and {DARK} {{ {DEEP} }} @media {NARROW} {{ p {{ color: #000 }} }}", "(360, dark)"),
        (f"{PALE} @media not {NARROW} {{ p {{ display: none }} }}", "(360, light)"),
        ("p { inline-size: 400px }", "scrolls"),
    ],
)
def test_a_fault_is_found_where_it_is_seen(browser: Browser, style: str, where: str) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format(style))
    (found, *_others) = [fault for fault in faults_of(page, "page") if where in fault] or [""]
    assert ("scrolls" if where == "scrolls" else "color-contrast") in found
    page.close()


def test_a_page_without_faults_has_none(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format("p { color: #000 }"))
    assert faults_of(page, "page") == []
    page.close()
