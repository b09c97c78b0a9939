"""Four people at once: a conflict of which a part is accepted, and a wave of spam."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from accounts.models import User
from cases.domain.content import Part
from tests.browser.stranger import Stranger
from tests.browser.writing import (
    accept,
    decide,
    open_form,
    part_text,
    press_send,
    rewrite,
    send,
    tick,
)
from tests.world import content, person, published, submitted

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
SignIn = Callable[[Page, str], Page]
BOTH = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])

FIRST = "The first masts stood on farms"
THIRD = "The third masts stood on hills"
MASTS = "\n\n".join(f"{words}. [@baig2015]" for words in (FIRST, "The second ones on roofs", THIRD))
WHY = "The summary has no source."


# --- a conflict, and a part of a change -------------------------------------------------------------


@BOTH
def test_a_conflict_of_which_a_part_is_accepted(
    town: dict[str, User], open_browser: Open, sign_in: SignIn, script: bool
) -> None:
    parts = (Part(key="in-short", text=MASTS),)
    published(content("Rural net", parts=parts), by=town["edda"], reviewer=town["deniz"])
    stranger = Stranger(open_browser(script=script), slug="rural-net", people=("Amina", "Bruno"))
    amina, bruno, chiara, deniz = (
        sign_in(open_browser(script=script), name) for name in ("Amina", "Bruno", "Chiara", "Deniz")
    )

    # All forms stand open before anything is sent.
    open_form(amina, "rural-net")
    open_form(bruno, "rural-net")
    same_paragraph = open_form(bruno.context.new_page(), "rural-net")
    of_amina = send_with_a_new_source(amina)
    rewrite(bruno, THIRD, "Cedarwords: the third stood on hills")
    woven = send(bruno)
    rewrite(same_paragraph, FIRST, "Dogwoodwords: the first stood on barns")
    same_paragraph.get_by_label("Tags").fill("community network, commons, elmtag")
    collides = send(same_paragraph)
    stranger.finds_nowhere("Alderwords", "Birchwords", "Cedarwords", "Dogwoodwords", "elmtag")

    accept_a_part(chiara, of_amina)
    stranger.finds("Alderwords", "A history of masts")
    stranger.finds_nowhere("Birchwords", "Cedarwords", "Dogwoodwords", "elmtag", WHY)

    accept_what_goes_together(deniz, woven)
    stranger.finds("Alderwords", "Cedarwords")
    stranger.finds_nowhere("Birchwords", "Dogwoodwords", "elmtag")

    rebased = bring_up_to_date(bruno, collides)
    stranger.finds_nowhere("Birchwords", "Dogwoodwords", "elmtag")
    accept(deniz, rebased)
    stranger.finds("Alderwords", "Dogwoodwords", "Cedarwords", "The second ones on roofs", "elmtag")
    stranger.finds_nowhere("Birchwords", WHY)
    read_history(stranger.page)

    take_up_the_rest(amina)
    stranger.finds_nowhere("Birchwords")
    for number, words in ((woven, "Cedarwords"), (collides, "Dogwoodwords")):
        bruno.goto(f"/me/changes/{number}/")
        expect(bruno.locator("main")).to_contain_text(words)


def send_with_a_new_source(page: Page) -> int:
    """Change the summary, and a paragraph that rests on a source of one's own."""
    page.get_by_role("button", name="Add another source").click()
    page.locator("[name='sources.1.title']").fill("A history of masts")
    page.locator("[name='sources.1.url']").fill("https://example.org/masts")
    page.locator("[name='sources.1.speaker']").select_option("researcher")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("group", name="Source 2 [@s1]")).to_be_visible()
    rewrite(page, f"{FIRST}. [@baig2015]", f"{FIRST}. [@baig2015] Alderwords of the farmers. [@s1]")
    page.get_by_label("Summary").fill("Birchwords sum it up.")
    return send(page)


