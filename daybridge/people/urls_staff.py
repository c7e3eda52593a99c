"""The addresses of staff pages."""

from django.urls import URLPattern, path

from daybridge.people.views import staff, staff_access, staff_credentials, supervision

MEMBER = "staff/<uuid:staff_id>/"
LICENSE = f"{MEMBER}credentials/<uuid:credential_id>/"

urlpatterns: list[URLPattern] = [
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.staff_new, name="staff_new"),
    path(MEMBER, staff.staff_member, name="staff_member"),
    path(f"{MEMBER}edit/", staff.staff_edit, name="staff_edit"),
    path(
        f"{MEMBER}credentials/new/",
        staff_credentials.credential_new,
        name="credential_new",
    ),
    path(LICENSE, staff_credentials.credential_edit, name="credential_edit"),
    path(
        f"{LICENSE}renewal/",
        staff_credentials.credential_renew,
        name="credential_renew",
    ),
    path(f"{MEMBER}supervisor/", supervision.supervisor, name="supervisor"),
    path(
        f"{MEMBER}supervisor/end/",
        supervision.supervision_end,
        name="supervision_end",
    ),
    path(f"{MEMBER}roles/", staff_access.roles, name="staff_roles"),
    path(f"{MEMBER}invitation/", staff_access.invitation, name="invite"),
    path(
        f"{MEMBER}invitation/withdrawal/",
        staff_access.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(f"{MEMBER}leaving/", staff_access.leave, name="staff_leave"),
    path(f"{MEMBER}return/", staff_access.come_back, name="staff_come_back"),
]
