"""What happens to each place in a session on an ordinary evening."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from daybridge.attendance import services
from daybridge.attendance.errors import (
    AlreadyOnRoster,
    RemovedFromRoster,
    StaleAttendance,
    StillExpected,
    TimesOutOfOrder,
    TooEarly,
)
from daybridge.attendance.models import Attendance, FollowUp, Mark
from daybridge.attendance.services import AttendanceChange
from daybridge.audit.models import AuditEvent, Version
from daybridge.schedule.errors import SeatTaken
from tests.cast import admit


@pytest.fixture
def evening(clinic, ruth, viewer):
    """Tonight's session, its start, and Ruth looking at it ten minutes in."""

    class Evening:
        session = clinic.session
        starts_at = clinic.session.starts_at
        ends_at = clinic.session.ends_at
        by = viewer(ruth, at=clinic.session.starts_at)

        def place(self, number=0):
            return Attendance.objects.in_program(clinic.program).get(
                session=self.session, patient=clinic.patients[number]
            )

        def places(self):
            return list(
                Attendance.objects.in_program(clinic.program)
                .filter(session=self.session)
                .order_by("pk")
            )

        def follow_ups(self):
            return list(FollowUp.objects.in_program(clinic.program))

        def after(self, minutes):
            return self.starts_at + timedelta(minutes=minutes)

    return Evening()


def test_an_arrival_is_credited_to_the_end_of_the_session(evening):
    row = services.record_arrival(
        attendance=evening.place(), at=evening.after(-10), by=evening.by
    )

    assert (row.mark, row.minutes) == (Mark.ATTENDED, 180)
    assert row.arrived_at == evening.after(-10)
    assert row.arrived_by_id == evening.by.staff_id


def test_the_first_arrival_stands(evening):
    place = evening.place()
    services.record_arrival(attendance=place, at=evening.after(2), by=evening.by)

    services.record_arrival(attendance=place, at=evening.after(30), by=evening.by)

    assert evening.place().arrived_at == evening.after(2)
    assert AuditEvent.objects.filter(action="attendance.arrived").count() == 1


def test_an_arrival_told_after_the_session_means_from_the_start(evening):
    row = services.record_arrival(
        attendance=evening.place(), at=evening.after(240), by=evening.by
    )

    assert (row.arrived_at, row.minutes) == (evening.starts_at, 180)


def test_leaving_early_costs_its_minutes(evening):
    place = evening.place()
    services.record_arrival(attendance=place, at=evening.after(0), by=evening.by)

    row = services.record_departure(
        attendance=place, at=evening.after(100), by=evening.by
    )

    assert row.minutes == 100


def test_a_departure_without_an_arrival_time_before_it_is_refused(evening):
    place = evening.place()
    services.record_arrival(attendance=place, at=evening.after(50), by=evening.by)

    with pytest.raises(TimesOutOfOrder, match="left before they arrived"):
        services.record_departure(
            attendance=place, at=evening.after(60), left_at=evening.after(40),
            by=evening.by,
        )  # fmt: skip


def test_corrected_times_need_the_version_the_person_saw(evening):
    place = evening.place()
    services.record_arrival(attendance=place, at=evening.after(0), by=evening.by)
    correction = {
        "attendance": place,
        "arrived_at": evening.after(20),
        "left_at": evening.after(170),
        "at": evening.after(175),
        "by": evening.by,
    }

    with pytest.raises(StaleAttendance, match="Dana Whitfield"):
        services.correct_times(**correction, base_version=1)
    row = services.correct_times(**correction, base_version=2)

    assert (row.minutes, row.version) == (150, 3)


def test_a_no_show_asks_for_a_call_the_same_day(evening):
    services.mark_no_show(
        attendance=evening.place(), at=evening.after(30), by=evening.by
    )

    [call] = evening.follow_ups()
    assert call.due_on == evening.starts_at.date()


def test_taking_a_no_show_back_takes_the_call_back(evening):
    place = evening.place()
    services.mark_no_show(attendance=place, at=evening.after(30), by=evening.by)

    services.mark_expected(attendance=place, at=evening.after(31), by=evening.by)

    assert evening.follow_ups() == []
    assert evening.place().mark == Mark.EXPECTED


