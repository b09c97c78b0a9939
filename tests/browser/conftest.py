"""Real browsers on the real pages: every console error, CSP report and outside request is a failure."""

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from models_taxonomy.actions import load_taxonomy
from tests.conftest import CHROMIUM
from tests.world import PASSWORD, content, illustration, person, published

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread

REFUSALS = ("the server responded with a status of 4", "Response Status Error Code 4")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the system's Chromium, quietly."""
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def town(live_server: LiveServer, transactional_db: None) -> dict[str, User]:
    """The cast, the taxonomy and three cases; claim 3f has none."""
    load_taxonomy()
    people = {
        "amina": person("Amina"),
        "bruno": person("Bruno"),
        "chiara": person("Chiara", "moderator"),
        "deniz": person("Deniz", "moderator"),
        "edda": person("Edda", "steward"),
    }
    for title, claim in (("Guifi.net", "3c"), ("Sensorica", "3a"), ("Linux", "2b")):
        published(
            content(title, illustrations=(illustration(claim),)), by=people["bruno"], reviewer=people["deniz"]
        )
    return people


@pytest.fixture
def faults() -> list[str]:
    """What a browser complained about; checked at the end of the test."""
    return []


@pytest.fixture
def open_browser(
    browser: Browser, live_server: LiveServer, faults: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open a browser of one person: `open_browser(script=False, width=360, dark=True)`."""
    contexts: list[BrowserContext] = []
    host = urlsplit(live_server.url).netloc

    def listen(message: ConsoleMessage) -> None:
        # A page that answers 4xx on purpose is reported by the browser as a failed resource, and by htmx.
        is_refusal = any(said in message.text for said in REFUSALS)
        if message.type == "error" and not is_refusal:
            faults.append(message.text)

    def watch(request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and urlsplit(request.url).netloc != host:
            faults.append(f"outside request: {request.url}")

    def opened(*, script: bool = True, width: int = 1280, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            # Colours that are still on their way from one theme to the other cannot be measured.
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", listen)
        page.on("request", watch)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def sign_in() -> Callable[[Page, str], Page]:
    """Sign a person in through the form."""

    def signed(page: Page, name: str) -> Page:
        page.goto("/account/login/")
        page.locator("[name=login]").fill(name)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/me/")
        return page

    return signed
