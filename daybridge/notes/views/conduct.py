"""Before it bites: what the claim will ask later, said while the group runs."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.access.viewer import Viewer
from daybridge.notes.queries.board import board_for, sessions_for
from daybridge.notes.queries.conduct import warnings_about, weeks_of
from daybridge.people.staffing import readable_staff
from daybridge.rules.group_conduct import GroupWarning, Mend
from daybridge.schedule.models import Session

# The one button of each mend: its words, its page, and whose id that page takes.
BUTTONS = {
    Mend.SPLIT_GROUP: ("Change this evening", "schedule:session_change", "session"),
    Mend.ADD_CO_LEADER: ("Add a co-leader", "schedule:session_change", "session"),
    Mend.MOVE_ROOM: ("Choose another room", "schedule:session_change", "session"),
    Mend.CHOOSE_LEADER: ("Choose a leader", "schedule:session_substitute", "session"),
    Mend.EXTEND_SESSION: ("Correct the times", "schedule:session_change", "session"),
    Mend.OFFER_MAKE_UP: ("Offer a make-up", "attendance:week", ""),
    Mend.REVIEW_DOSE: ("Review the dose", "people:patient", "subject"),
    Mend.SIGN_NOTE: ("Review and sign", "notes:review", "session"),
    Mend.WRITE_NOTE: ("Write it", "notes:session", "session"),
    Mend.REMIND_SUPERVISOR: ("See the queue", "notes:unsigned", ""),
}
# What is mended on the page of the member of staff: the words for who mends it there,
# for who only sees it, and the part of the page.
STAFF_BUTTONS = {
    Mend.RENEW_CREDENTIAL: ("Renew the license", "See the license", "credentials"),
    Mend.CHOOSE_SUPERVISOR: ("Choose a supervisor", "See who it is", "supervision"),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence with one button."""

    sentence: str
    label: str
    url: str


@requires(Permission.ROSTER_READ)
@require_safe
def conduct(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """The panel of what to mend, and each patient's week."""
    session = visible_or_refused(sessions_for(request.viewer), pk=session_id)
    board = board_for(session, request.viewer)
    weeks = weeks_of(board, request.viewer)
    context = {
        "session": session,
        "advice": [
            advice_for(warning, session, request.viewer)
            for warning in warnings_about(board, request.viewer, weeks)
        ],
        "weeks": [
            (card.patient, weeks[card.patient.pk])
            for card in board.cards
            if card.patient.pk in weeks
        ],
    }
    template = "_conduct.html" if request.htmx else "conduct.html"
    return render(request, f"notes/{template}", context)


def advice_for(warning: GroupWarning, session: Session, viewer: Viewer) -> Advice:
    """A warning with its button; some mends have no page yet and keep the sentence."""
    if warning.mend in STAFF_BUTTONS:
        return _about_staff(warning, viewer)
    if warning.mend not in BUTTONS:
        return Advice(warning.sentence, "", "")
    label, name, takes = BUTTONS[warning.mend]
    number = {"session": session.pk, "subject": warning.subject_id}.get(takes)
    return Advice(
        warning.sentence, label, reverse(name, args=[number] if number else [])
    )


def _about_staff(warning: GroupWarning, viewer: Viewer) -> Advice:
    """The button only for those who may open the page of that member of staff."""
    if not readable_staff(viewer).filter(pk=warning.subject_id).exists():
        return Advice(warning.sentence, "", "")
    mends, sees, part = STAFF_BUTTONS[warning.mend]
    label = mends if permits(Permission.STAFF_AMEND, viewer) else sees
    url = reverse("people:staff_member", args=[warning.subject_id])
    return Advice(warning.sentence, label, f"{url}#{part}")
