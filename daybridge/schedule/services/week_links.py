"""Links to paint a week on one's own phone: handed over once, answered once.

A link shows nothing of whoever it is for, so it asks nobody who they are. Whoever finds
it could only tell us a wrong week, and the page of the patient says how it was told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.consents.secrets_of_links import digest, new_token
from daybridge.people.models import Patient
from daybridge.rules.week_painted import EMPTY, Painting
from daybridge.schedule.errors import LinkEnded
from daybridge.schedule.models import WeekLink
from daybridge.schedule.services.weeks import tell_week
from daybridge.schedule.values import GettingHere

KIND = "week"
LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link as it is handed over, once."""

    link: WeekLink
    token: str


@service
def make_week_link(*, patient: Patient, at: datetime, by: Viewer) -> MadeLink:
    """Make a link for a patient's phone; earlier ones of theirs end."""
    end_week_links(patient=patient, at=at, by=by)
    token = new_token()
    link = WeekLink(
        program_id=by.program_id, patient=patient, token_digest=digest(KIND, token),
        made_by_id=by.staff_id, created_at=at, expires_at=at + LASTS,
    )  # fmt: skip
    link.save(force_insert=True)
    record("schedule.week_link_made", by=by.actor, target=link, at=at)
    return MadeLink(link, token)


@service
def end_week_links(*, patient: Patient, at: datetime, by: Viewer) -> bool:
    """Let no link of a patient answer any more."""
    links = WeekLink.objects.in_program(by.program_id).usable(at)
    ended = bool(links.filter(patient=patient).update(ended_at=at))
    if ended:
        record("schedule.week_links_ended", by=by.actor, target=patient,
               patient_id=patient.pk, at=at)  # fmt: skip
    return ended


def find_week_link(token: str, *, at: datetime) -> WeekLink | None:
    """The link of a token, if it still answers."""
    found: WeekLink | None = (
        WeekLink.objects.across_programs(because="a link finds its own program")
        .usable(at)
        .filter(token_digest=digest(KIND, token))
        .select_related("patient", "program")
        .first()
    )
    return found


def week_link_viewer(link: WeekLink, *, at: datetime, address: str = "") -> Viewer:
    """The link as who acts: it has no role and sees no page of the staff."""
    return Viewer(
        program=link.program, staff_id=None, user_id=None, name="Link to paint a week",
        roles=frozenset(), at=at, address=address,
    )  # fmt: skip


@service
def answer_week_link(
    *, link: WeekLink, week: Painting, here: GettingHere, at: datetime, by: Viewer,
    family: Painting | None = None,
) -> None:  # fmt: skip
    """Keep the week that was painted, and use the link up. Raises LinkEnded.

    The link shows nothing that is known of the family, so nothing painted takes nothing
    away.
    """
    links = WeekLink.objects.in_program(by.program_id).usable(at).filter(pk=link.pk)
    if not links.update(answered_at=at):
        raise LinkEnded("This link has ended.")
    tell_week(
        patient=link.patient, week=week, here=here, version=None,
        family=None if family == EMPTY else family, at=at, by=by,
    )  # fmt: skip
    record("schedule.week_link_answered", by=by.actor, target=link, at=at)