def test_a_call_already_made_stays_when_the_no_show_is_taken_back(evening):
    place = evening.place()
    services.mark_no_show(attendance=place, at=evening.after(30), by=evening.by)
    [call] = evening.follow_ups()
    services.finish_follow_up(
        follow_up=call, outcome=FollowUp.Outcome.REACHED_RETURNING,
        note="On the bus", at=evening.after(40), by=evening.by,
    )  # fmt: skip

    services.record_arrival(attendance=place, at=evening.after(50), by=evening.by)

    [call] = evening.follow_ups()
    assert call.outcome == FollowUp.Outcome.REACHED_RETURNING
    assert evening.place().minutes == 130


def test_an_excuse_keeps_its_reason_and_asks_for_no_call(evening):
    row = services.mark_excused(
        attendance=evening.place(), reason="Court date", at=evening.after(0),
        by=evening.by,
    )  # fmt: skip

    assert (row.mark, row.absence_reason) == (Mark.EXCUSED, "Court date")
    assert evening.follow_ups() == []


def test_telehealth_is_how_someone_attends_not_whether(evening):
    place = evening.place()

    services.set_mode(
        attendance=place, mode="telehealth", at=evening.after(0), by=evening.by
    )
    row = services.record_arrival(
        attendance=place, at=evening.after(0), by=evening.by
    )  # fmt: skip

    assert (row.mode, row.mark, row.minutes) == ("telehealth", Mark.ATTENDED, 180)


def test_one_tap_says_that_everyone_still_expected_was_there(evening):
    services.mark_no_show(
        attendance=evening.place(3), at=evening.after(20), by=evening.by
    )

    count = services.mark_all_present(
        session=evening.session, at=evening.after(20), by=evening.by
    )

    assert count == 11
    assert evening.place(0).arrived_at == evening.starts_at
    assert evening.place(3).mark == Mark.NO_SHOW


def test_closing_asks_about_everyone_still_expected(evening):
    services.mark_all_present(
        session=evening.session, at=evening.after(20), by=evening.by
    )
    services.mark_expected(
        attendance=evening.place(5), at=evening.after(21), by=evening.by
    )

    with pytest.raises(StillExpected, match="1 person still expected: Kevin"):
        services.close_session_attendance(
            session=evening.session, at=evening.after(180), by=evening.by
        )
    closed = services.close_session_attendance(
        session=evening.session, at=evening.after(180), by=evening.by,
        rest=Mark.NO_SHOW,
    )  # fmt: skip

    assert closed == 1
    assert len(evening.follow_ups()) == 1


def test_a_whole_roster_is_saved_or_none_of_it(evening):
    rows = evening.places()
    services.record_arrival(
        attendance=rows[4], at=evening.after(1), by=evening.by
    )  # fmt: skip
    changes = [AttendanceChange(row.pk, 1, Mark.NO_SHOW) for row in rows]

    with pytest.raises(StaleAttendance) as refusal:
        services.save_attendance(
            session=evening.session, changes=changes, by=evening.by,
            at=evening.after(30),
        )  # fmt: skip

    assert [row.pk for row in refusal.value.rows] == [rows[4].pk]
    assert Attendance.objects.in_program(evening.by.program).filter(
        mark=Mark.NO_SHOW
    ).count() == 0  # fmt: skip


@pytest.mark.parametrize("count", [12, 24])
def test_a_roster_of_any_size_is_saved_in_the_same_number_of_statements(
    clinic, evening, count
):
    for number in range(13, count + 1):
        patient = admit(clinic, f"Extra{number}", "Guest", number)
        Attendance.objects.create(
            program=clinic.program, session=evening.session, patient=patient,
            starts_at=evening.starts_at,
        )  # fmt: skip
    changes = [
        AttendanceChange(row.pk, 1, Mark.ATTENDED, arrived_at=evening.after(7))
        for row in evening.places()
    ]

    with CaptureQueriesContext(connection, ) as captured:  # fmt: skip
        services.save_attendance(
            session=evening.session, changes=changes, by=evening.by,
            at=evening.after(30),
        )  # fmt: skip

    each = f"{count} times: "  # on SQLite a statement of one row runs for each
    words = [
        query["sql"].removeprefix(each).split()[0]
        for query in captured.captured_queries
    ]  # fmt: skip
    statements = [
        word for word in words if word in ("SELECT", "UPDATE", "INSERT", "DELETE")
    ]
    # the session is held, its places are read; then places, versions and audit
    assert statements == ["SELECT", "SELECT", "UPDATE", "INSERT", "INSERT"]
    assert {row.minutes for row in evening.places()} == {173}


