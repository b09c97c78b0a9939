"""Every page that refuses, reached as a person reaches it: axe finds nothing, nothing scrolls sideways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from cases.actions import proposals, reviews, wanted
from cases.actions.reviews import seen_now
from cases.domain.gaps import Gap
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim
from tests.browser.axe import faults_of
from tests.world import content, proposed, submitted

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
SignIn = Callable[[Page, str], Page]


def check(page: Page, heading: str) -> None:
    """The page is the one that was meant, and has no fault, wide and narrow."""
    expect(page.locator("main")).to_contain_text(heading)
    assert faults_of(page, page.url) == []


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def author(town: dict[str, User], open_browser: Open, sign_in: SignIn) -> Page:
    """Amina's browser at a form in which she has typed."""
    page = sign_in(open_browser(), "Amina")
    page.goto("/contribute/?claim=3f")
    page.locator("[name=which][value=new]").check()
    page.locator("[name=note]").fill("They plan volumes together.")
    return page


@pytest.fixture
def moderator(town: dict[str, User], open_browser: Open, sign_in: SignIn) -> Page:
    """Chiara's browser."""
    return sign_in(open_browser(), "Chiara")


def test_a_form_with_faults(author: Page) -> None:
    press(author, "Send for review")
    check(author, "There is a problem")


def test_a_draft_that_another_tab_threw_away(author: Page) -> None:
    press(author, "Save draft")
    author.wait_for_url("**/drafts/*/")
    other = author.context.new_page()
    other.goto(f"{author.url}discard/")
    other.locator("main form button[type=submit]").first.click()
    press(author, "Save draft")
    check(author, "This draft is not here any more; your text is")


def test_a_form_that_was_open_too_long(author: Page) -> None:
    author.context.clear_cookies()
    press(author, "Save draft")
    check(author, "They plan volumes together.")


def test_a_decision_without_its_reason_and_one_that_came_too_late(
    town: dict[str, User], moderator: Page
) -> None:
    change = submitted(content("Waiting"), by=town["amina"])
    moderator.goto(f"/review/{change.pk}/")
    moderator.get_by_role("radio", name="Decline").check()
    press(moderator, "Decide")
    check(moderator, "The reason is missing.")
    reviews.approve(revision=change, by=town["deniz"], seen=seen_now(change))
    moderator.get_by_role("radio", name="Accept and publish").check()
    press(moderator, "Decide")
    check(moderator, "Deniz")


def test_a_proposal_that_somebody_else_decided(town: dict[str, User], moderator: Page) -> None:
    proposal = proposed(by=town["amina"])
    moderator.goto(f"/review/proposals/{proposal.pk}/")
    press(moderator, "Decide")
    check(moderator, "There is a problem")
    proposals.accept(proposal=proposal, by=town["deniz"])
    moderator.locator("main form [type=radio]").first.check()
    press(moderator, "Decide")
    check(moderator, "Deniz")


def test_a_wanted_line_that_somebody_else_wrote(town: dict[str, User], moderator: Page) -> None:
    moderator.goto("/gaps/claim-3f/wanted/")
    wanted.write(gap=Gap.read("claim-3f"), text="an open chain", by=town["deniz"], seen_number=0)
    moderator.locator("main [name=text]").fill("a chain of shops")
    moderator.locator("main form button[type=submit]").first.click()
    check(moderator, "an open chain")


def test_a_wording_that_somebody_else_published(
    town: dict[str, User], open_browser: Open, sign_in: SignIn
) -> None:
    page = sign_in(open_browser(), "Edda")
    page.goto("/claims/3f/wording/")
    claim = Claim.objects.get(code="3f")
    publish_wording(
        claim=claim, statement="Other words.", kind="reworded", note="Why.", by=town["edda"], seen_version=1
    )
    page.locator("main [name=statement]").fill("My own words.")
    page.locator("main [name=note]").fill("Clearer.")
    page.locator("main form button[type=submit]").last.click()
    check(page, "Other words.")


def test_what_the_site_says_when_it_cannot(
    town: dict[str, User], open_browser: Open, settings: Settings, faults: list[str]
) -> None:
    settings.ROOT_URLCONF = "tests.browser.refusals"
    page = open_browser()
    for address, heading in (("/429/", "too often"), ("/500/", "broke on our side"), ("/503/", "busy")):
        page.goto(address)
        check(page, heading)
    assert all("the server responded with a status of 50" in fault for fault in faults)
    faults.clear()
