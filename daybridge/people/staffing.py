"""Who may read about which staff, and the list of them a page at a time.

Source: the AUD column of the access matrix: the director reads the whole workforce, a
        supervisor their own unit; everyone reads their own page.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from daybridge.access.models import Invitation
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.people.credentials import (
    HeldCredential,
    held_credentials,
    needs_supervisor,
)
from daybridge.people.models import Credential, Staff
from daybridge.rules.credentials import NOTICE_DAYS

ROWS = 25
BY_NAME = ("legal_last_name", "legal_first_name", "id")
SOON = timedelta(days=max(NOTICE_DAYS))
WORKING, EXPIRING, LEFT, EVERYONE = "working", "expiring", "left", "everyone"
SHOWS = (
    (WORKING, "Working here"),
    (EXPIRING, "License expiring soon"),
    (LEFT, "Have left"),
    (EVERYONE, "Everyone"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the staff list; empty ones ask nothing."""

    name: str = ""
    role: str = ""
    show: str = WORKING


@dataclass(frozen=True, slots=True)
class SignIn:
    """Whether and how a member of staff can sign in, as word and tone."""

    words: str
    tone: str
    is_pending: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of the list."""

    staff: Staff
    held: list[HeldCredential]
    sign_in: SignIn
    lacks_supervisor: bool

    @property
    def nearest(self) -> HeldCredential | None:
        """The credential that ends first."""
        return self.held[0] if self.held else None


@dataclass(frozen=True, slots=True)
class StaffPage:
    rows: list[StaffRow]
    after: UUID | None  # after whom the next page starts


def readable_staff(viewer: Viewer) -> Any:
    """The staff whose pages this viewer may open."""
    staff = Staff.objects.in_program(viewer.program_id)
    if Role.DIRECTOR in viewer.roles:
        return staff
    within = Q(pk=viewer.staff_id)
    if Role.SUPERVISOR in viewer.roles:
        within |= Q(supervisor_id=viewer.staff_id)
    return staff.filter(within)


def page_of_staff(viewer: Viewer, asked: Asked, after: UUID | None) -> StaffPage:
    """One page by name of those who were asked for."""
    on = viewer.today
    staff = _narrowed(readable_staff(viewer), asked, on, viewer)
    last = readable_staff(viewer).filter(pk=after).first() if after else None
    if last is not None:
        staff = staff.filter(_after(last))
    keys = list(staff.order_by(*BY_NAME).values_list("pk", flat=True)[: ROWS + 1])
    shown = Staff.objects.in_program(viewer.program_id).filter(pk__in=keys[:ROWS])
    found = shown.select_related("supervisor", "user").order_by(*BY_NAME)
    rows = _rows(list(found), on, viewer)
    return StaffPage(rows, keys[ROWS - 1] if len(keys) > ROWS else None)


def sign_in_of(staff: Staff, link: Invitation | None, *, at: datetime) -> SignIn:
    """How far someone is from signing in. `link` is their link that nobody used."""
    if staff.deactivated_at is not None:
        return SignIn("Closed", "quiet")
    if link is not None and link.expires_at > at:
        return SignIn("Link waits", "action", is_pending=True, until=link.expires_at)
    if link is not None and not has_password(staff):
        return SignIn("Link expired", "needs", until=link.expires_at)
    if staff.user_id is None:
        return SignIn("Not invited yet", "needs")
    return SignIn("Can sign in", "settled")


def has_password(staff: Staff) -> bool:
    user: Any = staff.user
    return user is not None and user.has_usable_password()


def open_links(staff: list[Staff], viewer: Viewer) -> dict[UUID, Invitation]:
    """The link of each that was neither used nor withdrawn; it may have expired."""
    links = Invitation.objects.in_program(viewer.program_id).filter(
        staff__in=staff, used_at=None, withdrawn_at=None
    )
    return {link.staff_id: link for link in links.order_by("created_at")}


def _rows(staff: list[Staff], on: date, viewer: Viewer) -> list[StaffRow]:
    credentials: dict[UUID, list[Credential]] = {one.pk: [] for one in staff}
    for row in Credential.objects.in_program(viewer.program_id).filter(staff__in=staff):
        credentials[row.staff_id].append(row)
    links = open_links(staff, viewer)
    return [
        StaffRow(
            staff=one,
            held=held_credentials(credentials[one.pk], on=on),
            sign_in=sign_in_of(one, links.get(one.pk), at=viewer.at),
            lacks_supervisor=one.supervisor_id is None
            and one.deactivated_at is None
            and needs_supervisor(one, credentials[one.pk], on=on),
        )
        for one in staff
    ]


def _narrowed(staff: Any, asked: Asked, on: date, viewer: Viewer) -> Any:
    if asked.show in (WORKING, EXPIRING):
        staff = staff.active()
    if asked.show == EXPIRING:
        staff = staff.filter(Exists(_expiring(on, viewer)))
    if asked.show == LEFT:
        staff = staff.exclude(deactivated_at=None)
    if asked.role:
        roles = Cast("roles", TextField())  # a JSON list, on either database
        staff = staff.alias(as_text=roles).filter(as_text__contains=f'"{asked.role}"')
    for word in asked.name.split():
        staff = staff.filter(
            Q(legal_last_name__icontains=word)
            | Q(legal_first_name__icontains=word)
            | Q(preferred_name__icontains=word)
        )
    return staff


def _expiring(on: date, viewer: Viewer) -> Any:
    """The last term of a license that ends soon or has ended, of the outer staff."""
    credentials = Credential.objects.in_program(viewer.program_id)
    later = credentials.filter(
        Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")),
        staff=OuterRef("staff"),
        kind=OuterRef("kind"),
        jurisdiction=OuterRef("jurisdiction"),
    )
    return credentials.filter(
        ~Exists(later), staff=OuterRef("pk"), expires_on__lte=on + SOON
    )


def _after(last: Staff) -> Q:
    same_last = Q(legal_last_name=last.legal_last_name)
    same_first = same_last & Q(legal_first_name=last.legal_first_name)
    return (
        Q(legal_last_name__gt=last.legal_last_name)
        | same_last & Q(legal_first_name__gt=last.legal_first_name)
        | same_first & Q(pk__gt=last.pk)
    )
