"""What speaks against somebody leading one session, asked before it is so.

Decided: nobody is in two rooms at once; that is refused. Groups that sit together in
         one room may have one leader. An absence, credentials, hours, limits and
         another site on that day are said, and may be meant: at seven in the morning
         whoever asked on the telephone knows more. What stands, stands: a limit that is
         passed already is not said again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from daybridge.people.models import Staff
from daybridge.rules.dose_rules import DAYS_PER_WEEK
from daybridge.rules.week_fit.clock import Window
from daybridge.schedule import hours
from daybridge.schedule.credentials import credentials_of, why_not_lead
from daybridge.schedule.fitting.extras import window_on
from daybridge.schedule.fitting.leaders import too_much
from daybridge.schedule.models import Repair, RepairStep, Session
from daybridge.schedule.occurrences import midnights
from daybridge.schedule.queries import leads_then
from daybridge.schedule.wording import clock_in

OPEN_OR_DONE = (RepairStep.State.OPEN, RepairStep.State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Objections:
    """Sentences: what cannot be, and what may be meant all the same."""

    refused: tuple[str, ...] = ()
    unusual: tuple[str, ...] = ()


def objections(*, session: Session, leader: Staff, program: Any) -> Objections:
    """What speaks against it; the session reads as it should, and need not be kept."""
    return _Week(session, leader, program).objections()


class _Week:
    """The week of somebody who is to lead a session."""

    def __init__(self, session: Session, leader: Staff, program: Any) -> None:
        self.session, self.leader, self.program = session, leader, program
        day = program.day_of(session.starts_at)
        self.monday = day - timedelta(days=day.weekday())
        held = self._held()
        self.then = [row for row in held if _meet(row, session)]
        self.others = [row for row in held if row not in self.then]

    def objections(self) -> Objections:
        return Objections(tuple(self._elsewhere()), tuple(self._unusual()))

    def _held(self) -> list[Session]:
        """What they lead in that week, but for this one."""
        sunday = self.monday + timedelta(days=DAYS_PER_WEEK - 1)
        start, end = midnights(self.monday, sunday, self.program.zone)
        rows = Session.objects.in_program(self.program).held().led_by(self.leader.pk)
        of_week = rows.filter(starts_at__lt=end, ends_at__gt=start)
        related = of_week.select_related("leader", "co_leader", "room__site")
        return list(related.exclude(pk=self.session.pk).order_by("starts_at", "pk"))

    def _elsewhere(self) -> Iterator[str]:
        """Other sessions at that time that are not in the same room."""
        room = self.session.room_id
        for other in self.then:
            if room is None or other.room_id != room:
                yield from leads_then(other, self.program, {self.leader.pk})

    def _unusual(self) -> Iterator[str]:
        name = self.leader.display_name
        for other in self.then:
            yield from leads_then(other, self.program, {self.leader.pk})
        if why_not := self._why_not_credentialed():
            yield f"{name}: {why_not}"
        if self._is_away():
            yield f"{name} is away then, as somebody said under Something happened."
        if not self._works():
            yield f"{name} does not work then, by the hours on their page."
        for sentence in self._over_limits():
            yield f"{name} has limits. {sentence}"
        yield from self._at_another_site()

    def _why_not_credentialed(self) -> str:
        known = credentials_of(self.program, [self.leader.pk])
        on = self.program.day_of(self.session.starts_at)
        return why_not_lead(known, self.leader.pk, self.session.modality, on=on)

    def _is_away(self) -> bool:
        """Whether somebody said so, and it was not taken back."""
        said = Repair.objects.in_program(self.program).filter(
            what=Repair.What.LEADER, staff=self.leader,
            starts_at__lt=self.session.ends_at, ends_at__gt=self.session.starts_at,
        )  # fmt: skip
        return bool(said.filter(steps__state__in=OPEN_OR_DONE).exists())

    def _works(self) -> bool:
        key, wanted = self.leader.pk, self._window(self.session)
        shifts = hours.shifts(program=self.program, staff=[key], week=self.monday)[key]
        return wanted.lies_in(shifts)

    def _over_limits(self) -> Iterator[str]:
        key = self.leader.pk
        limits = hours.contact_limits(program=self.program, staff=[key])[key]
        led = [self._window(row) for row in self.others]
        already = too_much(limits, led)
        for sentence in too_much(limits, [*led, self._window(self.session)]):
            if sentence not in already:
                yield sentence

    def _at_another_site(self) -> Iterator[str]:
        if self.session.room is None:
            return
        day, site = self.program.day_of(self.session.starts_at), self.session.room.site
        for row in self.others:
            is_that_day = self.program.day_of(row.starts_at) == day
            if is_that_day and row.room is not None and row.room.site != site:
                when = clock_in(row.starts_at, self.program.zone)
                yield (
                    f"{self.leader.display_name} leads {row.title} at another site "
                    f"that day, {row.room.site} at {when}."
                )

    def _window(self, row: Session) -> Window:
        return window_on(row, self.monday, self.program.zone)


def _meet(one: Session, other: Session) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
