"""A copy of the site, opened from its folder: every link leads to a file, and it can be searched."""

from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from accounts.models import User
from cases.management.site_copy import export_site
from cases.queries import public_pages

pytestmark = pytest.mark.browser

OF_A_KIND = 4
BASE = "https://patchwork.example.org"
LINKS = "all => all.map(link => new URL(link.getAttribute('href'), document.baseURI).href)"
USED = "all => all.filter(use => !document.getElementById(use.getAttribute('href').slice(1))).length"


def walk(page: Page, folder: Path) -> set[Path]:
    """Open pages that links lead to, from the first one on, some of each kind; every page that was named."""
    waiting, met, kinds = [folder / "index.html"], {folder / "index.html"}, Counter[tuple[str, int]]()
    while waiting:
        page.goto(waiting.pop().as_uri())
        assert page.eval_on_selector_all("use", USED) == 0
        for address in page.eval_on_selector_all("a[href]", LINKS):
            split = urlsplit(address)
            if split.scheme != "file":
                assert split.scheme in {"http", "https"}
                continue
            file = Path(unquote(split.path))
            assert file.is_file(), (page.url, address)
            if file.suffix == ".html" and file not in met:
                met.add(file)
                kinds[kind_of(file, folder)] += 1
                if kinds[kind_of(file, folder)] <= OF_A_KIND:
                    waiting.append(file)
    return met


def kind_of(file: Path, folder: Path) -> tuple[str, int]:
    """Pages in folders beside each other are made alike."""
    pieces = file.relative_to(folder).parts
    return pieces[0], len(pieces)


def test_it_opens_from_its_folder(
    town: dict[str, User], browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every country without a case is a gap with a page; one gap is enough here.
    for route in ("gap", "gap_feed"):
        monkeypatch.setitem(public_pages.OF_ROUTE, route, lambda: iter([("claim-3f",)]))
    folder = tmp_path / "copy"
    export_site(folder, base=BASE, now=timezone.now())
    page, faults = browser.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    assert walk(page, folder) >= {folder / "cases/linux/index.html", folder / "texts/models/index.html"}
    page.goto((folder / "cases/linux/index.html").as_uri())
    page.fill("#find", "GUIFI")
    page.press("#find", "Enter")
    page.click("text=Guifi.net")
    assert Path(unquote(urlsplit(page.url).path)) == folder / "cases/guifi-net/index.html"
    assert faults == []