def accept_a_part(page: Page, change: int) -> None:
    """Choose what does not stand without another, read why, and choose that one as well."""
    page.goto(f"/review/{change}/")
    tick(page, "In short")
    decide(page, "Accept only those ticked", WHY)
    expect(page.locator("#id_ticked")).to_contain_text("“In short” needs “Source s1”. Tick it too")
    expect(page.get_by_label("Note to the author")).to_have_value(WHY)
    expect(page.get_by_role("checkbox", name=re.compile("In short"))).to_be_checked()
    expect(page.get_by_role("radio", name="Accept only those ticked")).to_be_checked()
    tick(page, "Source s1")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("Some changes of “Rural net” are public now.")


def accept_what_goes_together(page: Page, change: int) -> None:
    """Read both changes of one text woven together, and accept."""
    page.goto(f"/review/{change}/")
    expect(page.locator("#outdated")).to_contain_text("The changes go together")
    expect(page.locator("#outdated")).to_contain_text("in different places: In short")
    expect(page.locator(".changes ins", has_text="Cedarwords")).to_be_visible()
    expect(page.locator(".changes")).to_contain_text("Alderwords")
    accept(page, change)


def bring_up_to_date(page: Page, change: int) -> int:
    """Put one's own text and the public one together by hand; return the number of what comes of it."""
    page.goto(f"/me/changes/{change}/")
    page.get_by_role("link", name="Put the two together").click()
    expect(page.get_by_role("region", name="Taken as the author wants them")).to_contain_text("Tags")
    both = page.get_by_role("region", name="In short")
    expect(both.locator(".sides")).to_contain_text("Alderwords")
    expect(both.locator(".sides")).to_contain_text("Dogwoodwords")
    page.get_by_role("button", name="Save and send for review").click()
    expect(page.locator(".problem")).to_contain_text("There is a problem")
    page.get_by_role("radio", name="What is written here:").check()
    by_hand = page.get_by_label("In short, put together by hand")
    by_hand.fill(
        "Dogwoodwords: the first stood on barns. [@baig2015] Alderwords of the farmers. [@s1]\n\n"
        "The second ones on roofs. [@baig2015]\n\nCedarwords: the third stood on hills. [@baig2015]"
    )
    page.get_by_role("button", name="Save and send for review").click()
    page.wait_for_url(re.compile(rf"/me/changes/(?!{change}/)\d+/$"))
    return int(page.url.rstrip("/").rsplit("/", 1)[-1])


def read_history(page: Page) -> None:
    """Read as a stranger who wrote and who accepted each version."""
    page.goto("/cases/rural-net/history/")
    said = page.locator("ol.versions > li")
    expect(said).to_have_count(4)
    for row, (number, author, reviewer) in enumerate(
        [(4, "Bruno", "Deniz"), (3, "Bruno", "Deniz"), (2, "Amina", "Chiara"), (1, "Edda", "Deniz")]
    ):
        expect(said.nth(row)).to_contain_text(f"Version {number}")
        expect(said.nth(row)).to_contain_text(f"by {author}, accepted by {reviewer}")


def take_up_the_rest(page: Page) -> None:
    """Read what was left out and why, and begin a draft of it."""
    page.goto("/me/")
    own = page.locator("article.own", has_text="Left out:")
    expect(own).to_contain_text("Summary")
    expect(own).to_contain_text(WHY)
    own.get_by_role("button", name="Take up the rest").click()
    page.wait_for_url("**/drafts/*/")
    expect(page.get_by_label("Summary")).to_have_value("Birchwords sum it up.")
    assert "Alderwords" in part_text(page)


# --- a wave of spam ---------------------------------------------------------------------------------

PILLS = "Cheappills"
PLACES = ("guifi-net", "sensorica", "linux")
WHY_SUSPENDED = "You advertise on three cases."


