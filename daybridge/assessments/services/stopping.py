"""Stop for a danger, tell the supervisor, and keep how it went on.

The first assessment and a continued-service review stop in the same way.
"""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from daybridge.access.roles import Role
from daybridge.access.service import service
from daybridge.access.services.notices import notify, staff_with
from daybridge.access.viewer import Viewer
from daybridge.assessments.dangers import dangers_in
from daybridge.assessments.errors import DangerFirst, NotComplete, StopAnswered
from daybridge.assessments.models import (
    Assessment,
    BedCall,
    HelpContact,
    Review,
    SafetyStop,
)
from daybridge.audit.recording import record
from daybridge.people.models import Staff
from daybridge.rules.assessment_dangers import Danger
from daybridge.rules.note_format import tidy

TOLD = "{what} was stopped for a danger. See who answers it."
Flow = Assessment | Review


def look_for_danger(held: Flow, *, at: datetime, by: Viewer) -> SafetyStop | None:
    """The stop that is open now: an old one, grown or not, or one for a new danger."""
    dangers = dangers_in(held, on=held.program.day_of(at))
    stops = list(held.stops.order_by("raised_at"))
    open_one = next((stop for stop in stops if stop.closed_at is None), None)
    known = {cause["key"] for stop in stops for cause in stop.causes}
    new = [danger for danger in dangers if danger.key not in known]
    if not new:
        return open_one
    if open_one is not None:
        return _grow(open_one, new, at=at, by=by)
    return _open(held, new, at=at, by=by)


def refuse_while_stopped(held: Flow) -> None:
    """Nothing is signed while a danger is not answered."""
    if held.stops.filter(closed_at=None).exists():
        raise DangerFirst


@service
def log_bed_call(
    *, stop: SafetyStop, contact: HelpContact, answer: str, note: str, at: datetime,
    by: Viewer,
) -> BedCall:  # fmt: skip
    """Keep one try to find a place."""
    call: BedCall = BedCall.objects.create(
        program_id=by.program_id,
        stop=stop,
        patient_id=stop.patient_id,
        contact=contact,
        answer=answer,
        note=tidy(note)[:500],
        called_at=at,
        called_by_id=by.person_id,
    )
    record("assessments.bed_called", by=by.actor, target=call, at=at,
           detail={"answer": answer})  # fmt: skip
    return call


@service
def answer_stop(
    *, stop: SafetyStop, outcome: str, explanation: str, at: datetime, by: Viewer
) -> SafetyStop:
    """Say how a danger was answered; the first answer stands."""
    words = tidy(explanation)
    if len(words.split()) < 3:
        raise NotComplete(
            "Say in a sentence what was done and with whom it was agreed.",
            field="explanation",
        )
    open_one = SafetyStop.objects.in_program(by.program_id).open_now()
    answered = open_one.filter(pk=stop.pk).update(
        outcome=outcome, explanation=words, closed_at=at, closed_by_id=by.person_id
    )
    if not answered:
        raise StopAnswered
    stop.refresh_from_db()
    record("assessments.stop_answered", by=by.actor, target=stop, at=at,
           detail={"outcome": outcome})  # fmt: skip
    return stop


def _open(
    held: Flow, dangers: Sequence[Danger], *, at: datetime, by: Viewer
) -> SafetyStop:
    stop = SafetyStop(
        program_id=by.program_id,
        **{"review" if isinstance(held, Review) else "assessment": held},
        patient_id=held.patient_id,
        urgency=dangers[0].door.value,
        causes=[_cause(danger) for danger in dangers],
        raised_at=at,
        raised_by_id=by.person_id,
    )
    stop.save(force_insert=True)
    _tell(stop, at=at, by=by)
    return stop


def _grow(
    stop: SafetyStop, dangers: Sequence[Danger], *, at: datetime, by: Viewer
) -> SafetyStop:
    stop.causes = [*stop.causes, *(_cause(danger) for danger in dangers)]
    if any(danger.door == "now" for danger in dangers):
        stop.urgency = "now"
    stop.save(update_fields=["causes", "urgency"])
    _tell(stop, at=at, by=by)
    return stop


def _cause(danger: Danger) -> dict[str, str]:
    return {"key": danger.key, "sentence": danger.sentence}


def _tell(stop: SafetyStop, *, at: datetime, by: Viewer) -> None:
    """The supervisor of whoever asks, else every supervisor."""
    record("assessments.stopped", by=by.actor, target=stop, at=at,
           detail={"urgency": stop.urgency})  # fmt: skip
    me = Staff.objects.in_program(by.program_id).get(pk=by.person_id)
    over = [me.supervisor] if me.supervisor_id else []
    whom = over or staff_with([Role.SUPERVISOR], program_id=by.program_id)
    link = reverse("assessments:stop", args=[stop.pk])
    what = "A continued-service review" if stop.review_id else "An assessment"
    text = TOLD.format(what=what)
    notify(staff=whom, kind="assessments.stopped", text=text, at=at, link=link)
