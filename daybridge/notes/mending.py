"""The one button that mends what holds a service day, for whoever looks."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.notes.queries.service_days import Attended, ServiceDay
from daybridge.notes.reading import co_signs
from daybridge.rules.service_day import Hold, HoldCode

NOTE_HOLDS = frozenset(
    {
        HoldCode.NOTE_MISSING,
        HoldCode.NOTE_UNSIGNED,
        HoldCode.NOTE_AWAITS_CO_SIGNATURE,
    }
)


@dataclass(frozen=True, slots=True)
class Mend:
    """A hold as a sentence, with its button: a link, or a reminder that is sent."""

    sentence: str
    label: str
    url: str = ""
    remind_id: UUID | None = None  # of whom a reminder goes to


def mends_of(day: ServiceDay, viewer: Viewer) -> list[Mend]:
    """Every hold of a day with what this viewer can do about it."""
    return [_mend(hold, day, viewer) for hold in day.verdict.holds]


def _mend(hold: Hold, day: ServiceDay, viewer: Viewer) -> Mend:
    behind = day.behind(hold)
    if hold.code not in NOTE_HOLDS or behind is None:
        return _about_the_day(hold, day, viewer)
    if hold.code is HoldCode.NOTE_AWAITS_CO_SIGNATURE:
        return _co_signature(hold, behind, viewer)
    if behind.writer_id == viewer.staff_id:
        return _own_note(hold, behind)
    return _reminder(hold, behind.writer_id, behind.writer_name)


def _co_signature(hold: Hold, behind: Attended, viewer: Viewer) -> Mend:
    if co_signs(viewer) and behind.writer_id != viewer.staff_id:
        url = reverse("notes:note", args=[behind.note_id])
        return Mend(hold.sentence, "Read and co-sign", url)
    if behind.co_signer_id is not None:
        return _reminder(hold, behind.co_signer_id, behind.co_signer_name)
    return _reminder(hold, behind.writer_id, behind.writer_name)


def _own_note(hold: Hold, behind: Attended) -> Mend:
    if behind.session_id is None:
        url = reverse("notes:review_individual", args=[behind.note_id])
        return Mend(hold.sentence, "Review and sign", url)
    if behind.note_id is None:
        url = reverse("notes:session", args=[behind.session_id])
        return Mend(hold.sentence, "Write the note", url)
    url = reverse("notes:review", args=[behind.session_id])
    return Mend(hold.sentence, "Review and sign", url)


def _reminder(hold: Hold, staff_id: UUID, name: str) -> Mend:
    sentence = f"{hold.sentence.removesuffix('.')} ({name})."
    return Mend(sentence, f"Remind {name}", remind_id=staff_id)


def _about_the_day(hold: Hold, day: ServiceDay, viewer: Viewer) -> Mend:
    """Too short, too few services, no rule: look at the times, or at the rules."""
    if hold.code is HoldCode.NO_RULE and Role.DIRECTOR in viewer.roles:
        return Mend(hold.sentence, "Set the rule", _program_page())
    session_id = next((each.session_id for each in day.sessions), None)
    if session_id and viewer.roles & {Role.SUPERVISOR, Role.DIRECTOR}:
        url = reverse("notes:session", args=[session_id])
        return Mend(hold.sentence, "Check the times", url)
    url = reverse("notes:service_day", args=[day.patient_id, day.on.isoformat()])
    return Mend(hold.sentence, "See the day", url)


def _program_page() -> str:
    try:
        return reverse("programs:program")
    except NoReverseMatch:
        return reverse("notes:service_days")
