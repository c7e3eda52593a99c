"""The one button that mends what holds a service day, for whoever looks."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.notes.queries.service_days import ServiceDay
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
    because: str = ""  # the code of the hold


def mends_of(day: ServiceDay, viewer: Viewer) -> list[Mend]:
    """Every hold of a day with what this viewer can do about it."""
    return [_mend(hold, day, viewer) for hold in day.verdict.holds]


def _mend(hold: Hold, day: ServiceDay, viewer: Viewer) -> Mend:
    behind = day.behind(hold)
    if hold.code not in NOTE_HOLDS or behind is None:
        return _about_the_day(hold, day, viewer)
    if hold.code is HoldCode.NOTE_AWAITS_CO_SIGNATURE and co_signs(viewer):
        url = reverse("notes:note", args=[behind.note_id])
        return Mend(hold.sentence, "Read and co-sign", url)
    if behind.writer_id == viewer.staff_id:
        page = "notes:review" if behind.note_id else "notes:session"
        if behind.session_id is None:
            return Mend(
                hold.sentence,
                "Review and sign",
                reverse("notes:review_individual", args=[behind.note_id]),
            )
        return Mend(
            hold.sentence,
            "Review and sign" if behind.note_id else "Write the note",
            reverse(page, args=[behind.session_id]),
        )
    return Mend(
        f"{hold.sentence[:-1]} ({behind.writer_name}).",
        f"Remind {behind.writer_name}",
        remind_id=behind.writer_id,
        because=hold.code.name,
    )


def _about_the_day(hold: Hold, day: ServiceDay, viewer: Viewer) -> Mend:
    """Too short, too few services, no rule: look at the times, or at the rules."""
    if hold.code is HoldCode.NO_RULE and Role.DIRECTOR in viewer.roles:
        return Mend(hold.sentence, "Set the rule", _address("programs:program"))
    session_id = next((each.session_id for each in day.sessions), None)
    if session_id and viewer.roles & {Role.SUPERVISOR, Role.DIRECTOR}:
        url = reverse("notes:session", args=[session_id])
        return Mend(hold.sentence, "Check the times", url)
    url = reverse("notes:service_day", args=[day.patient_id, day.on.isoformat()])
    return Mend(hold.sentence, "See the day", url)


def _address(name: str) -> str:
    from django.urls import NoReverseMatch

    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse("notes:service_days")
