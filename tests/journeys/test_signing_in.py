"""A new counselor's first evening: a link, a password, a passkey, an app."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.utils import timezone
from playwright.sync_api import expect

from daybridge.access.invitations import invite

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "four unrelated quiet words"


@pytest.fixture
def page(browser) -> Any:
    """A page of a real browser with a virtual passkey device; complaints are kept."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.complaints = []
    page.on(
        "console",
        lambda said: said.type == "error" and page.complaints.append(said.text),
    )
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal",
                "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    return page


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def press_as_herself(page: Any, name: str) -> None:
    """Press it, giving the password first where the page asks for it again."""
    button = page.get_by_role("button", name=name, exact=True)
    asked = page.get_by_role("heading", name="Is it still you?")
    expect(button.or_(asked)).to_be_visible()
    if asked.is_visible():
        page.get_by_label("Password").fill(PASSWORD)
        press(page, "Go on")
    button.click()


def signed_in(page: Any, server: Any) -> bool:
    answer = page.request.get(f"{server.url}/session/")
    return bool(answer.json()["signed_in"])


def sign_out(page: Any, server: Any) -> None:
    page.goto(f"{server.url}/sign-out/")
    press(page, "Sign out")
    assert not signed_in(page, server)


def test_a_new_counselor_signs_in_by_passkey_app_and_recovery_code(
    live_server, page, clinic, ben, viewer
):
    by = viewer(clinic.staff["grace"])
    token = invite(staff=ben, by=by, at=timezone.now())

    # A link, a password.
    page.goto(f"{live_server.url}/invitations/{token}/")
    page.get_by_label("New password").fill(PASSWORD)
    press(page, "Keep this password")
    page.get_by_label("Email").fill(ben.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    assert not signed_in(page, live_server)

    # Nothing opens before a second step; a passkey is made.
    page.goto(f"{live_server.url}/account/sessions/")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    press_as_herself(page, "Add a passkey")
    page.wait_for_url(
        lambda url: urlsplit(url).path in ("/account/codes/", "/account/passkeys/")
    )
    assert signed_in(page, live_server)

    # The codes are shown; one is kept.
    page.goto(f"{live_server.url}/account/codes/")
    code = page.locator(".codes code").first.inner_text()

    # An app is added too.
    page.goto(f"{live_server.url}/account/app/add/")
    secret = page.locator("[data-secret]").inner_text()
    counter = next(iter(yield_hotp_counters_from_time()))
    page.get_by_label("Six digits").fill(format_hotp_value(hotp_value(secret, counter)))
    press(page, "Use this app")
    page.wait_for_url(re.compile("/account/$"))

    # By passkey alone.
    sign_out(page, live_server)
    page.goto(f"{live_server.url}/sign-in/")
    press(page, "Sign in with a passkey")
    page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in/")
    assert signed_in(page, live_server)

    # By password and passkey.
    sign_out(page, live_server)
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Email").fill(ben.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    press(page, "Use a passkey")
    page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in/second-step/")
    assert signed_in(page, live_server)

    # By password and a recovery code.
    sign_out(page, live_server)
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Email").fill(ben.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.get_by_label("Code").fill(code)
    press(page, "Sign in")
    page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in/second-step/")
    assert signed_in(page, live_server)

    # The passkey is removed; the app is left.
    page.goto(f"{live_server.url}/account/passkeys/")
    page.get_by_role("link", name=re.compile("^Remove")).click()
    press_as_herself(page, "Remove it")
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()

    policy = [said for said in page.complaints if "Content Security Policy" in said]
    assert policy == []
