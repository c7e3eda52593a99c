"""What each audit action means, as a sentence people can read.

The subject is the actor: "Ruth Abelson *opened a chart*". Rooms that add an action add
its line here; an action without one is shown as its own words.
"""

from daybridge.audit.models import AuditEvent, Outcome

SENTENCES = {
    # reading
    "chart.read": "opened the {what}",
    "list.read": "opened a list: {what}",
    # the gate
    "access.signed_in": "signed in",
    "access.signed_out": "signed out",
    "access.sign_in_failed": "a sign-in with a wrong password",
    "access.code_failed": "a sign-in with a wrong code",
    "access.locked_out": "sign-in locked after too many tries",
    "access.password_changed": "changed their password",
    "access.factor_added": "added a second step ({kind})",
    "access.factor_removed": "removed a second step ({kind})",
    "access.factor_used": "proved who they are ({kind})",
    "access.recovery_codes_renewed": "made new recovery codes",
    "access.sessions_ended": "ended other sessions of their own",
    "access.refused": "was refused a page",
    "access.emergency_opened": "opened the chart in an emergency",
    "access.oversight_opened": "opened the chart for oversight",
    "access.no_chart_opened": "asked for a chart that could not be opened",
    "access.opening_closed": "closed a chart they had opened",
    "access.opening_reviewed": "reviewed an opened chart",
    "access.team_joined": "put someone on the treatment team",
    "access.team_left": "took someone off the treatment team",
    "access.grant_opened": "opened {opens} to {reader} under a consent",
    "access.grant_ended": "closed {opens} to {reader}: the consent ended",
    "access.barrier_set": "closed the chart to a member of staff",
    "access.barrier_lifted": "lifted a barrier between a chart and a member of staff",
    "access.role_granted": "gave a role ({role})",
    "access.role_revoked": "took a role ({role})",
    "access.role_proposed": "proposed someone for a role ({role})",
    "access.role_declined": "declined a proposed role ({role})",
    "access.staff_deactivated": "closed a colleague's account",
    "access.staff_reactivated": "opened a colleague's account again",
    "access.invited": "made a sign-in link for a colleague",
    "access.invitation_used": "used a sign-in link",
    "access.invitation_withdrawn": "ended a colleague's sign-in link",
    "audit.exported": "exported a part of this audit",
    "audit.report_made": "made a report of who looked at the record",
    # the program
    "programs.program_made": "made the program",
    "programs.director_made": "made the first director of the program",
    "programs.program_changed": "changed the settings of the program",
    "programs.site_opened": "added a site",
    "programs.site_changed": "changed a site",
    "programs.site_retired": "retired a site",
    "programs.site_taken_up_again": "took a site up again",
    "programs.room_opened": "added a room",
    "programs.room_changed": "changed a room",
    "programs.room_retired": "retired a room",
    "programs.room_taken_up_again": "took a room up again",
    "programs.track_opened": "added a track",
    "programs.track_changed": "changed a track",
    "programs.track_retired": "retired a track",
    "programs.track_taken_up_again": "took a track up again",
    "programs.dose_rule_set": "set what a week must hold from {starts_on} on",
    "programs.dose_rule_withdrawn": "took back a weekly dose from {starts_on} on",
    "programs.day_rule_set": "set the rule {rule} for service days",
    "programs.day_rule_ended": "changed the last day of the rule {rule}",
    "programs.day_rule_withdrawn": "took back the rule {rule} for service days",
    "programs.day_closed": "closed {on}: {name}",
    "programs.day_opened": "opened {on} again: {name}",
    "programs.holiday_worked": "put {name} on the calendar as a day to meet",
    "programs.closure_renamed": "said otherwise why {on} is closed: {name}",
    "programs.closure_removed": "took {on} off the calendar: {name}",
    "programs.curriculum_installed": "installed the curriculum {title}",
    # the journey
    "intake.inquiry_received": "received an inquiry",
    "intake.inquiry_amended": "kept what was told about an inquiry",
    "intake.inquiry_given": "said whose task an inquiry is",
    "intake.inquiry_noted": "wrote a note on an inquiry",
    "intake.inquiry_moved": "moved an inquiry from {from} to {to}",
    "intake.called": "called about an inquiry",
    "intake.taken_up": "took an inquiry up",
    "intake.assessment_booked": "booked an assessment",
    "intake.assessment_cancelled": "cancelled an assessment",
    "intake.admitted": "admitted the person",
    "intake.readmitted": "admitted the person again",
    "intake.admission_amended": "changed what was known at admission",
    "intake.dose_ordered": "ordered a dose",
    "intake.transferred": "moved the person to another track",
    "intake.discharged": "discharged the person",
    "intake.discharge_taken_back": "took a discharge back",
    "schedule.place_given_back": "gave the place in a group back",
    "schedule.roster_read": "opened a group's roster",
    "schedule.session_opened": "opened a session",
    "schedule.sessions_made": "made the sessions of the coming weeks",
    "schedule.session_added": "added a session",
    "schedule.session_cancelled": "cancelled a session",
    "schedule.group_made": "made a group",
    "schedule.group_changed": "changed a group",
    "schedule.enrolled": "enrolled the person in a group",
    "schedule.enrollment_ended": "ended the enrollment in a group",
    "attendance.added": "added the person to a session",
    "attendance.arrived": "recorded the arrival",
    "attendance.left": "recorded the departure",
    "attendance.marked": "recorded the attendance",
    "attendance.followed_up": "followed up a missed session",
    "notes.saved": "wrote in a note",
    "notes.signed": "signed a note",
    "notes.co_signed": "co-signed a note",
    "notes.addendum_signed": "signed an addendum",
    "notes.deleted": "put a note in the bin",
    "notes.restored": "took a note back from the bin",
    "notes.bin_emptied": "emptied bins that were 30 days old",
    "notes.counseling_notes_listed": "opened their own counseling notes",
    "notes.counseling_note_written": "wrote a counseling note, kept apart",
    "notes.counseling_note_changed": "changed a counseling note, kept apart",
    "notes.counseling_note_read": "read a counseling note, kept apart",
    "notes.counseling_note_put_forward": "put a counseling note forward",
    "notes.counseling_note_taken_back": "took a counseling note back",
    "notes.counseling_note_deleted": "put a counseling note in the bin",
    "people.patient_added": "made the record",
    "people.patient_changed": "changed the personal data",
    "people.contact_added": "put a contact on file",
    "people.contact_amended": "changed a contact",
    "people.contact_removed": "took a contact off the list",
    "people.contact_restored": "put a contact back on the list",
    "people.staff_added": "put someone on the staff",
    "people.staff_amended": "changed what is on file about a colleague",
    "people.credential_added": "put a credential on file ({kind})",
    "people.credential_renewed": "renewed a credential ({kind})",
    "people.credential_corrected": "corrected a credential ({kind})",
    "people.supervisor_set": "named someone's supervisor",
    "people.supervision_ended": "ended a supervision",
    "reports.exported": "exported a report",
}

# What IT may see: the security of accounts, and nothing about a patient.
SECURITY = frozenset(
    {
        "access.signed_in",
        "access.signed_out",
        "access.sign_in_failed",
        "access.code_failed",
        "access.locked_out",
        "access.password_changed",
        "access.factor_added",
        "access.factor_removed",
        "access.factor_used",
        "access.recovery_codes_renewed",
        "access.sessions_ended",
        "access.role_granted",
        "access.role_revoked",
        "access.role_proposed",
        "access.role_declined",
        "access.staff_deactivated",
        "access.staff_reactivated",
        "access.invited",
        "access.invitation_used",
        "access.invitation_withdrawn",
    }
)


class _Gaps(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "something"


def sentence(event: AuditEvent) -> str:
    """Say what the actor did, with "(refused)" where it was not allowed."""
    known = SENTENCES.get(event.action)
    detail = event.detail if isinstance(event.detail, dict) else {}
    words = (
        known.format_map(_Gaps(detail))
        if known
        else event.action.replace(".", ": ").replace("_", " ")
    )
    refused = event.outcome == Outcome.REFUSED and event.action != "access.refused"
    return f"{words} (refused)" if refused else words
