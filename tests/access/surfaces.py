"""Every page, list, file and form through which a matter of the matrix is reached.

One row a surface: its matter and operation say, by the matrix, who of the cast gets it.
`only` and `but_not` name the actors where a page asks for more than the matrix does or
a limit (`*`) takes a reader out; `why` says which. A list is there for more people than
may read of Dana, so what decides there is whether anything on it is hers.
"""

from tests.access.kinds import (
    A_REASON,
    CALLS,
    DESK_AND_HEADS,
    FILE,
    FORM,
    IN_CHARGE,
    JSON,
    LIST,
    NO_COLLEAGUE,
    OWN_WORDS,
    PAGE,
    PAYER,
    RUNS_BILLING,
    SEARCH,
    SUPERVISION,
    TRAIL,
    Surface,
    a_person,
    act_on_place,
    card,
    contact,
    day,
    group,
    nothing,
    of,
    patient,
    rows,
    session,
)
from tests.access.surfaces_asking import ASKING, ASKING_OF_NO_PATIENT
from tests.access.surfaces_assessments import ASSESSMENTS
from tests.access.surfaces_assessments import OF_NO_PATIENT as ASSESSED_OF_NO_PATIENT
from tests.access.surfaces_calendars import (
    CALENDAR_WORDS,
    CALENDARS,
    OWN_CALENDAR,
)
from tests.access.surfaces_consents import CONSENTS, CONSENTS_OF_NO_PATIENT
from tests.access.surfaces_coverage import COVERAGE, COVERAGE_OF_NO_PATIENT
from tests.access.surfaces_drafts import DRAFTS, DRAFTS_OF_NO_PATIENT
from tests.access.surfaces_finding import FINDING
from tests.access.surfaces_outbox import OUTBOX
from tests.access.surfaces_repairs import REPAIRS, REPAIRS_OF_NO_PATIENT
from tests.access.surfaces_sharing import SHARING
from tests.access.surfaces_way_in import WAY_IN, WAY_IN_OF_NO_PATIENT
from tests.access.surfaces_weeks import HOURS, WEEKS

DEMOGRAPHICS = (
    Surface("DEM", "R", LIST, "people:patients"),
    Surface("DEM", "R", LIST, "people:patients", query="?q=whitfeild",
            but_not=rows("PS"), why="PS: preferred name only, the last finds nobody"),
    Surface("DEM", "R", SEARCH, "people:search", query="?q=dana"),
    Surface("DEM", "R", SEARCH, "people:search", query="?q=dana",
            headers={"accept": "application/json"}),
    Surface("DEM", "R", SEARCH, "people:search", query="?q=dana",
            headers={"hx-request": "true"}),
    Surface("DEM", "R", SEARCH, "people:search", query="?q=P00001",
            but_not=rows("PS"), why="PS: preferred name only, no record number"),
    Surface("DEM", "R", PAGE, "people:patient", patient),
    Surface("DEM", "U", PAGE, "people:edit", patient,
            but_not=rows("BI"), why=PAYER),
    Surface("DEM", "U", FORM, "people:edit", patient, a_person,
            but_not=rows("BI"), why=PAYER),
    Surface("DEM", "U", FORM, "people:arrival_code", patient, nothing,
            but_not=rows("BI"), why=PAYER),
    Surface("DEM", "C", PAGE, "people:new"),
    Surface("DEM", "C", FORM, "people:new", sent=a_person),
    Surface("DEM", "U", PAGE, "people:contact_new", patient,
            but_not=rows("BI"), why=PAYER),
    Surface("DEM", "U", FORM, "people:contact_new", patient, nothing,
            but_not=rows("BI"), why=PAYER),
    Surface("DEM", "U", PAGE, "people:contact_edit", contact,
            but_not=rows("BI"), why=PAYER),
    Surface("DEM", "U", FORM, "people:contact_edit", contact, nothing,
            but_not=rows("BI"), why=PAYER),
    Surface("DEM", "U", FORM, "people:contact_remove", contact, nothing,
            but_not=rows("BI"), why=PAYER),
    Surface("DEM", "U", FORM, "people:contact_restore", contact, nothing,
            but_not=rows("BI"), why=PAYER),
    Surface("DEM", "R", PAGE, "access:barriers_of", patient,
            only=IN_CHARGE, why=SUPERVISION),
    Surface("DEM", "U", FORM, "access:barriers_of", patient, nothing,
            only=IN_CHARGE, why=SUPERVISION),
    Surface("DEM", "R", LIST, "access:barriers", only=IN_CHARGE, why=SUPERVISION),
    Surface("DEM", "U", FORM, "access:lift_barrier",
            lambda chart: [chart.dana.pk, chart.barrier.pk], nothing,
            only=IN_CHARGE, why=SUPERVISION),
    Surface("DEM", "R", PAGE, "access:team", patient, only=IN_CHARGE, why=SUPERVISION),
    Surface("DEM", "U", FORM, "access:team", patient, nothing,
            only=IN_CHARGE, why=SUPERVISION),
    Surface("DEM", "U", FORM, "access:end_membership",
            lambda chart: [chart.dana.pk, chart.membership.pk], nothing,
            only=IN_CHARGE, why=SUPERVISION),
)  # fmt: skip