@BOTH
def test_a_wave_of_spam_with_a_hidden_version_and_an_appeal(
    town: dict[str, User], open_browser: Open, sign_in: SignIn, settings: Settings, script: bool
) -> None:
    settings.NEWCOMERS_WAITING_AT_MOST = len(PLACES)
    person("Robot")
    barn = published(content("Barn net"), by=town["amina"], reviewer=town["deniz"])
    stranger = Stranger(open_browser(script=script), slug="guifi-net", people=("Robot", "Amina"))
    robot, amina, chiara, deniz = (
        sign_in(open_browser(script=script), name) for name in ("Robot", "Amina", "Chiara", "Deniz")
    )

    by_mistake, *others = (advertise(robot, slug) for slug in PLACES)
    stopped_by_the_limit(robot)
    stranger.finds_nowhere(PILLS)

    # Whoever is known may have more waiting than that, and is never held up.
    for _time in PLACES:
        submitted(content("Barn net", summary="Barns and masts."), by=town["amina"], on=barn)
    accept(chiara, by_mistake)
    stranger.finds(PILLS)
    report(stranger.page)
    read_report(chiara)

    going_on = open_form(robot, "linux")
    rewrite(going_on, "A network", f"{PILLS} again, a network")
    suspend(chiara)
    decline_from_the_queue(chiara, others)
    good = contribute(amina)
    put_back_the_clean_text(chiara, deniz)
    hide_version(chiara, 2)
    close_report(chiara)
    stranger.finds_nowhere(PILLS)
    for rest, status in (("history/2/", 404), ("diff/1..2/", 404), ("diff/2..3/", 404), ("history/3/", 200)):
        assert stranger.status(rest) == status, rest

    accept(deniz, good)
    assert "Goodwords" in stranger.text("/cases/barn-net/")
    come_back_and_appeal(going_on)
    answer_appeal(chiara, deniz)
    write_again(robot)
    stranger.finds_nowhere(PILLS, "Sorrywords")
    read_log(stranger)


def advertise(page: Page, slug: str) -> int:
    """Write an advertisement into the text of a case and send it."""
    open_form(page, slug, "in-short")
    rewrite(page, "A network", f"{PILLS} for sale, a network")
    return send(page)


def stopped_by_the_limit(page: Page) -> None:
    """Send one more than may wait: the limit is told, the text stays in the form and in a draft."""
    open_form(page, "guifi-net", "value-capture")
    rewrite(page, "Operators", f"{PILLS} for operators; they", key="value-capture")
    press_send(page)
    expect(page.locator(".problem")).to_contain_text("3 changes of yours wait for a reviewer")
    expect(page.locator(".problem")).to_contain_text("Your text is kept as a draft")
    assert PILLS in part_text(page, "value-capture")
    page.goto("/me/")
    expect(page.get_by_role("region", name="Drafts").get_by_role("listitem")).to_have_count(1)