def test_saving_what_already_stands_changes_nothing(evening):
    [row, *_] = evening.places()
    change = AttendanceChange(row.pk, 1, Mark.EXPECTED)

    services.save_attendance(
        session=evening.session, changes=[change], by=evening.by, at=evening.after(0)
    )

    assert evening.places()[0].version == 1
    assert not Version.objects.exists()


def test_a_roster_sent_again_after_a_lost_answer_is_no_clash(evening):
    changes = [
        AttendanceChange(row.pk, 1, Mark.ATTENDED, arrived_at=evening.after(3))
        for row in evening.places()
    ]

    for minute in (30, 31):
        services.save_attendance(
            session=evening.session, changes=changes, by=evening.by,
            at=evening.after(minute),
        )  # fmt: skip

    assert {row.version for row in evening.places()} == {2}


def test_the_last_seat_of_a_session_has_one_winner(clinic, evening):
    evening.session.capacity = 13
    evening.session.save()
    first, second = (
        admit(clinic, name, "Guest", n) for n, name in ((20, "A"), (21, "B"))
    )

    services.add_to_session(
        session=evening.session, patient=first, at=evening.after(0), by=evening.by
    )
    with pytest.raises(SeatTaken, match="all 13 are taken"):
        services.add_to_session(
            session=evening.session, patient=second, at=evening.after(0), by=evening.by
        )


def test_nobody_has_two_places_in_one_session(evening, dana):
    evening.session.capacity = 20
    evening.session.save()
    with pytest.raises(AlreadyOnRoster):
        services.add_to_session(
            session=evening.session, patient=dana, at=evening.after(0), by=evening.by
        )


def test_a_guest_is_seen_by_the_leader_who_writes_about_them(
    clinic, evening, ruth, viewer
):
    from daybridge.people.models import Patient

    evening.session.capacity = 13
    evening.session.save()
    guest = admit(clinic, "Gus", "Guest", 30)
    services.add_to_session(
        session=evening.session, patient=guest, at=evening.after(-60), by=evening.by,
        origin=Attendance.Origin.MAKE_UP,
    )  # fmt: skip

    notes = Attendance.objects.visible_to(viewer(ruth, at=evening.after(60)))
    later = Attendance.objects.visible_to(
        viewer(ruth, at=evening.ends_at + timedelta(hours=73))
    )

    assert notes.filter(patient=guest).exists()
    assert not later.filter(patient=guest).exists()
    assert Patient.objects.in_program(clinic.program).filter(pk=guest.pk).exists()


def test_someone_taken_off_a_roster_can_come_back(evening):
    services.mark_no_show(
        attendance=evening.place(), at=evening.after(10), by=evening.by
    )

    services.remove_from_session(
        attendance=evening.place(), at=evening.after(11), by=evening.by
    )
    with pytest.raises(RemovedFromRoster):
        services.record_arrival(
            attendance=evening.place(), at=evening.after(12), by=evening.by
        )
    row = services.restore_to_session(
        attendance=evening.place(), at=evening.after(13), by=evening.by
    )

    assert row.removed_at is None
    assert evening.follow_ups() == []


def test_the_seat_of_someone_taken_off_may_be_gone_when_they_come_back(clinic, evening):
    services.remove_from_session(
        attendance=evening.place(), at=evening.after(0), by=evening.by
    )
    services.add_to_session(
        session=evening.session, patient=admit(clinic, "Gus", "Guest", 30),
        at=evening.after(1), by=evening.by,
    )  # fmt: skip

    with pytest.raises(SeatTaken):
        services.restore_to_session(
            attendance=evening.place(), at=evening.after(2), by=evening.by
        )


def test_nobody_reached_is_tried_again_on_the_day_chosen(evening):
    services.mark_no_show(
        attendance=evening.place(), at=evening.after(30), by=evening.by
    )
    [call] = evening.follow_ups()
    tomorrow = evening.starts_at.date() + timedelta(days=1)

    services.finish_follow_up(
        follow_up=call, outcome="no_answer", note="", at=evening.after(40),
        by=evening.by, next_try_on=tomorrow,
    )  # fmt: skip

    waiting = FollowUp.objects.in_program(evening.by.program).waiting()
    assert [(row.next_try_on, row.tries) for row in waiting] == [(tomorrow, 1)]


def test_the_database_knows_that_attended_means_an_arrival(evening):
    place = evening.place()
    place.mark = Mark.ATTENDED
    with pytest.raises(IntegrityError), transaction.atomic():
        place.save()


