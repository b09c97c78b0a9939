"""A walk over the comparison pages as the site begins: with its whole casebook, with script and without."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from models_taxonomy.actions import load_taxonomy

pytestmark = pytest.mark.browser


@pytest.fixture
def casebook(live_server: LiveServer, transactional_db: None) -> None:
    """The 77 cases, loaded as `make run` loads them; about ten seconds."""
    load_taxonomy()
    call_command("load_casebook", stdout=StringIO())


def choose_spain(page: Page, script: bool) -> None:
    """Use the filter by country; without script the button sends it."""
    if not page.locator("#filter-country").is_visible():
        page.locator("summary", has_text="Filter the cases").click()
    page.locator("#filter-country").select_option("ES")
    if not script:
        page.locator("main form.bar").get_by_role("button", name="Apply").click()
    expect(page.locator(".chips .chip")).to_contain_text("Spain")


def search_words(page: Page, _script: bool) -> None:
    expect(page.locator("#results .found")).to_have_text("77 cases")
    page.locator("[name=q]").last.fill("network")
    page.locator("main form.browse-form").get_by_role("button", name="Apply").first.click()
    expect(page.locator("#results .chip")).to_contain_text("network")


def choose_cells(page: Page, _script: bool) -> None:
    page.locator("nav.views a", has_text="empty cell").click()
    expect(page.locator("nav.views [aria-current]")).to_contain_text("empty cell")


def keep_rows_that_differ(page: Page, _script: bool) -> None:
    page.get_by_role("link", name="Only rows that differ").click()
    expect(page.get_by_role("link", name="All rows")).to_be_visible()


def nothing(_page: Page, _script: bool) -> None:
    """The guess has no filter: it counts in four ways on one page."""


WALK: dict[str, tuple[Callable[[Page, bool], None], str]] = {
    "/patchwork/": (choose_spain, "table.cloth"),
    "/matrix/": (choose_spain, "table.mx"),
    "/moves/": (choose_spain, "table.from-to"),
    "/gaps/": (choose_cells, "table.gaps-table"),
    "/compare/?case=linux-kernel&case=quirky&case=guifi-net": (keep_rows_that_differ, "table.cmp"),
    "/patchwork/guess/": (nothing, "table.by-claim"),
    "/map/": (choose_spain, "table.countries"),
    "/timeline/": (choose_spain, "table.decades-table"),
    "/cases/": (search_words, "ol.hits"),
}
"""Each page with what a reader does on it, and its table."""


def test_every_page_of_the_casebook_is_used_narrowed_and_printed(
    casebook: None, open_browser: Callable[..., Page], subtests: pytest.Subtests
) -> None:
    for script in (True, False):
        page = open_browser(script=script)
        for address, (use, table) in WALK.items():
            with subtests.test(address, script=script):
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200
                use(page, script)
                check_narrow_and_on_paper(page, table)


def check_narrow_and_on_paper(page: Page, table: str) -> None:
    """Nothing scrolls sideways on a telephone, and the table is on paper."""
    page.set_viewport_size({"width": 360, "height": 900})
    expect(page.locator("html")).to_have_js_property("scrollWidth", 360)
    page.emulate_media(media="print")
    expect(page.locator(table).first).to_be_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