def report(page: Page) -> None:
    """Say as a reader without an account that a case advertises."""
    page.goto("/cases/guifi-net/")
    page.get_by_role("link", name="Report this case").click()
    page.get_by_role("radio", name="It advertises").check()
    page.get_by_label("Say what, and where").fill("The first sentence sells pills.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("main")).to_contain_text("A moderator reads it.")


def read_report(page: Page) -> None:
    """Find the report from the queue."""
    page.goto("/review/")
    page.get_by_role("link", name="Reports from readers (1)").click()
    page.get_by_role("link", name="The first sentence sells pills.").click()
    expect(page.locator("main")).to_contain_text("a reader without an account")


def suspend(page: Page) -> None:
    """Suspend the advertiser from their public page; a reason must be given."""
    page.goto("/people/Robot/")
    page.get_by_role("link", name="Suspension").click()
    page.get_by_label("Note to the person").fill(WHY_SUSPENDED)
    page.get_by_role("button", name="Suspend").click()
    expect(page.locator(".problem")).to_be_visible()
    page.get_by_label("Reason").select_option("spam")
    page.get_by_role("button", name="Suspend").click()
    expect(page.locator("main")).to_contain_text("Suspended from the next click on.")


def decline_from_the_queue(page: Page, changes: list[int]) -> None:
    """Decline each change in one step, without opening it; nobody else's row offers that."""
    page.goto("/review/")
    rows = page.locator("ol.queue > li")
    for left in range(len(changes), 0, -1):
        expect(rows.filter(has_text="author suspended")).to_have_count(left)
        expect(page.get_by_role("button", name="Decline as spam")).to_have_count(left)
        page.get_by_role("button", name="Decline as spam").first.click()
        expect(page.locator("main")).to_contain_text("is declined as spam.")
    expect(rows.filter(has_text="Amina")).to_have_count(len(PLACES))


def contribute(page: Page) -> int:
    """Send a good change, as ever."""
    open_form(page, "barn-net", "in-short")
    rewrite(page, "A network", "Goodwords of a network")
    return send(page)


def put_back_the_clean_text(page: Page, reviewer: Page) -> None:
    """Bring the version before the spam back; another moderator accepts it."""
    page.goto("/cases/guifi-net/history/1/restore/")
    page.get_by_role("button", name="Open it in the form").click()
    page.wait_for_url("**/drafts/*/")
    assert PILLS not in part_text(page)
    accept(reviewer, send(page))


def hide_version(page: Page, number: int) -> None:
    """Hide a version that the history offers to hide."""
    page.goto("/cases/guifi-net/history/")
    page.get_by_role("link", name=f"Hide version {number}").click()
    page.get_by_role("radio", name="It attacks or deceives people.").check()
    page.get_by_role("button", name="Hide it").click()
    expect(page.locator("main")).to_contain_text("It is off the page.")


def close_report(page: Page) -> None:
    """Say what was done."""
    page.goto("/review/reports/")
    page.get_by_role("link", name="The first sentence sells pills.").click()
    page.get_by_label("Note to who reported").fill("The version is hidden.")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("main")).to_contain_text("No report is open.")


def come_back_and_appeal(page: Page) -> None:
    """Send a form that stood open: read why it is refused, find the text again, and appeal."""
    press_send(page)
    expect(page.get_by_role("heading", name="Your account is suspended")).to_be_visible()
    for words in (WHY_SUSPENDED, "Spam.", f"{PILLS} again, a network"):
        expect(page.locator("main")).to_contain_text(words)
    page.get_by_role("link", name="Appeal", exact=True).click()
    expect(page.locator("main")).to_contain_text(WHY_SUSPENDED)
    page.get_by_label("Your appeal").fill("Sorrywords: a program of mine ran wild.")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_role("heading", name="Your appeal is open")).to_be_visible()


def answer_appeal(who_suspended: Page, other: Page) -> None:
    """Whoever suspended cannot answer; another moderator lifts the suspension."""
    for page in (who_suspended, other):
        page.goto("/review/")
        page.get_by_role("region", name="Appeals against suspensions").get_by_role("link").click()
        expect(page.locator("main")).to_contain_text("Sorrywords")
    expect(who_suspended.get_by_role("heading", name="Somebody else answers")).to_be_visible()
    other.get_by_role("radio", name="Lift the suspension").check()
    other.get_by_label("Note to the person").fill("Welcome back.")
    other.get_by_role("button", name="Answer").click()
    expect(other.locator("main")).to_contain_text("Answered.")


def write_again(page: Page) -> None:
    """Send a change that is none of spam; the draft that the limit stopped is still there."""
    open_form(page, "guifi-net", "in-short")
    rewrite(page, "A network", "A better network")
    send(page)
    page.goto("/me/")
    expect(page.get_by_role("region", name="Drafts").get_by_role("listitem")).not_to_have_count(0)


def read_log(stranger: Stranger) -> None:
    """Read what was done and why, and nothing of whom and of what was hidden."""
    for address in ("/moderation-log/", "/feeds/moderation-log/"):
        log = stranger.text(address)
        for said in (
            "A change was declined",
            "A version of a case was hidden",
            "A person was suspended",
            "A suspension was lifted",
        ):
            assert said in log, address
        for hidden in ("Robot", PILLS, WHY_SUSPENDED, "Sorrywords", "Welcome back."):
            assert hidden not in log, address