AUDIT = (
    Surface("AUD", "R", TRAIL, "audit_trail:events"),
    Surface("AUD", "R", FILE, "audit_trail:export"),
    Surface("AUD", "R", TRAIL, "audit_trail:access_report", patient,
            only=IN_CHARGE, why="names a patient, which IT's audit never does"),
    Surface("AUD", "R", LIST, "access:openings", is_always_there=False,
            only=IN_CHARGE, why=SUPERVISION),
    Surface("AUD", "R", PAGE, "access:opening", of("opening"),
            only=IN_CHARGE, why=SUPERVISION),
    Surface("AUD", "R", FORM, "access:opening", of("opening"), nothing,
            only=IN_CHARGE, why=SUPERVISION),
)  # fmt: skip

ROSTERS = (
    Surface("ROS", "R", PAGE, "notes:session", session),
    Surface("ROS", "R", PAGE, "notes:conduct", session),
    Surface("ROS", "R", JSON, "notes:live", session, nothing),
    Surface("ROS", "R", FILE, "notes:print", session,
            but_not=rows("FD"), why="FD reads no record, so prints no session"),
    Surface("ROS", "U", FORM, "notes:place", session, act_on_place("left")),
    Surface("ROS", "R", LIST, "attendance:register"),
    Surface("ROS", "R", LIST, "schedule:group", group),
    Surface("ROS", "R", LIST, "schedule:session", of("cancelled")),
    Surface("ROS", "R", LIST, "schedule:session_cancel", session,
            only=rows("FD", "SV", "PD"), why=DESK_AND_HEADS),
    Surface("ROS", "U", PAGE, "schedule:enroll", group),
    Surface("ROS", "U", FORM, "schedule:enroll", group,
            lambda chart: {"patient": chart.dana.pk, "starts_on": day(chart)}),
    Surface("ROS", "U", PAGE, "schedule:end_enrollment", of("enrollment")),
    Surface("ROS", "U", FORM, "schedule:end_enrollment", of("enrollment"),
            lambda chart: {"ends_on": day(chart)}),
    Surface("ROS", "U", PAGE, "attendance:make_up", patient),
    Surface("ROS", "U", FORM, "attendance:add_make_up", patient,
            lambda chart: {"session": chart.clinic.session.pk}),
    Surface("ROS", "R", LIST, "today:home",
            only=rows("FD", "CT", "SV", "RX", "PS", "PD"), why=CALLS),
    Surface("ROS", "R", LIST, "attendance:follow_ups",
            only=rows("FD", "CT", "SV", "RX", "PS", "PD"), why=CALLS),
    Surface("ROS", "R", PAGE, "attendance:follow_up", of("follow_up"),
            only=rows("FD", "CT", "SV", "RX", "PS", "PD"), why=CALLS),
    Surface("ROS", "R", FORM, "attendance:follow_up", of("follow_up"), nothing,
            only=rows("FD", "CT", "SV", "RX", "PS", "PD"), why=CALLS),
)  # fmt: skip

