"""The whole loop, as the people it serves: a gap, a case, a question back, an answer, a patch."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.models import Revision

pytestmark = pytest.mark.browser

SECRET = "Growers and shops plan their volumes together in the open"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_gap_becomes_a_patch(
    town: dict[str, User],
    open_browser: Callable[..., Page],
    sign_in: Callable[[Page, str], Page],
    script: bool,
) -> None:
    reader = open_browser(script=script)
    reader.goto("/patchwork/")
    expect(reader.locator("#c3f")).to_contain_text("open supply chains")
    expect(reader.locator("a.gap[href$='claim=3f']").first).to_be_visible()

    author = sign_in(open_browser(script=script), "Amina")
    author.goto("/patchwork/")
    author.locator("table a.gap[href$='claim=3f']").first.click()
    fill_first_try(author)
    author.get_by_role("button", name="Send for review").click()

    expect(author.locator(".problem")).to_contain_text("There is a problem")
    assert author.title().startswith("Error:")
    expect(author.locator("[name=note]")).to_have_value(f"{SECRET}.")
    author.locator("[name='sources.0.url']").fill("https://example.org/open-food-network")
    author.locator("[name=licence]").check()
    author.get_by_role("button", name="Send for review").click()
    expect(author.locator("main")).to_contain_text("Sent for review")
    first = Revision.objects.waiting().get()

    assert_nowhere_public(reader)

    ask_for_changes(sign_in(open_browser(script=script), "Chiara"), first)
    assert_nowhere_public(reader)
    answer(author)

    second = Revision.objects.waiting().get()
    assert second.follows == first
    accept(sign_in(open_browser(script=script), "Deniz"), second)

    reader.goto("/patchwork/")
    expect(reader.locator(".patch.supports", has_text="Open Food Network")).to_be_visible()
    expect(reader.locator("table a.gap[href$='claim=3f']")).to_have_count(0)
    reader.goto("/claims/3f/")
    expect(reader.locator("main")).to_contain_text(f"{SECRET}, with shared margins.")


def fill_first_try(page: Page) -> None:
    """Fill the short form for a new case, with a link that is no link and without the licence."""
    page.locator("[name=which][value=new]").check()
    page.locator("[name=title]").fill("Open Food Network")
    page.locator("[name=summary]").fill("Shops and growers share one platform.")
    page.locator("[name=place]").fill("Melbourne")
    page.locator("[name=country]").select_option("AU")
    page.locator("[name=began]").fill("2012")
    page.locator("[name=stance][value=supports]").check()
    page.locator("[name=note]").fill(f"{SECRET}.")
    page.locator("[name='sources.0.title']").fill("How the network sets margins")
    page.locator("[name='sources.0.url']").fill("openfoodnetwork")
    page.locator("[name='sources.0.speaker']").select_option("organisation")
    page.locator("[name=stage][value='7']").check()
    page.locator("[name=model][value='3']").check()
    page.locator("[name=since]").fill("2012")
    page.locator("[name=stake][value=none]").check()


def ask_for_changes(page: Page, revision: Revision) -> None:
    """Decide, as a moderator, that something is missing."""
    page.goto("/review/")
    page.locator(f"a[href$='/review/{revision.pk}/']").first.click()
    expect(page.locator("main")).to_contain_text("The gap 3f closes.")
    page.locator("[name=decision][value=changes_requested]").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.locator(".problem")).to_contain_text("The reason is missing")
    page.locator("[name=reason]").select_option("source-does-not-say")
    page.locator("[name=note]").fill("What does the source say of margins?")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("is asked for changes")


def answer(page: Page) -> None:
    """Read what the reviewer asks, and send the text again."""
    page.goto("/me/")
    expect(page.locator("main")).to_contain_text("What does the source say of margins?")
    page.get_by_role("button", name="Go on with your text").click()
    page.locator("[name='illustrations.0.note']").fill(f"{SECRET}, with shared margins.")
    page.locator("[name=stake][value=none]").check()
    page.locator("[name=licence]").check()
    page.get_by_role("button", name="Send for review").click()
    expect(page.locator("main")).to_contain_text("Sent for review")


def accept(page: Page, revision: Revision) -> None:
    """Accept the change as another moderator."""
    page.goto(f"/review/{revision.pk}/")
    expect(page.locator("main")).to_contain_text("What does the source say of margins?")
    page.locator("[name=decision][value=approved]").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("is public now")


PUBLIC = (
    "/",
    "/patchwork/",
    "/patchwork/text/",
    "/claims/3f/",
    "/cases/",
    "/cases/?q=food",
    "/people/Amina/",
    "/texts/models/",
)


def assert_nowhere_public(page: Page) -> None:
    """The waiting text, and that it exists, are on no public page."""
    for address in PUBLIC:
        page.goto(address)
        assert SECRET not in page.content(), address
        assert "Open Food Network" not in page.content(), address
    answered = page.goto("/cases/open-food-network/")
    assert answered is not None
    assert answered.status == 404
