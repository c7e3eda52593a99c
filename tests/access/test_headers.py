"""What every answer carries, and what a page may never do."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from daybridge.audit.models import AuditEvent, AuditSeal
from tests.access.addresses import addresses

CHANGING = {  # a GET that goes on with what a POST began
    "/emergency/confirmed/",
}
VALUES = {"uuid": lambda: str(uuid4()), "int": lambda: "7", "slug": lambda: "x"}
MAY_CHANGE = {AuditEvent, AuditSeal}  # reading is an event
OF_THE_FRAME = {"access.Session", "notes.Presence"}


def filled(path: str, known: dict[str, str] | None = None) -> str:
    """An address with its blanks filled: by what is known, else by chance."""

    def value(match: re.Match[str]) -> str:
        kind, _, name = match.group(1).rpartition(":")
        if known and name in known:
            return known[name]
        return VALUES.get(kind, lambda: "x")()

    return "/" + re.sub(r"<([^>]+)>", value, path)


def paths() -> list[str]:
    return sorted({path for path, _, _ in addresses()})


def assert_headers(answer: Any, path: str) -> None:
    policy = answer.headers.get("Content-Security-Policy", "")
    directives = dict(
        part.strip().split(" ", 1) for part in policy.split(";") if part.strip()
    )
    assert directives.get("script-src") == "'self'", path
    assert directives.get("style-src") == "'self'", path
    assert directives.get("object-src") == "'none'", path
    assert directives.get("frame-ancestors") == "'none'", path
    assert "unsafe" not in policy, path
    assert answer.headers["X-Content-Type-Options"] == "nosniff", path
    assert answer.headers["X-Frame-Options"] == "DENY", path
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), path


def test_every_answer_to_a_stranger_carries_the_headers(db):
    client = Client(raise_request_exception=False)
    for path in paths():
        answer = client.get(filled(path))
        assert answer.status_code < 500, path
        assert_headers(answer, path)


@pytest.fixture
def director(clinic, sign_in) -> Client:
    client = sign_in(clinic.staff["grace"])
    client.raise_request_exception = False
    return client


@pytest.fixture
def known(clinic, dana) -> dict[str, str]:
    """Real ids for the blanks of an address."""
    return {
        "patient_id": str(dana.pk),
        "session_id": str(clinic.session.pk),
        "group_id": str(clinic.group.pk),
        "staff_id": str(clinic.staff["ruth"].pk),
    }


def test_nothing_a_signed_in_person_reads_is_stored(director, known):
    for path in paths():
        answer = director.get(filled(path, known))
        assert_headers(answer, path)
        cached = answer.headers.get("Cache-Control", "")
        assert "no-store" in cached or "no-cache" in cached, path


def counts() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model not in MAY_CHANGE and model._meta.label not in OF_THE_FRAME
    }


def test_reading_changes_nothing(director, known):
    before = counts()
    for path in paths():
        director.get(filled(path, known))
    assert counts() == before


def test_every_write_asks_for_the_token_of_its_own_page(clinic, known, sign_in):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = sign_in(clinic.staff["grace"]).cookies
    before = counts()
    for path in paths():
        for method in (client.post, client.put, client.delete, client.patch):
            answer = method(filled(path, known), {"reason": "x"})
            assert answer.status_code in (403, 404, 405), (path, method.__name__)
    assert counts() == before


def test_no_view_opts_out_of_the_token():
    def views(patterns: Any) -> Any:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from views(one.url_patterns)
            elif isinstance(one, URLPattern):
                yield one.callback

    checked_inside = {"daybridge.demo.views.sign_in"}  # hides where it does not exist
    exempt = [
        view for view in views(get_resolver().url_patterns)
        if getattr(view, "csrf_exempt", False)
        and f"{view.__module__}.{view.__name__}" not in checked_inside
    ]  # fmt: skip
    assert exempt == []


def test_cookies_stay_out_of_scripts_and_other_sites(clinic, ruth, client):
    ruth.user.set_password("four unrelated quiet words")
    ruth.user.save(update_fields=["password"])
    answer = client.post(
        "/sign-in/",
        {"login": ruth.user.email, "password": "four unrelated quiet words"},
    )
    for cookie in (answer.cookies["session"], answer.cookies["csrf"]):
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_hostile_paths_are_kept_as_they_came_in_one_row(clinic, ben, sign_in, dana):
    client = sign_in(ben)
    client.get(f"/patients/{dana.pk}/team/?x=%0d%0aSet-Cookie:%20a=b")

    row = AuditEvent.objects.get(action="access.refused")
    assert row.detail["path"] == f"/patients/{dana.pk}/team/"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Original-Url", "Cookie2"])
def test_headers_of_the_sender_do_not_name_the_address(ruth, sign_in, header):
    client = sign_in(ruth)
    client.get("/account/sessions/", headers={header: "6.6.6.6"})
    assert not AuditEvent.objects.filter(address="6.6.6.6").exists()
