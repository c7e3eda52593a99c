"""Groups, their sessions and their people, as the schedule decides them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from daybridge.access.models import TeamMembership
from daybridge.attendance import services as attendance
from daybridge.attendance.models import Attendance, Mark
from daybridge.people.models import Patient
from daybridge.programs.models import Closure, Curriculum, Module, Topic
from daybridge.schedule import services
from daybridge.schedule.errors import (
    AlreadyEnrolled,
    SeatsBelowMembers,
    SeatTaken,
    SessionCancelled,
    SessionHasArrivals,
    StaleSession,
)
from daybridge.schedule.models import Enrollment, Group, Session
from daybridge.schedule.values import (
    ExtraValues,
    GroupValues,
    SessionChanges,
    Told,
)
from tests.cast import ZONE, admit, hire

NOON = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)  # Monday, noon in Philadelphia


@pytest.fixture
def grace(clinic, viewer):
    """The director, at noon on Monday, March 1, 2027."""
    return viewer(clinic.staff["grace"], at=NOON)


@pytest.fixture
def values(clinic, ruth):
    return GroupValues(
        name="Relapse prevention", track=clinic.track, modality="group", leader=ruth,
        room=clinic.room, starts_at=time(17, 30), minutes=180, capacity=12,
        recurrence="FREQ=WEEKLY;BYDAY=MO,WE,TH", starts_on=date(2027, 3, 1),
    )  # fmt: skip


@pytest.fixture
def group(clinic, values, grace):
    return services.make_group(program=clinic.program, values=values, at=NOON, by=grace)


def sessions_of(group):
    return list(
        Session.objects.in_program(group.program_id)
        .filter(group=group)
        .order_by("starts_at")
    )


def days_of(sessions):
    return [row.starts_at.astimezone(ZONE).date() for row in sessions]


def test_a_new_group_has_its_next_five_weeks(group):
    sessions = sessions_of(group)

    assert len(sessions) == 16  # three a week for five weeks, and that Monday
    assert sessions[0].starts_at == datetime(2027, 3, 1, 22, 30, tzinfo=UTC)
    after_the_change = sessions[-1]  # clocks went forward on March 14
    assert after_the_change.starts_at == datetime(2027, 4, 5, 21, 30, tzinfo=UTC)


def test_making_sessions_twice_makes_them_once(clinic, group, grace):
    until = date(2027, 4, 5)

    again = services.materialize(
        program=clinic.program, until=until, at=NOON, by=grace, groups=[group]
    )

    assert again == 0
    assert len(sessions_of(group)) == 16


def test_a_closure_of_the_site_leaves_its_day_out(clinic, values, grace):
    Closure.objects.create(
        program=clinic.program, site=clinic.site, on=date(2027, 3, 3), name="Move"
    )
    Closure.objects.create(
        program=clinic.program, on=date(2027, 3, 4), name="Holiday",
        kind="federal", is_open_anyway=True,
    )  # fmt: skip

    group = services.make_group(
        program=clinic.program, values=values, at=NOON, by=grace
    )

    assert days_of(sessions_of(group))[:3] == [
        date(2027, 3, 1), date(2027, 3, 4), date(2027, 3, 8),
    ]  # fmt: skip


def test_the_topics_of_the_curriculum_follow_each_other_and_begin_again(
    clinic, values, grace
):
    course = Curriculum.objects.create(
        program=clinic.program, title="Short", version="1", license="Apache-2.0"
    )
    module = Module.objects.create(
        program=clinic.program, curriculum=course, position=1, title="One"
    )
    for number, modality in ((1, "skills"), (2, "education"), (3, "family")):
        Topic.objects.create(
            program=clinic.program, curriculum=course, module=module, number=number,
            title=f"Topic {number}", modality=modality, minutes=180,
        )  # fmt: skip

    group = services.make_group(
        program=clinic.program, values=replace(values, curriculum=course), at=NOON,
        by=grace,
    )  # fmt: skip
    services.materialize(
        program=clinic.program, until=date(2027, 4, 12), at=NOON, by=grace,
        groups=[group],
    )  # fmt: skip

    sessions = sessions_of(group)
    assert [row.topic_title[-1] for row in sessions] == list("1231231231231231231")
    assert [row.modality for row in sessions[:3]] == ["skills", "education", "family"]


def test_members_have_a_place_in_every_session_made(clinic, group, grace, dana):
    services.enroll(
        group=group, patient=dana, starts_on=date(2027, 3, 3), at=NOON, by=grace
    )
    services.materialize(
        program=clinic.program, until=date(2027, 4, 12), at=NOON, by=grace,
        groups=[group],
    )  # fmt: skip

    places = Attendance.objects.in_program(clinic.program).filter(
        patient=dana, session__group=group
    )
    assert places.count() == len(sessions_of(group)) - 1  # not that first Monday


def test_a_member_has_the_groups_leader_on_their_team(
    clinic, values, grace, ben, viewer
):
    group = services.make_group(
        program=clinic.program, values=replace(values, leader=ben), at=NOON, by=grace
    )
    newcomer = admit(clinic, "Nell", "Newcomer", 40)
    assert newcomer not in Patient.objects.visible_to(viewer(ben, at=NOON))

    enrollment = services.enroll(
        group=group, patient=newcomer, starts_on=date(2027, 3, 1), at=NOON, by=grace
    )
    assert newcomer in Patient.objects.visible_to(viewer(ben, at=NOON))

    later = NOON + timedelta(days=3)
    services.end_enrollment(
        enrollment=enrollment, ends_on=date(2027, 3, 3), reason="Moved", at=later,
        by=grace,
    )  # fmt: skip
    notes_are_due = datetime(2027, 3, 7, 5, 0, tzinfo=UTC)  # 72 hours after the day
    almost = notes_are_due - timedelta(minutes=1)
    assert newcomer in Patient.objects.visible_to(viewer(ben, at=almost))
    assert newcomer not in Patient.objects.visible_to(viewer(ben, at=notes_are_due))


def test_a_member_who_leaves_is_expected_until_their_last_day(
    clinic, group, grace, dana
):
    enrollment = services.enroll(
        group=group, patient=dana, starts_on=date(2027, 3, 1), at=NOON, by=grace
    )

    services.end_enrollment(
        enrollment=enrollment, ends_on=date(2027, 3, 4), reason="Step-down", at=NOON,
        by=grace,
    )  # fmt: skip

    places = Attendance.objects.in_program(clinic.program).filter(
        patient=dana, session__group=group, removed_at=None
    )
    assert places.count() == 3


def test_someone_who_comes_back_to_a_group_has_their_places_again(
    clinic, group, grace, dana
):
    first = services.enroll(
        group=group, patient=dana, starts_on=date(2027, 3, 1), at=NOON, by=grace
    )
    services.end_enrollment(
        enrollment=first, ends_on=date(2027, 3, 1), reason="", at=NOON, by=grace
    )

    services.enroll(
        group=group, patient=dana, starts_on=date(2027, 3, 8), at=NOON, by=grace
    )

    places = Attendance.objects.in_program(clinic.program).filter(
        patient=dana, session__group=group, removed_at=None
    )
    assert places.count() == 14  # not the first Wednesday and Thursday


def test_nobody_is_enrolled_twice_in_one_group(group, grace, dana):
    services.enroll(
        group=group, patient=dana, starts_on=date(2027, 3, 1), at=NOON, by=grace
    )
    with pytest.raises(AlreadyEnrolled, match="Dana Whitfield is already in"):
        services.enroll(
            group=group, patient=dana, starts_on=date(2027, 3, 8), at=NOON, by=grace
        )


def test_a_full_group_says_what_to_do(clinic, values, grace):
    group = services.make_group(
        program=clinic.program, values=replace(values, capacity=1), at=NOON, by=grace
    )
    first, second = clinic.patients[:2]
    services.enroll(
        group=group, patient=first, starts_on=date(2027, 3, 1), at=NOON, by=grace
    )
    with pytest.raises(SeatTaken, match="all 1 are taken"):
        services.enroll(
            group=group, patient=second, starts_on=date(2027, 3, 1), at=NOON, by=grace
        )


def test_a_guest_in_the_last_seat_is_named_before_a_member_takes_it(
    clinic, values, grace
):
    group = services.make_group(
        program=clinic.program, values=replace(values, capacity=1), at=NOON, by=grace
    )
    guest, member = clinic.patients[:2]
    attendance.add_to_session(
        session=sessions_of(group)[1], patient=guest, at=NOON, by=grace
    )

    with pytest.raises(SeatTaken, match="Wednesday, March 3 is full with a guest"):
        services.enroll(
            group=group, patient=member, starts_on=date(2027, 3, 1), at=NOON, by=grace
        )
    services.enroll(
        group=group, patient=member, starts_on=date(2027, 3, 4), at=NOON, by=grace
    )


def test_changing_one_evening_never_changes_the_rule(clinic, group, grace, dana):
    services.enroll(
        group=group, patient=dana, starts_on=date(2027, 3, 1), at=NOON, by=grace
    )
    session = sessions_of(group)[0]
    later = replace(
        SessionChanges.of(session),
        starts_at=session.starts_at + timedelta(hours=1),
        ends_at=session.ends_at + timedelta(hours=1),
    )

    services.change_session(
        session=session, changes=later, base_version=1, at=NOON, by=grace
    )

    group.refresh_from_db()
    assert group.starts_at == time(17, 30)
    assert sessions_of(group)[1].starts_at.astimezone(ZONE).time() == time(17, 30)
    place = Attendance.objects.in_program(clinic.program).get(
        patient=dana, session=session
    )
    assert place.starts_at == later.starts_at


def test_moving_an_evening_counts_the_minutes_anew(clinic, ruth, viewer):
    session, by = clinic.session, viewer(ruth, at=clinic.session.starts_at)
    attendance.mark_all_present(session=session, at=session.starts_at, by=by)
    shorter = replace(
        SessionChanges.of(session), ends_at=session.ends_at - timedelta(minutes=45)
    )

    services.change_session(
        session=session, changes=shorter, base_version=1, at=session.starts_at, by=by
    )

    places = Attendance.objects.in_program(clinic.program).filter(session=session)
    assert {place.minutes for place in places} == {135}


def test_the_second_to_change_an_evening_is_told(group, grace):
    session = sessions_of(group)[0]
    changes = replace(SessionChanges.of(session), topic_text="Sleep")
    services.change_session(
        session=session, changes=changes, base_version=1, at=NOON, by=grace
    )
    with pytest.raises(StaleSession):
        services.change_session(
            session=session, changes=changes, base_version=1, at=NOON, by=grace
        )


def test_an_evening_keeps_seats_for_everyone_on_its_roster(clinic, grace):
    changes = replace(SessionChanges.of(clinic.session), capacity=11)
    with pytest.raises(SeatsBelowMembers, match="12 people"):
        services.change_session(
            session=clinic.session, changes=changes, base_version=1, at=NOON, by=grace
        )


def test_a_change_of_the_rule_leaves_an_evening_changed_by_hand(group, values, grace):
    first, second, *_ = sessions_of(group)
    moved = replace(
        SessionChanges.of(second),
        starts_at=second.starts_at - timedelta(hours=2),
        ends_at=second.ends_at - timedelta(hours=2),
    )
    services.change_session(
        session=second, changes=moved, base_version=1, at=NOON, by=grace
    )

    change = services.change_group(
        group=group, values=replace(values, starts_at=time(18, 0)), base_version=1,
        at=NOON, by=grace,
    )  # fmt: skip

    assert [row.pk for row in change.kept_by_hand] == [second.pk]
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.starts_at.astimezone(ZONE).time() == time(18, 0)
    assert second.starts_at == moved.starts_at


def test_new_days_move_the_sessions_and_their_people(
    clinic, group, values, grace, dana
):
    services.enroll(
        group=group, patient=dana, starts_on=date(2027, 3, 1), at=NOON, by=grace
    )
    before = len(sessions_of(group))

    services.change_group(
        group=group, values=replace(values, recurrence="FREQ=WEEKLY;BYDAY=TU,FR"),
        base_version=1, at=NOON, by=grace,
    )  # fmt: skip

    held = [row for row in sessions_of(group) if row.cancelled_at is None]
    assert {day.weekday() for day in days_of(held)} == {1, 4}
    assert len(sessions_of(group)) == before  # those too many are cancelled, not gone
    expected = Attendance.objects.in_program(clinic.program).filter(
        patient=dana, session__group=group, mark=Mark.EXPECTED
    )
    assert {place.session_id for place in expected} == {row.pk for row in held}
    assert all(place.starts_at == place.session.starts_at for place in expected)


def test_more_days_bring_more_sessions(group, values, grace):
    change = services.change_group(
        group=group, values=replace(values, recurrence="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"),
        base_version=1, at=NOON, by=grace,
    )  # fmt: skip

    assert change.made == 5
    assert change.cancelled == ()


def test_a_session_that_has_begun_does_not_follow_a_new_rule(group, values, grace):
    underway = datetime(2027, 3, 1, 23, 0, tzinfo=UTC)

    services.change_group(
        group=group, values=replace(values, starts_at=time(9, 0)), base_version=1,
        at=underway, by=grace,
    )  # fmt: skip

    assert sessions_of(group)[0].starts_at == datetime(2027, 3, 1, 22, 30, tzinfo=UTC)


def test_a_new_leader_takes_over_the_teams(clinic, group, values, grace, ben, viewer):
    newcomer = admit(clinic, "Nell", "Newcomer", 40)
    services.enroll(
        group=group, patient=newcomer, starts_on=date(2027, 3, 1), at=NOON, by=grace
    )

    services.change_group(
        group=group, values=replace(values, leader=ben), base_version=1, at=NOON,
        by=grace,
    )  # fmt: skip

    assert newcomer in Patient.objects.visible_to(viewer(ben, at=NOON))
    assert newcomer not in Patient.objects.visible_to(
        viewer(clinic.staff["ruth"], at=NOON)
    )


def test_a_substitute_sees_tonights_patients_until_three_days_later(
    clinic, ben, grace, viewer, dana
):
    session = clinic.session
    at = session.starts_at - timedelta(hours=1)

    row = services.substitute_leader(session=session, staff=ben, at=at, by=grace)

    assert (row.leader_id, row.instead_of_id) == (ben.pk, clinic.staff["ruth"].pk)
    seen = Patient.objects.visible_to
    assert dana in seen(viewer(ben, at=at))
    assert dana in seen(viewer(ben, at=session.ends_at + timedelta(hours=71)))
    assert dana not in seen(viewer(ben, at=session.ends_at + timedelta(hours=73)))


def test_a_substitute_who_is_replaced_before_it_begins_sees_nobody(
    clinic, ben, ruth, grace, viewer, dana
):
    before = clinic.session.starts_at - timedelta(hours=1)
    services.substitute_leader(session=clinic.session, staff=ben, at=before, by=grace)
    services.substitute_leader(session=clinic.session, staff=ruth, at=before, by=grace)

    assert dana not in Patient.objects.visible_to(viewer(ben, at=before))
    assert not Session.objects.visible_to(viewer(ben, at=before)).exists()
    assert dana in Patient.objects.visible_to(viewer(ruth, at=before))


def test_a_substitute_who_is_replaced_while_it_runs_keeps_what_they_began(
    clinic, ben, ruth, grace, viewer, dana
):
    before = clinic.session.starts_at - timedelta(hours=1)
    during = before + timedelta(hours=2)
    services.substitute_leader(session=clinic.session, staff=ben, at=before, by=grace)
    services.substitute_leader(session=clinic.session, staff=ruth, at=during, by=grace)

    assert dana in Patient.objects.visible_to(viewer(ben, at=during))


def test_the_leader_taking_their_own_place_back_stands_in_for_nobody(
    clinic, ben, ruth, grace
):
    services.substitute_leader(session=clinic.session, staff=ben, at=NOON, by=grace)

    row = services.substitute_leader(
        session=clinic.session, staff=ruth, at=NOON, by=grace
    )

    assert (row.leader_id, row.instead_of_id) == (ruth.pk, None)


def test_nobody_misses_a_cancelled_session(clinic, grace, dana):
    place = Attendance.objects.in_program(clinic.program).get(
        session=clinic.session, patient=dana
    )
    attendance.mark_no_show(attendance=place, at=clinic.session.starts_at, by=grace)
    told = [Told(f"patient:{dana.pk}", "Dana Whitfield", "call")]

    row = services.cancel_session(
        session=clinic.session, reason="weather", note="Ice", told=told, at=NOON,
        by=grace,
    )  # fmt: skip

    assert row.told == [
        {"who": f"patient:{dana.pk}", "name": "Dana Whitfield", "how": "call"}
    ]
    place.refresh_from_db()
    assert place.mark == Mark.EXCUSED
    assert not hasattr(place, "follow_up")


def test_a_session_someone_attended_is_not_cancelled(clinic, grace, dana):
    place = Attendance.objects.in_program(clinic.program).get(
        session=clinic.session, patient=dana
    )
    attendance.record_arrival(
        attendance=place, at=clinic.session.starts_at, by=grace
    )  # fmt: skip

    with pytest.raises(SessionHasArrivals, match="Dana Whitfield attended"):
        services.cancel_session(
            session=clinic.session, reason="few", note="", told=[], at=NOON, by=grace
        )
    clinic.session.refresh_from_db()
    assert clinic.session.cancelled_at is None


def test_a_cancelled_session_taken_up_again_expects_the_same_people(clinic, grace):
    services.cancel_session(
        session=clinic.session, reason="few", note="", told=[], at=NOON, by=grace
    )
    with pytest.raises(SessionCancelled):
        attendance.add_to_session(
            session=clinic.session, patient=clinic.patients[0], at=NOON, by=grace
        )

    services.reinstate_session(session=clinic.session, at=NOON, by=grace)

    expected = Attendance.objects.in_program(clinic.program).filter(
        session=clinic.session, mark=Mark.EXPECTED
    )
    assert expected.count() == 12


def test_an_extra_session_of_a_group_expects_its_members(clinic, grace, ruth):
    start = clinic.session.starts_at + timedelta(days=1)
    extra = ExtraValues(
        title="Make-up group", track=clinic.track, modality="group", starts_at=start,
        ends_at=start + timedelta(hours=2), leader=ruth, group=clinic.group,
    )  # fmt: skip

    session = services.add_extra_session(
        program=clinic.program, values=extra, at=NOON, by=grace
    )

    assert session.rule_date is None
    assert session.attendances.count() == 12


def test_a_session_is_made_once_whatever_the_application_thinks(group):
    from django.db import IntegrityError, transaction

    first = sessions_of(group)[0]
    first.pk = None
    first._state.adding = True
    from daybridge.keys import new_id

    first.id = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_every_table_of_the_schedule_belongs_to_one_program(
    clinic, elsewhere, grace, viewer
):
    mine = viewer(clinic.staff["grace"])
    for model in (Group, Enrollment, Session, TeamMembership):
        rows = model.objects.visible_to(mine)
        assert {row.program_id for row in rows} <= {clinic.program.pk}


def test_hiring_does_not_open_rosters(clinic, viewer):
    newcomer = hire(clinic, "Ned", "Newman", "biller")
    assert not Session.objects.visible_to(viewer(newcomer)).exists()