WRITES = rows("CT", "RX", "PS")
WORDS = rows("PS", "BI", "PD")
RECORD = (
    Surface("SUD", "R", PAGE, "notes:chart", patient,
            but_not=rows("BI", "PD"), why="BI reads days, not charts; " + A_REASON),
    Surface("SUD", "R", PAGE, "notes:chart", patient, query="?part=attendance",
            but_not=rows("BI", "PD"), why="BI reads days, not charts; " + A_REASON),
    Surface("SUD", "R", PAGE, "notes:note", of("signed"), but_not=WORDS, why=OWN_WORDS),
    Surface("SUD", "R", PAGE, "notes:note", of("note"), but_not=WORDS, why=OWN_WORDS),
    Surface("SUD", "R", FILE, "notes:print_note", of("signed"),
            but_not=WORDS, why=OWN_WORDS),
    Surface("SUD", "U", FORM, "notes:addendum", of("signed"),
            lambda chart: {"text": "She called back."}, but_not=WORDS, why=OWN_WORDS),
    Surface("SUD", "R", LIST, "attendance:week", but_not=rows("PD"), why=A_REASON),
    Surface("SUD", "R", LIST, "today:doses", is_always_there=False,
            but_not=rows("BI", "PD"), why="BI reads days billed; " + A_REASON),
    Surface("SUD", "R", LIST, "notes:unsigned", only=rows("CT", "SV"),
            why="one's own open notes; a supervisor those of the unit"),
    Surface("SUD", "S", LIST, "notes:co_signatures", only=rows("SV"),
            why="the supervisor's queue"),
    Surface("SUD", "S", FORM, "notes:co_signatures", sent=nothing, only=rows("SV"),
            why="the supervisor's queue"),
    Surface("SUD", "S", FORM, "notes:co_sign", of("signed"), nothing, only=rows("SV"),
            why="the supervisor's signature"),
    Surface("SUD", "C", FORM, "notes:save", session, card),
    Surface("SUD", "C", FORM, "notes:summary", session, nothing),
    Surface("SUD", "C", FORM, "notes:card",
            lambda chart: [chart.clinic.session.pk, chart.dana.pk], card),
    Surface("SUD", "S", PAGE, "notes:review", session),
    Surface("SUD", "S", FORM, "notes:review", session, card, but_not=rows("SV"),
            why="SV signs and does not write"),
    Surface("SUD", "S", FORM, "notes:sign", session,
            lambda chart: {f"shown-{chart.dana.pk}": "a" * 64}),
    Surface("SUD", "S", FORM, "notes:name", session, nothing),
    Surface("SUD", "C", PAGE, "notes:new_individual", patient),
    Surface("SUD", "C", FORM, "notes:new_individual", patient, nothing),
    Surface("SUD", "C", PAGE, "notes:write_individual", of("draft"),
            only=rows("CT"), why="its author's"),
    Surface("SUD", "C", FORM, "notes:write_individual", of("draft"), nothing,
            only=rows("CT"), why="its author's"),
    Surface("SUD", "S", PAGE, "notes:review_individual", of("draft"),
            only=rows("CT"), why="its author's"),
    Surface("SUD", "S", FORM, "notes:sign_individual", of("draft"), nothing,
            but_not=WORDS, why=OWN_WORDS),
    Surface("SUD", "C", FORM, "notes:delete", of("draft"), nothing,
            only=rows("CT"), why="its author's"),
    Surface("SUD", "C", LIST, "notes:bin", only=rows("CT"), why="its author's"),
    Surface("SUD", "C", FORM, "notes:restore",
            lambda chart: ["note", chart.deleted.pk], nothing,
            only=rows("CT"), why="its author's"),
    Surface("SUD", "R", PAGE, "intake:episodes", patient,
            but_not=rows("PS", "PD"), why="PS: own peer notes; " + A_REASON),
    Surface("SUD", "C", PAGE, "intake:admit", patient, but_not=WORDS, why=OWN_WORDS),
    Surface("SUD", "C", FORM, "intake:admit", patient, nothing,
            but_not=WORDS, why=OWN_WORDS),
    *(
        Surface("SUD", "U", kind, name, of("episode"), sent)
        for name in ("intake:facts", "intake:dose", "intake:transfer",
                     "intake:discharge")
        for kind, sent in ((PAGE, None), (FORM, nothing))
    ),
    Surface("SUD", "U", FORM, "intake:take_back", of("episode"), nothing),
    Surface("SUD", "R", LIST, "today:held", is_always_there=False,
            only=rows("BI", "SV", "PD"), why=RUNS_BILLING),
    Surface("SUD", "R", PAGE, "notes:service_day",
            lambda chart: [chart.dana.pk, day(chart)],
            only=rows("BI", "SV", "PD"), why=RUNS_BILLING),
    Surface("SUD", "R", LIST, "notes:service_days", query="?on={day}",
            only=rows("BI", "SV", "PD"), why=RUNS_BILLING),
    Surface("SUD", "R", FILE, "notes:service_days_file", query="?on={day}",
            only=rows("BI", "SV", "PD"), why=RUNS_BILLING),
    Surface("SUD", "R", FORM, "notes:remind",
            sent=lambda chart: {"staff": chart.staff("ruth").pk, "on": day(chart)},
            only=rows("BI", "SV", "PD"), why=RUNS_BILLING),
)  # fmt: skip

