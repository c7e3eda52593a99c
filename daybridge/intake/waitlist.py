"""Reads of the waitlist: who waits in which order, and who is called for a seat."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import tee
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from daybridge.access.viewer import Viewer
from daybridge.intake.fitting import FitWords, Timetable, fit_words, timetable
from daybridge.intake.lists import waitlist_rules
from daybridge.intake.models import Call, OpenSeat, SeatOffer, Wait
from daybridge.intake.times import times_words
from daybridge.intake.values import GroupTimes
from daybridge.programs.models import Track
from daybridge.rules.waiting_order import NO_PRIORITY, Owed, ordering, owed
from daybridge.rules.waiting_times import Suits

ROWS = 25  # on a page
CALLED_PER_SEAT = 5  # people shown for a seat, in order
READ_AT_ONCE = 100
PASSED_PER_SEAT = 5  # people shown who waited longer and cannot come then
SEATS = 20  # shown at once


@dataclass(frozen=True, slots=True)
class Line:
    """One person who waits."""

    wait: Wait
    days: int
    tried: datetime | None  # the last call
    offer: SeatOffer | None  # a seat is held for them
    owed: Owed
    is_ready: bool
    fits: tuple[tuple[str, FitWords], ...] = ()  # a place, and how it suits them

    @property
    def goes_first(self) -> bool:
        return self.wait.priority != NO_PRIORITY

    @property
    def times(self) -> list[str]:
        """The times they told, in words."""
        return times_words(self.wait.inquiry.times_wanted)


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody who waits, and how one open place suits them."""

    line: Line
    fit: FitWords


@dataclass(frozen=True, slots=True)
class SeatCard:
    """One open seat, its clock, and whom to call for it today."""

    seat: OpenSeat
    group: GroupTimes | None  # the one it is in, if it is not on the whole track
    people: list[Called]
    passed: list[Called]  # before them in the order, but they cannot come then
    passed_more: int
    held: SeatOffer | None
    hours: int  # since it opened
    is_late: bool  # nobody was called in time


def waiting(viewer: Viewer) -> Any:
    """Everyone this viewer may see on the waitlist, in the order of calling."""
    order = ordering(block_grant=waitlist_rules().block_grant_order)
    rows = Wait.objects.visible_to(viewer).filter(ended_at=None)
    return rows.select_related("inquiry", "track").order_by(*order)


def page_of_waiting(
    viewer: Viewer, track: UUID | None, start: int, tracks: Collection[Track] = ()
) -> tuple[list[Line], int | None]:
    """One page in the order of calling, and where the next one starts.

    With `tracks`, each line says how the track they wait for suits their times; or each
    of these, for who takes any.
    """
    rows = waiting(viewer)
    if track is not None:
        rows = rows.filter(Q(track=track) | Q(track=None))
    found = list(rows[start : start + ROWS + 1])
    following = start + ROWS if len(found) > ROWS else None
    lines = lines_of(viewer, found[:ROWS])
    table = timetable(viewer, [one.pk for one in tracks])
    fitted = [replace(line, fits=_fits(line.wait, table, tracks)) for line in lines]
    return fitted, following


def _fits(
    row: Wait, table: Timetable, tracks: Collection[Track]
) -> tuple[tuple[str, FitWords], ...]:
    """How each track that they wait for suits their times."""
    times = row.inquiry.times_wanted
    meant = [one for one in tracks if row.track_id in (None, one.pk)]
    if not times:
        return ()
    return tuple(
        (one.name, fit_words(table.fit(times, one.pk, None), has_told=True))
        for one in meant
    )


def open_seats(viewer: Viewer) -> list[SeatCard]:
    """Open seats, the longest open first, each with whom to call."""
    rows = OpenSeat.objects.in_program(viewer.program_id).free()
    seats = list(rows.select_related("track").order_by("opened_at", "pk")[:SEATS])
    if not seats:
        return []
    table = timetable(viewer, {seat.track_id for seat in seats})
    held = _held(viewer, seats)
    meant = _meant(viewer, seats, table)
    keys = {row.pk for one in meant for row, _ in (*one.people, *one.passed)}
    shown = Wait.objects.in_program(viewer.program_id).filter(pk__in=keys)
    found = lines_of(viewer, shown.select_related("inquiry", "track"))
    lines = {line.wait.pk: line for line in found}
    return [
        _card(viewer, seat, one, lines, table, held.get(seat.pk))
        for seat, one in zip(seats, meant, strict=True)
    ]


