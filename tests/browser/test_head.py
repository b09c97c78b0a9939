"""The block of data in the head of a page: no browser runs it, whatever the text of a case says."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from accounts.models import User
from tests.world import content, published

pytestmark = pytest.mark.browser

HOSTILE = "</script><script>document.title='zq9x'</script><!-- <script>"


def test_a_hostile_case_stays_inside_the_block(
    town: dict[str, User], open_browser: Callable[..., Page]
) -> None:
    case = published(
        content(f"{HOSTILE} title", summary=f"{HOSTILE} summary", organisations=(HOSTILE,)),
        by=town["bruno"],
        reviewer=town["deniz"],
    )
    page = open_browser()
    for address in (f"/cases/{case.slug}/", "/claims/3c/", "/"):
        page.goto(address)
        (block,) = page.eval_on_selector_all("script:not([src])", "all => all.map(one => one.textContent)")
        assert json.loads(block)["@context"] == "https://schema.org"
        assert page.title() != "zq9x"
    page.goto(f"/cases/{case.slug}/")
    said = json.loads(page.text_content("script:not([src])") or "")
    assert (said["headline"], said["description"]) == (f"{HOSTILE} title", f"{HOSTILE} summary")
