"""Writing in a real browser: kept by itself, kept when the site is away, never overwritten by another tab."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.models import Draft

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
SignIn = Callable[[Page, str], Page]
AUTOSAVE = "**/autosave/"


@pytest.fixture
def amina(town: dict[str, User], open_browser: Open, sign_in: SignIn) -> Page:
    """Amina's browser at the form for the gap 3f, a new case chosen."""
    page = sign_in(open_browser(), "Amina")
    page.goto("/contribute/?claim=3f")
    page.locator("[name=which][value=new]").check()
    return page


def test_typing_keeps_a_draft_and_says_when(amina: Page) -> None:
    amina.locator("[name=note]").fill("They plan volumes together.")
    expect(amina.locator("[data-autosave-status]")).to_contain_text("Draft kept at")
    assert f"/drafts/{Draft.objects.get().pk}/" in amina.url
    amina.reload()
    expect(amina.locator("[name=note]")).to_have_value("They plan volumes together.")


def test_without_the_site_the_text_stays_in_the_browser_and_comes_back(
    amina: Page, faults: list[str]
) -> None:
    amina.locator("[name=note]").fill("First.")
    expect(amina.locator("[data-autosave-status]")).to_contain_text("Draft kept at")
    amina.route(AUTOSAVE, lambda route: route.abort())
    amina.locator("[name=note]").fill("First. Second.")
    expect(amina.locator("[data-autosave-status]")).to_contain_text("A copy is in this browser")
    amina.reload()
    expect(amina.locator("[name=note]")).to_have_value("First.")
    amina.unroute(AUTOSAVE)
    amina.get_by_role("button", name="Put it back").click()
    expect(amina.locator("[name=note]")).to_have_value("First. Second.")
    expect(amina.locator("[data-autosave-status]")).to_contain_text("Draft kept at")
    assert Draft.objects.get().fields["note"] == ["First. Second."]
    assert all("ERR_FAILED" in fault for fault in faults)
    faults.clear()  # the browser's own words about the site that was away


def test_two_tabs_on_one_draft_keep_both(amina: Page) -> None:
    amina.get_by_role("button", name="Save draft").click()
    amina.wait_for_url("**/drafts/*/")
    other = amina.context.new_page()
    other.goto(amina.url)
    amina.locator("[name=note]").fill("From one tab.")
    expect(amina.locator("[data-autosave-status]")).to_contain_text("Draft kept at")
    expect(amina.locator("[name=form_seen]").first).not_to_have_value("")
    amina.get_by_role("button", name="Save draft").click()
    expect(amina.locator("main")).to_contain_text("Draft kept at")
    other.locator("[name=note]").fill("From the other.")
    expect(other.locator("[data-autosave-status]")).to_contain_text("Both are kept")
    assert other.url != amina.url
    assert {row.fields["note"][0] for row in Draft.objects.all()} == {"From one tab.", "From the other."}


def test_the_preview_comes_beside_the_form_and_is_announced(amina: Page) -> None:
    amina.locator("[name=title]").fill("Open Food Network")
    amina.locator("[name=note]").fill("They plan volumes together.")
    button = amina.get_by_role("button", name="Preview")
    button.focus()
    button.press("Enter")
    expect(amina.locator("#preview")).to_contain_text("Before it can be sent")
    expect(amina.locator("#live")).to_contain_text("The preview is shown")
    expect(button).to_be_focused()
    assert Draft.objects.get().fields["note"] == ["They plan volumes together."]
    assert f"/drafts/{Draft.objects.get().pk}/" in amina.url


def test_the_fields_of_a_case_open_with_its_choice(amina: Page) -> None:
    expect(amina.locator("[name=title]")).to_be_visible()
    expect(amina.locator("[name=case]")).to_be_hidden()
    amina.locator("[name=which][value=existing]").check()
    expect(amina.locator("[name=case]")).to_be_visible()
    expect(amina.locator("[name=title]")).to_be_hidden()


def test_without_scripts_the_preview_is_a_page(
    town: dict[str, User], open_browser: Open, sign_in: SignIn
) -> None:
    page = sign_in(open_browser(script=False), "Amina")
    page.goto("/contribute/?claim=3f")
    page.locator("[name=which][value=new]").check()
    page.locator("[name=note]").fill("They plan volumes together.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("Before it can be sent")
    expect(page.locator("[name=note]")).to_have_value("They plan volumes together.")
    page.get_by_role("button", name="Add another source").click()
    expect(page.locator("[name='sources.1.title']")).to_be_visible()


def test_an_error_leads_to_its_field(amina: Page) -> None:
    amina.get_by_role("button", name="Send for review").click()
    expect(amina.locator(".problem")).to_be_focused()
    assert amina.title().startswith("Error:")
    amina.locator(".problem a").first.click()
    target = amina.locator(".problem a").first.get_attribute("href")
    expect(amina.locator(str(target))).to_be_visible()