def lines_of(viewer: Viewer, rows: Iterable[Wait]) -> list[Line]:
    """Rows with their calls and offers, in two queries."""
    rows = list(rows)
    inquiries = [row.inquiry_id for row in rows]
    calls = Call.objects.in_program(viewer.program_id).filter(inquiry__in=inquiries)
    tried = dict(
        calls.values_list("inquiry").annotate(last=Max("called_at")).order_by()
    )
    offers = SeatOffer.objects.in_program(viewer.program_id).holding(viewer.at)
    offers = offers.filter(wait__in=[row.pk for row in rows])
    held = {one.wait_id: one for one in offers.select_related("seat__track")}
    today = viewer.today
    return [
        Line(
            row,
            days=(viewer.at - row.waiting_since).days,
            tried=tried.get(row.inquiry_id),
            offer=held.get(row.pk),
            owed=owed(row.priority, row.waiting_since),
            is_ready=is_ready(row, today),
        )
        for row in rows
    ]


def is_ready(row: Wait, day: date) -> bool:
    """Whether somebody can be called on a day: not before the day they named."""
    return row.ready_on is None or row.ready_on <= day


@dataclass(frozen=True, slots=True)
class _Meant:
    """Whom a seat is for, in the order of calling, and who is passed over."""

    people: list[tuple[Any, FitWords]]
    passed: list[tuple[Any, FitWords]]
    passed_more: int


def _meant(viewer: Viewer, seats: list[OpenSeat], table: Timetable) -> list[_Meant]:
    """For each seat whom to call, reading no further than is shown."""
    holding = SeatOffer.objects.in_program(viewer.program_id).holding(viewer.at)
    held = set(holding.values_list("wait_id", flat=True))
    queues = {
        track: iter(tee(_in_order(viewer, track), number))
        for track, number in Counter(seat.track_id for seat in seats).items()
    }
    return [_sorted_out(next(queues[seat.track_id]), seat, held, table)
            for seat in seats]  # fmt: skip


def _sorted_out(
    queue: Iterable[Any], seat: OpenSeat, held: set[UUID], table: Timetable
) -> _Meant:
    people: list[tuple[Any, FitWords]] = []
    passed: list[tuple[Any, FitWords]] = []
    for row in queue:
        if len(people) == CALLED_PER_SEAT:
            break
        if row.pk in held:
            continue
        times = row.inquiry__times_wanted
        fit = table.fit(times, seat.track_id, seat.group_id)
        side = passed if fit.suits is Suits.NO else people
        side.append((row, fit_words(fit, has_told=bool(times))))
    more = max(len(passed) - PASSED_PER_SEAT, 0)
    return _Meant(people, passed[:PASSED_PER_SEAT], more)


def _in_order(viewer: Viewer, track: UUID) -> Iterator[Any]:
    """Who may be called for a track today, in the order of calling, as it is read.

    Those of the track and those who take any are read apart, along the index.
    """
    today = viewer.today
    order = ordering(block_grant=waitlist_rules().block_grant_order)
    rows = waiting(viewer).filter(Q(ready_on=None) | Q(ready_on__lte=today))
    rows = rows.select_related(None)
    streams = (
        rows.filter(track=one)
        .values_list(*order, "inquiry__times_wanted", named=True)
        .iterator(chunk_size=READ_AT_ONCE)
        for one in (track, None)
    )
    return merge(*streams, key=attrgetter(*order))


def _held(viewer: Viewer, seats: list[OpenSeat]) -> dict[UUID, SeatOffer]:
    offers = SeatOffer.objects.in_program(viewer.program_id).holding(viewer.at)
    rows = offers.filter(seat__in=[seat.pk for seat in seats])
    return {one.seat_id: one for one in rows.select_related("wait__inquiry")}


def _card(
    viewer: Viewer, seat: OpenSeat, meant: _Meant, lines: dict[UUID, Line],
    table: Timetable, held: SeatOffer | None,
) -> SeatCard:  # fmt: skip
    people = [Called(lines[row.pk], fit) for row, fit in meant.people]
    passed = [Called(lines[row.pk], fit) for row, fit in meant.passed]
    waited = viewer.at - seat.opened_at
    tries = [one.line.tried for one in people]
    called = any(tried and tried >= seat.opened_at for tried in tries)
    late = not (held or called) and waited > waitlist_rules().call_within
    return SeatCard(
        seat, table.group(seat.group_id), people, passed, meant.passed_more, held,
        hours=max(0, waited // timedelta(hours=1)), is_late=bool(people) and late,
    )  # fmt: skip


def waiting_by_reason(viewer: Viewer) -> dict[str, int]:
    """How many wait for which reason, in words."""
    rows = Wait.objects.visible_to(viewer).filter(ended_at=None)
    counted = rows.values_list("reason").annotate(number=Count("pk")).order_by()
    counts = sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    return {str(Wait.Reason(reason).label): number for reason, number in counts}
