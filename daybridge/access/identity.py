"""Who an account is in its program, for audit rows written before there is a viewer."""

from typing import Any

from django.http import HttpRequest

from daybridge.access.backends import active_staff
from daybridge.audit.actor import Actor


def address_of(request: HttpRequest | None) -> str:
    """Where a request came from, or nothing for the system."""
    return request.META.get("REMOTE_ADDR", "")[:45] if request is not None else ""


def staff_of(user: Any) -> Any | None:
    """The staff row an account works as, if it is active."""
    return getattr(user, "staff_here", None) or active_staff(user.pk)


def actor_of(user: Any, request: HttpRequest | None) -> Actor:
    """The actor that an account is; without staff, only the account is known."""
    staff = staff_of(user) if user is not None else None
    if staff is None:
        return Actor(None, getattr(user, "pk", None), None, "", (), address_of(request))
    return Actor(
        program_id=staff.program_id,
        user_id=user.pk,
        staff_id=staff.pk,
        name=staff.display_name,
        roles=tuple(sorted(staff.role_set)),
        address=address_of(request),
    )
