"""Sessions that know whose they are, end when left alone, and never outlive a day.

A session of staff ends after 15 minutes without a person (`seen_at`) and 12 hours after
sign-in (`signed_in_at`). Only `touch` moves `seen_at`; saving a session never does, so
a background poll cannot lengthen one.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

IDLE = timedelta(minutes=15)
WHOLE_DAY = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
SIGNED_IN_AT = "signed_in_at"  # in the session, set by daybridge.access.signals
CAME_FROM = "came_from"  # [address, browser]


class SessionStore(DatabaseStore):
    """Django's database sessions with an owner, a start and a last sign of life."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        from daybridge.access.models import Session

        return Session

    def load(self) -> dict[str, Any]:
        row = self._get_session_from_db()  # type: ignore[attr-defined]
        if row is None:
            return {}
        if _is_over(row):
            row.delete()
            self._session_key = None
            return {}
        self.seen_at = row.seen_at
        return self.decode(row.session_data)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id = _user_id(data)
        if row.user_id is None:
            return row
        started = datetime.fromisoformat(data[SIGNED_IN_AT])
        row.signed_in_at = started
        row.expire_date = started + WHOLE_DAY
        row.seen_at = max(self.seen_at or started, started)
        row.address, row.browser = data.get(CAME_FROM, ("", ""))
        return row

    def touch(self, now: datetime) -> None:
        """A person was here: keep the moment, at most once a minute."""
        if self.seen_at is None or now - self.seen_at < TOUCH_EVERY:
            return
        self.get_model_class().objects.filter(session_key=self.session_key).update(
            seen_at=now
        )
        self.seen_at = now


def end_sessions(user_id: UUID | None, *, but: str | None = None) -> int:
    """End every session of an account (but one, by its key); say how many."""
    if user_id is None:
        return 0
    sessions = SessionStore.get_model_class().objects.filter(user_id=user_id)
    return int(sessions.exclude(session_key=but or "").delete()[0])


def _is_over(row: Any) -> bool:
    if row.user_id is None or row.seen_at is None:
        return False
    return bool(timezone.now() - row.seen_at >= IDLE)


def _user_id(data: dict[str, Any]) -> UUID | None:
    """The account a session belongs to, once sign-in is complete."""
    if SIGNED_IN_AT not in data or "_auth_user_id" not in data:
        return None
    return UUID(data["_auth_user_id"])
