"""One-use links into an account: only a keyed digest of the link is kept.

`invite(...)` gives the token once; whoever made the link hands it over in person.
`accept(...)` sets the password; the second factor is set up at the first sign-in.
`withdraw(...)` ends a link that nobody has used.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password

from daybridge.access.identity import actor_of
from daybridge.access.models import Invitation, User
from daybridge.access.service import service
from daybridge.access.services.directors import held
from daybridge.access.services.notices import notify
from daybridge.access.services.roles import RoleRefused
from daybridge.access.sessions import end_sessions
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record

LASTS = timedelta(hours=72)


@service
def invite(
    *,
    staff: Any,
    by: Viewer,
    at: datetime,
    kind: str = Invitation.Kind.WELCOME,
) -> str:
    """Make a link for a colleague and give its token, once. Earlier links end."""
    if staff.pk == by.staff_id:
        raise RoleRefused("Nobody makes a link for themselves. Ask another director.")
    row = held(staff)  # two links made at once: the second ends the first
    if row.program_id != by.program_id or row.deactivated_at is not None:
        raise RoleRefused("This person does not work here now.")
    _assert_address_is_free(row)
    _open_links(staff).update(withdrawn_at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        program_id=staff.program_id,
        staff=staff,
        kind=kind,
        digest=_digest(token),
        made_by_id=by.staff_id,
        expires_at=at + LASTS,
    )
    record(
        "access.invited",
        by=by.actor,
        target=invitation,
        detail={"staff": str(staff.pk), "kind": kind},
        at=at,
    )
    if kind != Invitation.Kind.WELCOME:
        text = f"{by.name} made a link that gives you a new password. "
        text += "If you did not ask for it, tell another director at once."
        notify(staff=[row], kind="access.invited", text=text, at=at)
    return token


@service
def withdraw(*, staff: Any, by: Viewer, at: datetime) -> bool:
    """End the open link of a colleague; says whether there was one."""
    held(staff)
    open_link = _open_links(staff).first()
    if staff.program_id != by.program_id or not _open_links(staff).update(
        withdrawn_at=at
    ):
        return False
    record(
        "access.invitation_withdrawn",
        by=by.actor,
        target=open_link,
        detail={"staff": str(staff.pk)},
        at=at,
    )
    return True


def invitation_for(token: str, *, at: datetime) -> Invitation | None:
    """The invitation a link stands for, if it can still be used."""
    return (
        Invitation.objects.across_programs(because="a link finds its own program")
        .filter(
            digest=_digest(token),
            used_at=None,
            withdrawn_at=None,
            expires_at__gt=at,
            staff__deactivated_at=None,
        )
        .select_related("staff__user", "staff__program")
        .first()
    )


def accept(*, invitation: Invitation, password: str, at: datetime) -> User | None:
    """Use a link: set the password of the account. A link works once."""
    stored = make_password(password)  # first: a transaction waits for no password
    return _use(invitation=invitation, stored=stored, at=at)


@service
def _use(*, invitation: Invitation, stored: str, at: datetime) -> User | None:
    """Give the account what is stored for its password."""
    staff: Any = held(invitation.staff)
    if staff.deactivated_at is not None or not _may_have_account(staff):
        return None
    claimed = Invitation.objects.in_program(invitation.program_id).filter(
        pk=invitation.pk, used_at=None, withdrawn_at=None, expires_at__gt=at
    )
    if not claimed.update(used_at=at):
        return None
    user: User = staff.user or User.objects.create_user(staff.email)
    user.password = stored
    user.save(update_fields=["password"])
    if staff.user_id is None:
        staff.user = user
        staff.save(update_fields=["user"])
    if invitation.kind == Invitation.Kind.NEW_FACTORS:
        Authenticator.objects.filter(user=user).delete()
    end_sessions(user.pk)
    record(
        "access.invitation_used",
        by=actor_of(user, None),
        target=invitation,
        detail={"kind": invitation.kind},
        at=at,
    )
    return user


def _assert_address_is_free(staff: Any) -> None:
    if staff.user_id is None and not staff.email:
        raise RoleRefused("An email address is needed to sign in. Add it first.")
    if not _may_have_account(staff):
        raise RoleRefused("This email address cannot be used here. Give another one.")


def _may_have_account(staff: Any) -> bool:
    """Whether there is an account, or one can be made for the address on file."""
    if staff.user_id is not None:
        return True
    taken = User.objects.filter(email__iexact=staff.email).exists()
    return bool(staff.email) and not taken


def _open_links(staff: Any) -> Any:
    return Invitation.objects.in_program(staff.program_id).filter(
        staff=staff, used_at=None, withdrawn_at=None
    )


def _digest(token: str) -> str:
    key: bytes = settings.LOOKUP_KEY
    return hmac.new(key, b"invitation:" + token.encode(), hashlib.sha256).hexdigest()
