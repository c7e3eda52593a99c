"""Signed-in pages of the cast in a real browser, and tonight's running group."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.browsers import PATIENCE

DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture
def at_work(
    browser: Any, live_server: Any, sign_in: Callable[[Any], Any]
) -> Callable[..., Any]:
    """`at_work(ruth, path)`: a page that Ruth opened, signed in."""

    def open_page(staff: Any, path: str, **options: Any) -> Any:
        context = browser.new_context(viewport=DESKTOP, **options)
        context.set_default_timeout(PATIENCE)
        key = sign_in(staff).cookies["session"].value
        context.add_cookies([{"name": "session", "value": key, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    return open_page


def let_it_end(session: Any) -> None:
    """The session is over now: all its times are as far back as it had to go."""
    session.refresh_from_db()
    back = max(session.ends_at - timezone.now(), timedelta(0))
    for row in (session, *session.attendances.all()):
        for name in ("starts_at", "ends_at", "arrived_at", "left_at"):
            if getattr(row, name, None) is not None:
                setattr(row, name, getattr(row, name) - back)
        row.save()


@pytest.fixture
def running(begun: Any, dana: Any, viewer: Callable[..., Any], ruth: Any) -> Any:
    """The same session; Dana came twenty minutes late."""
    from daybridge.attendance.services import record_arrival

    late = begun.starts_at + timedelta(minutes=20)
    place = begun.attendances.get(patient=dana)
    record_arrival(attendance=place, at=late, by=viewer(ruth), arrived_at=late)
    return begun
