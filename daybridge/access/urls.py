"""Sign-in and one's own account, emergencies, teams, invitations.

Of allauth only what staff need is mounted: no sign-up, no address management.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path

from daybridge.access.gate import public, signed_in
from daybridge.access.views import (
    barriers,
    emergency,
    invitation,
    notices,
    own_account,
    proposals,
    reviews,
    sign_in,
    teams,
    trail,
)

sign_in_pages = [
    path("sign-in/", public(account.login), name="account_login"),
    path("sign-out/", public(account.logout), name="account_logout"),
    path("sign-in/closed/", public(account.account_inactive), name="account_inactive"),
    path(
        "sign-in/forgotten/",
        public(sign_in.forgotten),
        name="account_reset_password",
    ),
    path(
        "sign-in/second-step/",
        public(factors.authenticate),
        name="mfa_authenticate",
    ),
    path(
        "sign-in/passkey/",
        public(passkeys.login_webauthn),
        name="mfa_login_webauthn",
    ),
    path("sign-in/again/", sign_in.again, name="account_reauthenticate"),
    path(
        "sign-in/again/code/",
        signed_in(factors.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "sign-in/again/passkey/",
        signed_in(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
]

account_pages = [
    path("", signed_in(factors.index), name="mfa_index"),
    path("password/", own_account.new_password, name="account_change_password"),
    path("app/add/", signed_in(app.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", signed_in(app.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "codes/",
        signed_in(codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "codes/renew/",
        signed_in(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "codes/file/",
        signed_in(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/", signed_in(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/add/", signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "passkeys/<int:pk>/remove/",
        signed_in(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "passkeys/<int:pk>/",
        signed_in(passkeys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
]

own_pages = [
    path("session/", sign_in.session, name="session"),
    path("account/sessions/", own_account.account, name="account"),
    path("account/sessions/end/", own_account.end_others, name="end_others"),
    path("account/sessions/<str:handle>/end/", own_account.end_one, name="end_one"),
    path("account/second-factor/", sign_in.second_factor, name="second_factor"),
    path("invitations/<str:token>/", invitation.accept, name="invitation"),
    path("notices/<uuid:notice_id>/put-away/", notices.put_away, name="put_away"),
    path("emergency/", emergency.ask, name="emergency"),
    path("emergency/confirmed/", emergency.confirmed, name="emergency_confirmed"),
    path(
        "patients/<uuid:patient_id>/emergency/",
        emergency.ask,
        name="emergency_for",
    ),
    path("openings/", reviews.queue, name="openings"),
    path("openings/<uuid:opening_id>/", reviews.opening, name="opening"),
    path("openings/<uuid:opening_id>/end/", reviews.end, name="end_opening"),
    path("patients/<uuid:patient_id>/team/", teams.team, name="team"),
    path(
        "patients/<uuid:patient_id>/team/<uuid:membership_id>/end/",
        teams.end,
        name="end_membership",
    ),
    path("barriers/", barriers.barriers, name="barriers"),
    path(
        "patients/<uuid:patient_id>/barriers/",
        barriers.barriers_of,
        name="barriers_of",
    ),
    path(
        "patients/<uuid:patient_id>/barriers/<uuid:barrier_id>/end/",
        barriers.lift,
        name="lift_barrier",
    ),
    path("roles/proposals/", proposals.proposals, name="proposals"),
    path(
        "roles/proposals/<uuid:proposal_id>/decision/",
        proposals.decide,
        name="decide_proposal",
    ),
]

audit_pages = [
    path("audit/", trail.events, name="events"),
    path("audit/file/", trail.export, name="export"),
    path(
        "patients/<uuid:patient_id>/access-report/",
        trail.access_report,
        name="access_report",
    ),
]

urlpatterns = [
    path("", include(sign_in_pages)),
    path("account/", include(account_pages)),
    path("", include((own_pages, "access"))),
    path("", include((audit_pages, "audit_trail"))),
]
