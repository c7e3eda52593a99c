"""What the page behind a reminder shows: a day, its times, and what was answered."""

from dataclasses import dataclass
from datetime import datetime

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Reminder, ReminderAnswer
from daybridge.attendance.queries.make_ups import MakeUpOffer
from daybridge.attendance.reminding.answering import has_begun
from daybridge.attendance.reminding.links import places_of
from daybridge.attendance.reminding.offers import own_offers
from daybridge.attendance.reminding.wording import day_named
from daybridge.schedule.wording import clock_in

Choice = ReminderAnswer.Choice


@dataclass(frozen=True, slots=True)
class OtherTime:
    """A time to choose instead, as it is said, with what the choice sends."""

    key: str
    day: str
    clock: str


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Day and times in the reader's words; nothing says what they are for."""

    day: str
    clocks: list[str]
    is_missed: bool
    takes_answers: bool
    choice: str  # of the answer that stands; empty without one
    late_minutes: int | None
    instead: str  # the other time that was chosen
    wants_call: bool
    others: list[OtherTime]

    @property
    def is_away(self) -> bool:
        """Whether other times are what the page is about."""
        return self.is_missed or self.choice == Choice.AWAY


def page_of(reminder: Reminder, *, at: datetime, by: Viewer) -> AnswerPage | None:
    """The page of a reminder; None where nothing is left of what it speaks of."""
    places = places_of(reminder)
    if not places:
        return None
    answer = places[0].answer or ReminderAnswer()
    is_missed = reminder.kind == Reminder.Kind.MISSED
    asks_for_others = is_missed or answer.choice == Choice.AWAY
    offers = own_offers(places, at=at, by=by) if asks_for_others else []
    return AnswerPage(
        day=day_named(reminder.held_on),
        clocks=[clock_in(place.starts_at, by.program.zone) for place in places],
        is_missed=is_missed,
        takes_answers=not has_begun(reminder, places, at),
        choice=answer.choice,
        late_minutes=answer.late_minutes,
        instead=_instead_of(answer, by),
        wants_call=answer.wants_call,
        others=[_other(offer, by) for offer in offers],
    )


def _other(offer: MakeUpOffer, by: Viewer) -> OtherTime:
    return OtherTime(str(offer.session_id), *_said(offer.starts_at, by))


def _instead_of(answer: ReminderAnswer, by: Viewer) -> str:
    return ", ".join(_said(answer.make_up.starts_at, by)) if answer.make_up else ""


def _said(moment: datetime, by: Viewer) -> tuple[str, str]:
    """A moment as its day and its time of day, where the program is."""
    return day_named(by.program.day_of(moment)), clock_in(moment, by.program.zone)
