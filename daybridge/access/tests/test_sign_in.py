"""Signing in: two steps, the same answer for everyone, and a row for each try."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from daybridge.access.models import User
from daybridge.audit.models import AuditEvent

PASSWORD = "four unrelated quiet words"
SIGN_IN = "/sign-in/"
TOKEN = re.compile(r"(?<=\")[A-Za-z0-9]{64}(?=\")")  # by chance it may spell a word


def code_of(secret: str) -> str:
    return format_hotp_value(
        hotp_value(secret, next(iter(yield_hotp_counters_from_time())))
    )


@pytest.fixture
def secret(ruth) -> str:
    """Ruth has a password and an authenticator app; this is the app's secret."""
    ruth.user.set_password(PASSWORD)
    ruth.user.save(update_fields=["password"])
    value = generate_totp_secret()
    TOTP.activate(ruth.user, value)
    return value


def try_to_sign_in(client: Client, email: str, password: str):
    return client.post(SIGN_IN, {"login": email, "password": password})


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def test_a_password_and_a_code_open_the_place(ruth, secret):
    client = Client()

    first = try_to_sign_in(client, ruth.user.email, PASSWORD)
    assert first.url == reverse("mfa_authenticate")
    assert client.get("/session/").json()["signed_in"] is False
    client.post(first.url, {"code": code_of(secret)})

    assert client.get("/session/").json()["signed_in"] is True
    assert "access.signed_in" in actions()


def test_a_wrong_code_does_not_and_is_audited(ruth, secret):
    client = Client()
    try_to_sign_in(client, ruth.user.email, PASSWORD)

    answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert answer.status_code == 200
    assert client.get("/session/").json()["signed_in"] is False
    assert "access.code_failed" in actions()


def test_a_code_counts_once(ruth, secret):
    code = code_of(secret)
    for expected in (True, False):
        client = Client()
        try_to_sign_in(client, ruth.user.email, PASSWORD)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert client.get("/session/").json()["signed_in"] is expected


def test_staff_with_only_a_password_are_led_to_a_second_step(ben):
    ben.user.set_password(PASSWORD)
    ben.user.save()
    client = Client()
    try_to_sign_in(client, ben.user.email, PASSWORD)

    answer = client.get("/account/sessions/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/account/second-factor/")
    assert b"One more step" in answer.content


def test_setting_up_an_app_keeps_its_secret_sealed(
    ben, django_capture_on_commit_callbacks
):
    ben.user.set_password(PASSWORD)
    ben.user.save()
    client = Client()
    try_to_sign_in(client, ben.user.email, PASSWORD)
    client.post("/sign-in/again/", {"password": PASSWORD})
    page = client.get("/account/app/add/")
    secret = page.context["form"].secret

    with django_capture_on_commit_callbacks(execute=True) as waiting:
        client.post("/account/app/add/", {"code": code_of(secret)})
    assert waiting

    stored = Authenticator.objects.get(user=ben.user, type="totp")
    assert secret not in str(stored.data)


def test_known_and_unknown_addresses_get_the_same_answer(ruth, secret):
    known = try_to_sign_in(Client(), ruth.user.email, "not the password at all")
    unknown = try_to_sign_in(Client(), "nobody@example.org", "not the password at all")

    def scrubbed(response, email: str) -> bytes:
        token = response.context["csrf_token"]
        return response.content.replace(str(token).encode(), b"").replace(
            email.encode(), b""
        )

    assert known.status_code == unknown.status_code
    assert scrubbed(known, ruth.user.email) == scrubbed(unknown, "nobody@example.org")


@pytest.mark.parametrize("known", [True, False])
def test_five_wrong_passwords_lock_the_address_known_or_not(ruth, secret, known):
    email = ruth.user.email if known else "nobody@example.org"
    client = Client()
    answers = [try_to_sign_in(client, email, f"wrong {n}") for n in range(6)]

    assert [one.status_code for one in answers][-2:] == [429, 429]
    right = try_to_sign_in(client, email, PASSWORD)
    assert right.status_code == 429
    assert b"15 minutes" in right.content
    assert "access.locked_out" in actions()


def test_what_was_typed_into_a_failed_sign_in_is_not_kept(ruth, secret):
    try_to_sign_in(Client(), "my-secret-password@example.org", "also typed")

    rows = AuditEvent.objects.filter(action="access.sign_in_failed").values()
    assert rows
    assert "my-secret-password" not in str(list(rows))


def test_the_password_is_nowhere_while_the_second_step_waits(ruth, secret):
    client = Client()
    try_to_sign_in(client, ruth.user.email, PASSWORD)

    assert PASSWORD not in str(dict(client.session.items()))


def test_a_planted_session_is_not_the_one_that_gets_signed_in(ruth, secret):
    client = Client()
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["session"] = session.session_key
    planted = session.session_key

    try_to_sign_in(client, ruth.user.email, PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert client.cookies["session"].value != planted
    thief = Client()
    thief.cookies["session"] = planted
    assert thief.get("/session/").json()["signed_in"] is False


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/signup/", "/sign-up/", "/account/email/", "/password/reset/",
        "/admin/", "/account/confirm-email/",
    ],
)  # fmt: skip
def test_nothing_of_allauth_is_mounted_that_staff_do_not_need(client, path, db):
    assert client.get(path).status_code == 404


def test_an_account_without_staff_sees_nothing(db, sign_in):
    user = User.objects.create_user("someone@example.org", PASSWORD)

    class NoStaff:
        pass

    nobody = NoStaff()
    nobody.user = user
    assert sign_in(nobody).get("/account/sessions/").status_code == 404


def test_the_sign_in_page_says_nothing_about_what_the_place_is(client, db):
    page, tokens = TOKEN.subn("", client.get(SIGN_IN).content.decode())

    assert tokens > 0
    page = page.lower()
    for word in ("patient", "treatment", "addiction", "clinic", "recovery", "iop"):
        assert word not in page


def test_a_sign_out_is_audited_and_ends_the_session(ruth, sign_in):
    client = sign_in(ruth)
    key = client.session.session_key

    client.post("/sign-out/")

    assert "access.signed_out" in actions()
    again = Client()
    again.cookies["session"] = key
    assert again.get("/session/").json()["signed_in"] is False


def test_every_page_of_ones_account_can_be_drawn(ruth, secret, client):
    try_to_sign_in(client, ruth.user.email, PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    time.sleep(0)
    client.post("/sign-in/again/", {"password": PASSWORD})
    for path in (
        "/account/", "/account/password/", "/account/passkeys/",
        "/account/passkeys/add/", "/account/codes/renew/", "/account/app/remove/",
        "/account/sessions/", "/sign-in/again/", "/sign-in/again/code/", "/sign-out/",
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
    client.post("/account/codes/renew/")
    assert client.get("/account/codes/").status_code == 200
    assert client.get("/account/codes/file/").status_code == 200


def test_the_last_second_factor_cannot_be_removed(ruth, secret, client):
    try_to_sign_in(client, ruth.user.email, PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    client.post("/sign-in/again/", {"password": PASSWORD})

    client.post("/account/app/remove/")

    assert Authenticator.objects.filter(user=ruth.user, type="totp").exists()


def test_an_account_without_a_password_has_none_to_change(ruth, sign_in):
    client = sign_in(ruth)

    assert client.get("/account/password/").status_code == 404
    assert b"New password" not in client.get("/account/sessions/").content
