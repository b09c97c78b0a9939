"""The pages of accounts that only appear on the way: codes, factors, passkeys, refusals."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.axe import faults_of
from tests.post import posted
from tests.world import PASSWORD, person

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
SignIn = Callable[[Page, str], Page]


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    """No test inherits the tries of another."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def amina(live_server: object, transactional_db: None) -> User:
    """A contributor, alone on the site."""
    return person("Amina")


def check(page: Page) -> None:
    """Narrow and wide, axe finds nothing, and nothing scrolls sideways."""
    # A click returns when the next page begins: axe would judge one that is half there.
    page.wait_for_load_state("load")
    assert faults_of(page, page.url) == []


ENOUGH_TO_SEND_IT = 6
"""Seconds within which the form is sent and read, also on a busy machine."""


def confirm_password(page: Page) -> None:
    """Write the password where the site asks for it again."""
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def code_of(secret: str) -> str:
    """What an authenticator app shows now; where that is good for a moment only, what it shows next."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < ENOUGH_TO_SEND_IT:
        time.sleep(left)
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_sign_up_with_faults_then_with_a_code(amina: User, open_browser: Open, *, script: bool) -> None:
    page = open_browser(script=script)
    page.goto("/account/signup/")
    page.locator("[name=username]").fill("AMlNA")
    page.locator("[name=email]").fill("farida@example.org")
    page.get_by_role("button", name="Sign up").click()
    expect(page.locator(".problem")).to_contain_text("This name looks like one that is taken.")
    expect(page.locator("[name=email]")).to_have_value("farida@example.org")
    if script:
        check(page)

    page.locator("[name=username]").fill("Farida")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.locator("h1")).to_have_text("Confirm your e-mail address")
    if script:
        check(page)
    code = re.search(r"^\w{3,4}-\w{3,4}$", str(posted()[-1].body), re.MULTILINE)
    assert code
    page.locator("[name=code]").fill(code[0])
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".me")).to_contain_text("Farida")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_authenticator_app_is_set_up_and_asked_for(
    amina: User, open_browser: Open, sign_in: SignIn, *, script: bool
) -> None:
    page = sign_in(open_browser(script=script), "Amina")
    page.goto("/account/2fa/totp/activate/")
    if page.locator("[name=password]").count():
        confirm_password(page)
    if script:
        check(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator("h1")).to_have_text("Recovery codes")
    if script:
        check(page)
    page.goto("/account/2fa/")
    expect(page.locator("main")).to_contain_text("The app is asked for when you sign in.")
    if script:
        check(page)

    other = open_browser(script=script)
    other.goto("/account/login/")
    other.locator("[name=login]").fill("Amina")
    other.locator("[name=password]").fill(PASSWORD)
    other.locator("main form button[type=submit]").first.click()
    expect(other.locator("h1")).to_have_text("Second factor and passkeys")
    if script:
        check(other)
    cache.clear()  # one code is good once; the test has no half minute to wait for the next
    other.locator("[name=code]").fill(code_of(secret))
    other.get_by_role("button", name="Sign in").click()
    expect(other.locator(".me")).to_contain_text("Amina")


def test_a_passkey_is_added_and_signs_in(amina: User, open_browser: Open, sign_in: SignIn) -> None:
    page = sign_in(open_browser(), "Amina")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto("/account/2fa/webauthn/add/")
    if page.locator("[name=password]").count():
        confirm_password(page)
    check(page)
    page.locator("[name=name]").fill("My phone")
    page.locator("[name=passwordless]").check()
    page.get_by_role("button", name="Add").click()
    expect(page.locator("h1")).not_to_have_text("Add a passkey")
    page.goto("/account/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("My phone")
    check(page)

    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".me")).to_contain_text("Amina")


def test_a_passkey_that_is_not_given_is_said_in_the_page(amina: User, open_browser: Open) -> None:
    page = open_browser()
    page.goto("/account/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("status").filter(has_text="The passkey was not used.")).to_be_visible()
    check(page)


def test_without_script_the_page_says_that_passkeys_need_it(amina: User, open_browser: Open) -> None:
    page = open_browser(script=False)
    page.goto("/account/login/")
    assert "Passkeys need JavaScript" in page.content()


def test_addresses_passwords_and_the_end_are_checked_too(
    amina: User, open_browser: Open, sign_in: SignIn
) -> None:
    page = sign_in(open_browser(dark=True), "Amina")
    for address in ("/account/email/", "/account/password/change/", "/account/delete/", "/account/sessions/"):
        page.goto(address)
        check(page)
        if address != "/account/sessions/":
            page.locator("main form button[type=submit]").last.click()
            check(page)
    assert get_adapter().is_mfa_enabled(amina) is False