KEPT_APART = (
    Surface("SCN", "C", PAGE, "notes:counseling_notes", patient,
            only=rows("CT"), why=NO_COLLEAGUE),
    Surface("SCN", "C", FORM, "notes:counseling_notes", patient, nothing,
            only=rows("CT"), why=NO_COLLEAGUE),
    Surface("SCN", "R", PAGE, "notes:counseling_note", of("apart"),
            only=rows("CT"), why=NO_COLLEAGUE),
    Surface("SCN", "U", FORM, "notes:counseling_note", of("apart"),
            lambda chart: {"text": "More of it."}, only=rows("CT"), why=NO_COLLEAGUE),
    Surface("SCN", "R", PAGE, "notes:counseling_note", of("forwarded"),
            only=rows("CT", "SV"), why=NO_COLLEAGUE),
    Surface("SCN", "U", FORM, "notes:counseling_note", of("forwarded"),
            lambda chart: {"text": "More of it."}, only=rows("CT"), why=NO_COLLEAGUE),
    Surface("SCN", "U", FORM, "notes:put_forward", of("apart"), nothing,
            only=rows("CT"), why=NO_COLLEAGUE),
    Surface("SCN", "U", FORM, "notes:delete_counseling_note", of("apart"), nothing,
            only=rows("CT"), why=NO_COLLEAGUE),
    Surface("SCN", "R", LIST, "notes:for_supervision",
            is_always_there=False, only=rows("SV"), why=NO_COLLEAGUE),
)  # fmt: skip

OUTCOMES = (
    Surface("OUT", "R", PAGE, "reports:census"),
    Surface("OUT", "R", PAGE, "reports:dose"),
    Surface("OUT", "R", PAGE, "reports:retention"),
    Surface("OUT", "X", FILE, "reports:file", lambda chart: ["census"]),
)

SURFACES = DEMOGRAPHICS + AUDIT + ROSTERS + RECORD + KEPT_APART + OUTCOMES
SURFACES += WAY_IN
SURFACES += ASKING
SURFACES += ASSESSMENTS
SURFACES += COVERAGE
SURFACES += CONSENTS
SURFACES += CALENDARS
SURFACES += OUTBOX
SURFACES += SHARING
SURFACES += FINDING
SURFACES += WEEKS
SURFACES += DRAFTS
SURFACES += REPAIRS


def each(reason: str, space: str, names: str) -> dict[str, str]:
    return {f"{space}:{name}": reason for name in names.split()}


# Addresses behind a permission that say nothing of a patient, and why that is so.
OF_NO_PATIENT = {
    **ASSESSED_OF_NO_PATIENT,
    **each("one's own sign-ins", "access", "account end_one end_others"),
    **each("one's own notices", "access", "put_away"),
    **each(
        "asks why and who; the same page whether or not they exist", "access",
        "emergency emergency_for emergency_confirmed",
    ),
    **each("shuts a chart one has opened oneself", "access", "end_opening"),
    **each("what staff may do", "access", "proposals decide_proposal"),
    **each("how much waits on the way in; no names", "today", "way_in"),
    **each("somebody who asks is nobody's patient yet", *ASKING_OF_NO_PATIENT),
    **each("seats on tracks, and what newcomers are owed", *WAY_IN_OF_NO_PATIENT),
    **each("the program's own forms", *CONSENTS_OF_NO_PATIENT),
    **each("one's own calendar, in initials", *OWN_CALENDAR),
    **each("what the program calls an appointment", *CALENDAR_WORDS),
    **each("payers, plans, rates and who we are to them", *COVERAGE_OF_NO_PATIENT),
    **each("when staff work and rooms are open", *HOURS),
    **each("how many a week would serve; no names", *DRAFTS_OF_NO_PATIENT),
    **each("which sessions change, never for whom", *REPAIRS_OF_NO_PATIENT),
    **each("devices at the door", "attendance", "tablets revoke"),
    **each(
        "one's own phrases", "notes", "phrases phrase move_phrase delete_phrase"
    ),
    **each("what is taught", "programs", "curricula curriculum topic handout"),
    **each("what anyone may read of the program", "public", "texts text phone_week"),
    **each(
        "the program, its places and its rules", "programs",
        "program program_change sites site_new site_change site_retire site_restore "
        "room_new room_change room_retire room_restore tracks track_new track "
        "track_change track_retire track_restore dose_rule_new dose_rule_withdraw "
        "day_rules day_rule_new day_rule_change day_rule_end day_rule_go_on "
        "day_rule_withdraw shelf curriculum_install",
    ),
    **each(
        "days without groups", "programs",
        "calendar closure_new holidays_fill closure closure_rename meet_anyway "
        "stay_closed closure_remove",
    ),
    **each(
        "staff, their licenses and who supervises whom", "people",
        "staff staff_new staff_member staff_edit credential_new credential_edit "
        "credential_renew supervisor supervision_end staff_roles invite "
        "invitation_withdraw staff_leave staff_come_back",
    ),
    **each(
        "when groups meet, with whom and how many, never who", "schedule",
        "week groups group_new group_change extra_new session_change "
        "session_substitute session_reinstate",
    ),
}  # fmt: skip
