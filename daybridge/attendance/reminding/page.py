"""What the page behind a reminder shows: a day, its times, and what was answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Reminder, ReminderAnswer
from daybridge.attendance.reminding.cases import (
    Places,
    has_begun,
    make_ups_of,
    not_made_up,
)
from daybridge.attendance.reminding.links import places_of
from daybridge.attendance.reminding.offers import Offers, own_offers
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
    instead: list[OtherTime]  # the other times that were chosen
    missing: int  # sessions of the day that have no other time yet
    wants_call: bool
    others: list[OtherTime]
    is_whole: bool  # the week needs no other time

    @property
    def is_away(self) -> bool:
        """Whether other times are what the page is about."""
        return self.is_missed or self.choice == Choice.AWAY

    @property
    def may_choose_more(self) -> bool:
        """Whether a time is to be chosen for one of several sessions."""
        return len(self.clocks) > 1 and self.missing > 0


def page_of(reminder: Reminder, *, at: datetime, by: Viewer) -> AnswerPage | None:
    """The page of a reminder; None where nothing is left of what it speaks of."""
    places = places_of(reminder)
    if not places:
        return None
    answer = places[0].answer or ReminderAnswer()
    is_missed = reminder.kind == Reminder.Kind.MISSED
    asks_for_others = is_missed or answer.choice == Choice.AWAY
    offers = _offers(places, at, by) if asks_for_others else Offers([])
    return AnswerPage(
        day=day_named(reminder.held_on),
        clocks=[clock_in(place.starts_at, by.program.zone) for place in places],
        is_missed=is_missed,
        takes_answers=not has_begun(reminder, places, at),
        choice=answer.choice,
        late_minutes=answer.late_minutes,
        instead=[
            _other(seat.session_id, seat.starts_at, by) for seat in make_ups_of(places)
        ],
        missing=len(not_made_up(places)),
        wants_call=any(place.answer and place.answer.wants_call for place in places),
        others=[
            _other(offer.session_id, offer.starts_at, by) for offer in offers.times
        ],
        is_whole=offers.is_whole,
    )


def _offers(places: Places, at: datetime, by: Viewer) -> Offers:
    """What can be chosen: for each session without another time, or instead of one."""
    freed = make_ups_of(places) if len(places) == 1 else []
    if not freed and not not_made_up(places):
        return Offers([])
    offers = own_offers(places, at=at, by=by, freed=[seat.pk for seat in freed])
    return Offers(offers.times, offers.is_whole and not freed)


def _other(session_id: UUID, starts_at: datetime, by: Viewer) -> OtherTime:
    """A moment as its day and its time of day, where the program is."""
    day = day_named(by.program.day_of(starts_at))
    return OtherTime(str(session_id), day, clock_in(starts_at, by.program.zone))
