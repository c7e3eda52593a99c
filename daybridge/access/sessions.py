"""Sessions that know whose they are, end when left alone, and never outlive a day.

A session of staff ends after 15 minutes without a person (`seen_at`) and 12 hours after
sign-in (`signed_in_at`). Only `touch` moves `seen_at`; saving a session never does, so
a background poll cannot lengthen one.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import CharField, DateTimeField, FilteredRelation, Q
from django.utils import timezone

from daybridge.access.backends import place_columns
from daybridge.access.prepared import Place, Prepared, Row

IDLE = timedelta(minutes=15)
WHOLE_DAY = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
SIGNED_IN_AT = "signed_in_at"  # in the session, set by daybridge.access.signals
CAME_FROM = "came_from"  # [address, browser]


class SessionStore(DatabaseStore):
    """Django's database sessions with an owner, a start and a last sign of life."""

    seen_at: datetime | None = None
    place: Row | None = None  # of its account in a program, as read with the session

    @classmethod
    def get_model_class(cls) -> Any:
        from daybridge.access.models import Session

        return Session

    def load(self) -> dict[str, Any]:
        now = timezone.now()
        found = _stored().rows(key=self.session_key, now=now)
        if not found:
            self._session_key = None
            return {}
        data, user_id, self.seen_at, *place = found[0]
        if user_id is not None and self._was_left_alone(now):
            self.delete(self.session_key)
            self._session_key = None
            return {}
        self.place = tuple(place)
        return self.decode(data)

    def _was_left_alone(self, now: datetime) -> bool:
        return self.seen_at is not None and now - self.seen_at >= IDLE

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


@cache
def _stored() -> Prepared:
    """What every request with a cookie asks first: a session that is not over.

    Whose it is comes with it, so that one statement says who is there.
    """
    never = datetime(1900, 1, 1, tzinfo=UTC)
    active = Q(user__staff__deactivated_at=None)

    def build(key: str, now: datetime) -> Any:
        stored = SessionStore.get_model_class().objects
        live = stored.filter(session_key=key, expire_date__gt=now)
        placed = live.alias(place=FilteredRelation("user__staff", condition=active))
        return placed.order_by("place__created_at").values_list(
            "session_data", "user_id", "seen_at", *place_columns("place__", "user__")
        )[:1]

    marks: dict[str, Place] = {
        "key": (CharField(), "a key"),
        "now": (DateTimeField(), never),
    }
    return Prepared(build, marks)


def _user_id(data: dict[str, Any]) -> UUID | None:
    """The account a session belongs to, once sign-in is complete."""
    if SIGNED_IN_AT not in data or "_auth_user_id" not in data:
        return None
    return UUID(data["_auth_user_id"])
