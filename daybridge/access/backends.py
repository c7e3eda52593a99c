"""The sign-in backend: an account comes with its place in a program, in one read."""

from functools import cache
from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models import UUIDField

from daybridge.access.prepared import Prepared
from daybridge.bulk import every_column

BACKEND = "daybridge.access.backends.StaffBackend"


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend, which reads staff, program and account together."""

    def get_user(self, user_id: UUID) -> Any | None:
        """The account of a session; it remembers the staff row that came with it."""
        staff = active_staff(user_id)
        if staff is None:
            return super().get_user(user_id)
        user = staff.user
        user.staff_here = staff
        return user if self.user_can_authenticate(user) else None


def active_staff(user_id: Any) -> Any | None:
    """The first active staff row of an account, with its program and the account."""
    found = _first_place().rows(user=user_id)
    if not found:
        return None
    values, made = list(found[0]), []
    for model, columns in _columns():
        made.append(model.from_db(DEFAULT_DB_ALIAS, columns, values[: len(columns)]))
        del values[: len(columns)]
    staff, staff.program, staff.user = made
    return staff


@cache
def _first_place() -> Prepared:
    """Every signed-in request asks this first, so its statement is compiled once."""
    paths = ("", "program__", "user__")
    names = [
        f"{path}{column}"
        for path, (_, columns) in zip(paths, _columns(), strict=True)
        for column in columns
    ]

    def build(user: UUID) -> Any:
        return (
            apps.get_model("people", "Staff")
            .objects.across_programs(because="an account finds its own program")
            .filter(user_id=user, deactivated_at=None)
            .order_by("created_at")
            .values_list(*names)[:1]
        )

    return Prepared(build, {"user": (UUIDField(), UUID(int=1))})


@cache
def _columns() -> list[tuple[Any, tuple[str, ...]]]:
    """Staff, program and account, each with the names of its columns."""
    names = (("people", "Staff"), ("programs", "Program"), ("access", "User"))
    models: list[Any] = [apps.get_model(*name) for name in names]
    return [(model, every_column(model)) for model in models]
