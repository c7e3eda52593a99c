"""The settings of what takes messages: read whole, or refused with what to write."""

import pytest

from daybridge.config.gateways import read_mail_server, read_text_gateway
from daybridge.config.refusing import SettingError
from daybridge.outbox.gateways import MailServer, TextGateway

OFFICE = "?from=office@example.org"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            "smtp://desk:p%40s%2Fs@mail.example.org/" + OFFICE,
            MailServer(
                "mail.example.org", 587, "desk", "p@s/s", "starttls",
                "office@example.org",
            ),
        ),
        (
            "smtps://mail.example.org:4465/" + OFFICE,
            MailServer(
                "mail.example.org", 4465, "", "", "tls", "office@example.org"
            ),
        ),
        (
            "smtps://mail.example.org/?from=The+Office+%3Coffice@example.org%3E",
            MailServer(
                "mail.example.org", 465, "", "", "tls",
                "The Office <office@example.org>",
            ),
        ),
        (
            "smtp://localhost:25/" + OFFICE,
            MailServer("localhost", 25, "", "", "", "office@example.org"),
        ),
    ],
)  # fmt: skip
def test_a_mail_server_is_read_with_what_its_address_says(value, expected):
    assert read_mail_server(value) == expected


def test_what_is_unset_is_no_gateway():
    assert read_mail_server("") is None
    assert read_text_gateway("", "secret") is None


@pytest.mark.parametrize(
    "value",
    [
        "mail.example.org", "https://user:hush@mail.example.org/" + OFFICE,
        "smtp://user:hush@mail.example.org/", "smtp:///" + OFFICE,
        "smtp://user:hush@mail.example.org/?from=office",
        "smtp://user:hush@mail.example.org:99999/" + OFFICE,
        "smtp://user:hush@[::1/" + OFFICE,
    ],
)  # fmt: skip
def test_a_mail_server_that_cannot_work_is_refused_without_its_password(value):
    with pytest.raises(SettingError) as refusal:
        read_mail_server(value)

    assert str(refusal.value).startswith("DAYBRIDGE_EMAIL_URL")
    assert "hush" not in str(refusal.value)


def test_a_gateway_for_texts_is_a_folder_or_an_address(tmp_path):
    address = "https://texts.example.org/send?from=office"

    assert read_text_gateway(str(tmp_path), "hush") == TextGateway(folder=tmp_path)
    assert read_text_gateway(address, "hush") == TextGateway(url=address, token="hush")
    assert read_text_gateway("http://localhost:8100/", "").url.endswith("8100/")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("http://texts.example.org/", "begins with https://"),
        ("https://", "begins with https://"),
        ("ftp://texts.example.org/", "begins with https://"),
        ("https://texts.example.org:port/", "port is not a number"),
        ("/nowhere/texts", "no folder that this user may write to"),
    ],
)
def test_a_gateway_for_texts_that_cannot_work_is_refused_with_the_fix(value, expected):
    with pytest.raises(SettingError) as refusal:
        read_text_gateway(value, "hush")

    assert str(refusal.value).startswith("DAYBRIDGE_TEXT_GATEWAY")
    assert expected in str(refusal.value)
    assert "hush" not in str(refusal.value)
