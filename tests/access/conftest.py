"""Dana's chart, made once per module and as it was before for each test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from daybridge.access.sessions import SIGNED_IN_AT, SessionStore
from tests.access.chart import Chart, make_chart


@pytest.fixture(scope="module")
def chart_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[Chart]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_chart()
        transaction.set_rollback(True)


@pytest.fixture
def danas(chart_of_module: Chart, db: None) -> Chart:
    """Everything a page could show of Dana; `db` undoes what a test does."""
    return chart_of_module


@pytest.fixture(scope="module")
def sessions() -> dict[Any, dict[str, Any]]:
    """What the session of each account holds once it is signed in."""
    return {}


@pytest.fixture
def sign_in(
    sign_in: Callable[[Any], Client], sessions: dict[Any, dict[str, Any]]
) -> Callable[[Any], Client]:
    """The same, whose second sign-in of somebody only writes the session anew.

    The matrix signs in thousands of times, which took more than what it asks for.
    """

    def make(staff: Any) -> Client:
        account = staff.user_id
        if account not in sessions:
            client = sign_in(staff)
            sessions[account] = dict(client.session)
            return client
        client, session = Client(), SessionStore()
        session.update(sessions[account] | {SIGNED_IN_AT: timezone.now().isoformat()})
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return make