def test_the_database_knows_that_nobody_leaves_before_they_come(evening):
    place = evening.place()
    place.mark, place.arrived_at = Mark.ATTENDED, evening.after(10)
    place.left_at = evening.after(5)
    with pytest.raises(IntegrityError), transaction.atomic():
        place.save()


def test_every_change_is_audited_with_whose_record_it_is(evening, dana):
    services.mark_excused(
        attendance=evening.place(), reason="Ill", at=evening.after(0), by=evening.by
    )

    entry = AuditEvent.objects.get(action="attendance.excused")
    assert entry.patient_id == dana.pk
    assert "Ill" not in str(entry.detail)


def say_here(evening, at):
    services.record_arrival(attendance=evening.place(), at=at, by=evening.by)


def say_all_are_here(evening, at):
    services.mark_all_present(session=evening.session, at=at, by=evening.by)


def type_the_times(evening, at):
    services.correct_times(
        attendance=evening.place(), arrived_at=evening.starts_at, left_at=None,
        base_version=evening.place().version, at=at, by=evening.by,
    )  # fmt: skip


def save_the_roster(evening, at):
    place = evening.place()
    change = AttendanceChange(place.pk, place.version, Mark.ATTENDED)
    services.save_attendance(
        session=evening.session, changes=[change], by=evening.by, at=at
    )


@pytest.mark.parametrize(
    "say", [say_here, say_all_are_here, type_the_times, save_the_roster]
)
def test_nobody_is_here_more_than_an_hour_before_it_begins(evening, say):
    with pytest.raises(TooEarly, match=r"Nobody can be here yet\..* 4:30 pm on"):
        say(evening, evening.after(-61))
    assert evening.place().mark == Mark.EXPECTED

    say(evening, evening.after(-60))

    assert evening.place().mark == Mark.ATTENDED


def test_whoever_will_not_come_may_say_so_long_before(evening):
    services.mark_excused(
        attendance=evening.place(), reason="A wedding", at=evening.after(-3000),
        by=evening.by,
    )  # fmt: skip

    assert evening.place().mark == Mark.EXCUSED


@pytest.fixture
def nearly_over(evening):
    """Ten came; one of them left after an hour. One did not, one is expected."""
    services.mark_no_show(
        attendance=evening.place(0), at=evening.after(20), by=evening.by
    )
    services.mark_all_present(
        session=evening.session, at=evening.after(20), by=evening.by
    )
    services.record_departure(
        attendance=evening.place(1), at=evening.after(60), by=evening.by
    )
    services.mark_expected(
        attendance=evening.place(2), at=evening.after(61), by=evening.by
    )
    return evening


def test_a_group_that_ends_early_ends_for_everyone_still_here(nearly_over):
    left = services.end_early(
        session=nearly_over.session, at=nearly_over.after(150), by=nearly_over.by
    )

    assert left == 9
    assert nearly_over.place(3).left_at == nearly_over.after(150)
    assert nearly_over.place(3).minutes == 150
    assert nearly_over.place(1).minutes == 60  # who left before left before
    assert nearly_over.place(0).mark == Mark.NO_SHOW
    assert nearly_over.place(2).mark == Mark.EXPECTED


def test_an_early_end_is_taken_back_for_those_it_sent_home(nearly_over):
    services.end_early(
        session=nearly_over.session, at=nearly_over.after(150), by=nearly_over.by
    )

    stayed = services.go_on(
        session=nearly_over.session, at=nearly_over.after(152), by=nearly_over.by
    )

    assert stayed == 9
    assert nearly_over.place(3).left_at is None
    assert nearly_over.place(3).minutes == 180
    assert nearly_over.place(1).minutes == 60
    assert (
        services.go_on(
            session=nearly_over.session, at=nearly_over.after(153), by=nearly_over.by
        )
        == 0
    )


def test_a_group_does_not_end_before_it_begins_nor_early_after_its_end(nearly_over):
    with pytest.raises(TooEarly, match="has not begun"):
        services.end_early(
            session=nearly_over.session, at=nearly_over.after(-1), by=nearly_over.by
        )

    left = services.end_early(
        session=nearly_over.session, at=nearly_over.after(180), by=nearly_over.by
    )

    assert left == 0
    assert nearly_over.place(3).left_at is None


def test_somebody_who_came_early_and_a_group_that_ended_at_once_agree(evening):
    services.record_arrival(
        attendance=evening.place(), at=evening.after(0), by=evening.by,
        arrived_at=evening.after(5),
    )  # fmt: skip

    services.end_early(session=evening.session, at=evening.after(3), by=evening.by)

    assert evening.place().minutes == 0
