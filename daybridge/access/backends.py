"""The sign-in backend: an account comes with its place in a program, in one read."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.db.models import UUIDField

from daybridge.access.prepared import Prepared, Row, instances
from daybridge.bulk import every_column

BACKEND = "daybridge.access.backends.StaffBackend"


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend, which reads staff, program and account together."""

    def get_user(self, user_id: UUID) -> Any | None:
        """The account of a session; it remembers the staff row that came with it."""
        staff = _came_along(user_id) or active_staff(user_id)
        if staff is None:
            return super().get_user(user_id)
        user = staff.user
        user.staff_here = staff
        return user if self.user_can_authenticate(user) else None


_of_session: ContextVar[Row | None] = ContextVar("place_of_session", default=None)


@contextmanager
def brought_by(session: Any) -> Iterator[None]:
    """Let the backend take what this session brought instead of asking again."""
    session.get(SESSION_KEY)  # reads the session
    token = _of_session.set(getattr(session, "place", None))
    try:
        yield
    finally:
        _of_session.reset(token)


def _came_along(user_id: UUID) -> Any | None:
    place = _of_session.get()
    if place is None or place[0] is None:
        return None
    staff = _staff(place)
    return staff if staff.user_id == user_id else None


def active_staff(user_id: Any) -> Any | None:
    """The first active staff row of an account, with its program and the account."""
    found = _first_place().rows(user=user_id)
    return _staff(found[0]) if found else None


def place_columns(to_staff: str, to_account: str) -> list[str]:
    """The paths of the columns of a place: of staff, program and account."""
    paths = (to_staff, f"{to_staff}program__", to_account)
    return [
        f"{path}{column}"
        for path, (_, columns) in zip(paths, _columns(), strict=True)
        for column in columns
    ]


def _staff(place: Row) -> Any:
    """The staff row that the values of a place are, with program and account."""
    made, first = [], 0
    for model, columns in _columns():
        end = first + len(columns)
        made += instances(model, columns, [place[first:end]])
        first = end
    staff, program, user = made
    staff._state.fields_cache |= {"program": program, "user": user}
    return staff


@cache
def _first_place() -> Prepared:
    """What is asked of an account without a session: the first place it has."""

    def build(user: UUID) -> Any:
        return (
            apps.get_model("people", "Staff")
            .objects.across_programs(because="an account finds its own program")
            .filter(user_id=user, deactivated_at=None)
            .order_by("created_at")
            .values_list(*place_columns("", "user__"))[:1]
        )

    return Prepared(build, {"user": (UUIDField(), UUID(int=1))})


@cache
def _columns() -> list[tuple[Any, tuple[str, ...]]]:
    """Staff, program and account, each with the names of its columns."""
    names = (("people", "Staff"), ("programs", "Program"), ("access", "User"))
    models: list[Any] = [apps.get_model(*name) for name in names]
    return [(model, every_column(model)) for model in models]
