"""Every address declares who may open it."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import get_resolver, resolve

from daybridge.access.permissions import Permission

KNOWN = {permission.name for permission in Permission} | {
    "public",
    "signed in",
    "demo only",
    "door",
}
PUBLIC = {  # what anyone may open, by name; nothing on these speaks of a patient
    "account_login", "account_logout", "account_inactive", "account_reset_password",
    "mfa_authenticate", "mfa_login_webauthn",
    "access:invitation",  # the one-use link is the key
    "access:session",  # how long one's own sign-in still lasts
    "attendance:door", "attendance:leaving",  # the tablet's token is the key
    "consents:sign", "consents:sign_form", "consents:sign_decline",  # one-use link
    "consents:sign_copy", "consents:sign_revoke", "consents:sign_end",
    "consents:shared", "consents:feed",  # a consented recipient's own token
    "schedule:my_week",  # a one-use link that shows nothing of anybody
    "schedule:my_week_kept",
    "attendance:answer",  # the link in a reminder shows a day and a time
    "calendars:feed",  # the secret of one calendar is the key
    "ui:theme", "ui:language",
    "public:choose", "public:start", "public:week", "public:check", "public:cost",
    "public:call", "public:refer", "public:thanks", "public:referred",
}  # fmt: skip


def pages(resolver: Any = None, prefix: str = "", space: str = "") -> Iterator[Any]:
    """Address, name and view of every pattern, however deep."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from pages(pattern, address, inner)
        else:
            yield address, f"{space}{pattern.name}", pattern.callback


def test_every_address_declares_its_policy():
    undeclared = [
        address for address, _, view in pages() if not getattr(view, "policy", None)
    ]

    assert undeclared == []


def test_every_policy_is_one_that_the_gate_knows():
    unknown = {
        address: view.policy for address, _, view in pages() if view.policy not in KNOWN
    }

    assert unknown == {}


def test_only_the_sign_in_pages_and_what_is_named_here_are_public():
    opened = {name for _, name, view in pages() if view.policy == "public"}

    assert opened == PUBLIC


def test_every_address_has_a_name():
    nameless = [address for address, name, _ in pages() if name.endswith("None")]

    assert nameless == []


def test_addresses_end_with_a_slash_and_hold_no_names_of_people():
    odd = [
        address
        for address, _, _ in pages()
        if address and not address.endswith("/") and "." not in address
    ]

    assert odd == []


def test_no_address_is_hidden_by_another():
    """The rooms' addresses are looked through in an order of our choice."""
    samples = {"uuid": str(UUID(int=7)), "int": "7", "str": "x", "slug": "x", "": "x"}

    def filled(address: str) -> str:
        return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda m: samples[m[1] or ""], address)

    hidden = {
        address: found
        for address, name, _ in pages()
        if (found := resolve(filled(address)).view_name) != name
    }

    assert hidden == {}
