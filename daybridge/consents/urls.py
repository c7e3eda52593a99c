"""Addresses of consents; those for people who sign or read hold only a token."""

from django.urls import path

from daybridge.consents.views import (
    chart,
    desk,
    ending,
    intermediaries,
    leaving,
    packets,
    program_forms,
    register,
    sharing,
    signing,
)

app_name = "consents"

CONSENT = "consents/<uuid:consent_id>/"
PACKET = "packets/<uuid:packet_id>/"
SIGN = "sign/<str:token>/"

urlpatterns = [
    path("consents/", packets.packets, name="packets"),
    path("consents/forms/", program_forms.program_forms, name="program_forms"),
    path(
        "consents/forms/<slug:kind>/<slug:language>/",
        program_forms.template,
        name="template",
    ),
    path(CONSENT, chart.consent, name="consent"),
    path(f"{CONSENT}edit/", chart.edit, name="edit"),
    path(f"{CONSENT}withdraw/", chart.withdraw, name="withdraw"),
    path(f"{CONSENT}tablet/", desk.tablet, name="tablet"),
    path(f"{CONSENT}link/", desk.link, name="link"),
    path(f"{CONSENT}paper/", desk.paper, name="paper"),
    path(f"{CONSENT}scan/", desk.scan, name="scan"),
    path(f"{CONSENT}kept/<slug:purpose>/", desk.file, name="file"),
    path(f"{CONSENT}revoke/", leaving.revoke, name="revoke"),
    path(f"{CONSENT}not-to-be-used/", ending.flaw, name="flaw"),
    path(f"{CONSENT}passed-on/", intermediaries.passed_on_new, name="passed_on_new"),
    path(
        "consents/recipients/<uuid:recipient_id>/revoke/",
        ending.revoke_for_one,
        name="revoke_for_one",
    ),
    path(f"{CONSENT}told/", leaving.tell, name="tell"),
    path(f"{CONSENT}share/", leaving.share, name="share"),
    path(f"{CONSENT}hand-over/", leaving.hand_over, name="hand_over"),
    path("shares/<uuid:share_id>/end/", leaving.end_share, name="end_share"),
    path(PACKET, packets.packet, name="packet"),
    path(f"{PACKET}tablet/", desk.packet_tablet, name="packet_tablet"),
    path(f"{PACKET}link/", desk.packet_link, name="packet_link"),
    path(f"{PACKET}remind/", packets.remind, name="remind"),
    path(f"{PACKET}withdraw/", packets.withdraw, name="packet_withdraw"),
    path("disclosures/", register.disclosures, name="disclosures"),
    path("disclosures/<uuid:disclosure_id>/", register.disclosure, name="disclosure"),
    path(
        "disclosures/<uuid:disclosure_id>/document/",
        leaving.document,
        name="document",
    ),
    path("patients/<uuid:patient_id>/consents/", chart.of, name="of"),
    path("patients/<uuid:patient_id>/consents/new/", chart.kinds, name="kinds"),
    path("patients/<uuid:patient_id>/consents/new/<slug:kind>/", chart.new, name="new"),
    path("patients/<uuid:patient_id>/consents/packet/", packets.begin, name="begin"),
    path(
        "patients/<uuid:patient_id>/disclosures/",
        register.of_one,
        name="disclosures_of",
    ),
    path("patients/<uuid:patient_id>/disclosures/new/", register.enter, name="enter"),
    path(
        "patients/<uuid:patient_id>/disclosures/accounting/",
        register.accounting,
        name="accounting",
    ),
    path(
        "patients/<uuid:patient_id>/disclosures/passed-on/",
        intermediaries.passed_on,
        name="passed_on",
    ),
    path(
        "patients/<uuid:patient_id>/disclosures/passed-on/list/",
        intermediaries.passed_on_list,
        name="passed_on_list",
    ),
    path(SIGN, signing.start, name="sign"),
    path(f"{SIGN}done/", signing.finish, name="sign_end"),
    path(f"{SIGN}<int:number>/", signing.form, name="sign_form"),
    path(f"{SIGN}<int:number>/leave-out/", signing.decline, name="sign_decline"),
    path(f"{SIGN}<int:number>/copy/", signing.copy, name="sign_copy"),
    path(f"{SIGN}<int:number>/revoke/", signing.revoke, name="sign_revoke"),
    path("shared/<str:token>/", sharing.shared, name="shared"),
    path("shared/<str:token>/feed.json", sharing.feed, name="feed"),
]
