"""How an episode ends, all that ends with it, and how a mistake is taken back."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from daybridge.access.models import TeamMembership
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.queries import calls_to_make
from daybridge.audit.models import AuditEvent
from daybridge.intake import services
from daybridge.intake.errors import (
    AlreadyInCare,
    AttendedAfterwards,
    DayOutOfOrder,
    IntakeError,
    NotInCare,
    TooLateToTakeBack,
)
from daybridge.intake.models import Episode
from daybridge.intake.queries import dose_orders_in_force
from daybridge.intake.values import Leaving
from daybridge.schedule import services as schedule
from daybridge.schedule.models import Session
from tests.cast import ZONE


@pytest.fixture
def noon(viewer, ruth, today):
    """Ruth at noon today, before tonight's group."""
    return viewer(ruth, at=datetime.combine(today, time(12), ZONE))


@pytest.fixture
def episode(dana):
    return dana.episodes.get()


@pytest.fixture
def leave(episode, noon, today):
    def run(days=0, reason="1", contact=-1, by=noon):
        leaving = Leaving(
            today + timedelta(days=days), reason,
            None if contact is None else today + timedelta(days=contact),
        )  # fmt: skip
        return services.discharge(episode=episode, leaving=leaving, at=by.at, by=by)

    return run


@pytest.fixture
def undo(episode, noon):
    def run(minutes=5, by=None):
        by = by or replace(noon, at=noon.at + timedelta(minutes=minutes))
        return services.take_back_discharge(episode=episode, at=by.at, by=by)

    return run


@pytest.fixture
def week(clinic, ruth):
    """Sessions of the group on each of the next seven evenings, all enrolled."""
    rows = []
    for day in range(1, 8):
        start = clinic.session.starts_at + timedelta(days=day)
        row = Session.objects.create(
            program=clinic.program, group=clinic.group, title=clinic.group.name,
            rule_date=start.astimezone(ZONE).date(), track=clinic.track,
            modality="skills", starts_at=start, ends_at=start + timedelta(hours=3),
            leader=ruth, capacity=12,
        )  # fmt: skip
        for patient in clinic.patients:
            Attendance.objects.create(
                program=clinic.program, session=row, patient=patient, starts_at=start
            )
        rows.append(row)
    return rows


def expected_on(patient):
    """The local days on which a patient is still expected."""
    rows = (
        Attendance.objects.in_program(patient.program)
        .on_roster()
        .still_expected()
        .filter(patient=patient)
        .order_by("starts_at")
    )
    return [row.starts_at.astimezone(ZONE).date() for row in rows]


# The episode.


def test_the_day_of_discharge_is_the_first_day_out(
    clinic, dana, episode, leave, today
):  # fmt: skip
    leave(reason="2")

    episode.refresh_from_db()
    assert (episode.discharged_on, episode.discharge_reason) == (today, "2")
    assert episode.last_contact_on == today - timedelta(days=1)
    assert episode.stays.get().ended_on == today
    assert dana.pk not in dose_orders_in_force(clinic.program, day=today)
    yesterday = today - timedelta(days=1)
    assert dana.pk in dose_orders_in_force(clinic.program, day=yesterday)
    assert AuditEvent.objects.get(action="intake.discharged").detail == {
        "on": today.isoformat(), "reason": "2",
    }  # fmt: skip


def test_a_discharge_may_be_written_a_day_before_and_no_more(leave):
    with pytest.raises(DayOutOfOrder, match="Choose an earlier day"):
        leave(days=2)
    assert leave(days=1)


def test_nobody_is_discharged_before_their_admission(leave):
    with pytest.raises(DayOutOfOrder, match="They came into care on"):
        leave(days=-31, contact=None)


@pytest.mark.parametrize("contact", [-31, 1])
def test_the_last_contact_lies_between_admission_and_discharge(leave, contact):
    with pytest.raises(DayOutOfOrder, match="last contact") as refusal:
        leave(days=1, contact=contact)

    assert refusal.value.field == "last_contact_on"


def test_a_last_contact_that_nobody_knows_stays_open(leave):
    assert leave(contact=None).episode.last_contact_on is None


def test_a_reason_outside_of_teds_is_refused(leave):
    with pytest.raises(IntakeError, match="Choose a reason"):
        leave(reason="8")


def test_nobody_is_discharged_twice(leave):
    leave()

    with pytest.raises(NotInCare, match="is already written"):
        leave(reason="2")


def test_who_came_that_day_is_not_discharged_before_it(clinic, dana, leave, noon):
    place = Attendance.objects.in_program(clinic.program).get(patient=dana)
    place.mark, place.arrived_at = Mark.ATTENDED, place.starts_at
    place.arrived_by, place.minutes = clinic.staff["ruth"], 180
    place.save()

    with pytest.raises(AttendedAfterwards, match="They came to Evening skills on"):
        leave()
    assert leave(days=1, contact=0)


def test_a_planned_transfer_never_begins_after_a_discharge(
    clinic, dana, episode, leave, undo, morning, noon, today
):
    from daybridge.intake.values import Dose, Move

    plan = Move(morning, today + timedelta(days=7), Dose(540, 3))
    services.transfer(episode=episode, move=plan, at=noon.at, by=noon)
    later = replace(noon, at=noon.at + timedelta(minutes=1))

    leave(by=later)

    former, planned = episode.stays.order_by("started_on")
    assert former.ended_on == today
    assert planned.ended_on == planned.started_on
    undo()
    former.refresh_from_db()
    planned.refresh_from_db()
    assert (former.ended_on, planned.ended_on) == (planned.started_on, None)


# What ends with it.


def test_places_end_on_the_last_day_in_care(dana, leave, today):
    followed = leave()

    place = dana.enrollments.get()
    assert place.ends_on == today - timedelta(days=1)
    assert place.end_reason == "Discharged"
    assert "Their places ended: Evening skills." in followed.sentences


def test_a_place_that_begins_later_never_does(clinic, dana, week, leave, today):
    place = dana.enrollments.get()
    place.starts_on = today + timedelta(days=3)
    place.save()

    leave()

    place.refresh_from_db()
    assert place.ends_on == today + timedelta(days=2)
    assert expected_on(dana) == []


def test_nobody_expects_them_any_more(clinic, dana, week, leave, today):
    followed = leave()

    assert expected_on(dana) == []
    assert "They are no longer expected at 8 sessions." in followed.sentences


def test_who_leaves_tomorrow_is_expected_tonight(dana, week, leave, today):
    leave(days=1)

    assert expected_on(dana) == [today]


def test_guest_places_and_make_ups_are_cleared_too(clinic, dana, leave, ruth, today):
    start = clinic.session.starts_at + timedelta(days=2)
    for hours, origin in enumerate(("added", "make_up")):
        extra = Session.objects.create(
            program=clinic.program, title="Extra", track=clinic.track,
            modality="group", starts_at=start + timedelta(hours=hours),
            ends_at=start + timedelta(hours=hours + 1), leader=ruth,
        )  # fmt: skip
        Attendance.objects.create(
            program=clinic.program, session=extra, patient=dana,
            starts_at=extra.starts_at, origin=origin,
        )  # fmt: skip

    leave()

    assert expected_on(dana) == []


def test_an_absence_announced_ahead_gives_its_seat_back(clinic, dana, week, leave):
    row = Attendance.objects.in_program(clinic.program).get(
        patient=dana, session=week[3]
    )
    row.mark, row.absence_reason = Mark.EXCUSED, "A wedding"
    row.save()

    leave()

    row.refresh_from_db()
    assert row.removed_at is not None


def test_what_was_attended_stays(clinic, dana, leave, noon):
    place = Attendance.objects.in_program(clinic.program).get(patient=dana)
    place.mark, place.arrived_at, place.minutes = Mark.ATTENDED, place.starts_at, 180
    place.save()

    leave(days=1, contact=0)

    place.refresh_from_db()
    assert (place.mark, place.removed_at) == (Mark.ATTENDED, None)


def test_others_stay_where_they_are(clinic, week, leave):
    marcus = clinic.patients[1]

    leave()

    assert len(expected_on(marcus)) == 8
    assert marcus.enrollments.get().ends_on is None


def test_the_team_may_finish_its_notes_for_three_days(clinic, dana, leave, today, noon):
    leave()

    ends = set(
        TeamMembership.objects.in_program(clinic.program)
        .filter(patient=dana)
        .values_list("ended_at", flat=True)
    )
    assert ends == {noon.at + timedelta(hours=72)}


def test_a_team_ends_after_the_last_day_when_that_is_tomorrow(
    clinic, dana, leave, today
):
    leave(days=1)

    midnight = datetime.combine(today + timedelta(days=1), time(), ZONE)
    membership = TeamMembership.objects.in_program(clinic.program).filter(patient=dana)
    assert {row.ended_at for row in membership} == {midnight + timedelta(hours=72)}


def test_a_call_is_not_due_any_more(clinic, dana, leave, noon, viewer, today):
    from daybridge.attendance import services as attendance

    place = Attendance.objects.in_program(clinic.program).get(patient=dana)
    early = replace(noon, at=noon.at - timedelta(hours=1))
    attendance.mark_no_show(attendance=place, at=early.at, by=early)
    sylvia = viewer(clinic.staff["sylvia"])
    assert [row.name for row in calls_to_make(sylvia, today=today)] == [
        "Dana Whitfield"
    ]

    leave()

    assert calls_to_make(sylvia, today=today) == []


def test_a_call_of_a_former_episode_does_not_come_back_with_the_next(
    clinic, dana, leave, noon, viewer, today, admission
):
    from daybridge.attendance import services as attendance

    place = Attendance.objects.in_program(clinic.program).get(patient=dana)
    early = replace(noon, at=noon.at - timedelta(hours=1))
    attendance.mark_no_show(attendance=place, at=early.at, by=early)
    leave()
    services.readmit(
        patient=dana, admission=admission(days_ago=-1), at=noon.at, by=noon
    )

    sylvia = viewer(clinic.staff["sylvia"])
    assert calls_to_make(sylvia, today=today + timedelta(days=1)) == []


# Taken back.


def test_a_discharge_is_taken_back_with_all_that_ended(
    clinic, dana, episode, week, leave, undo, today
):
    leave()
    followed = undo()

    episode.refresh_from_db()
    assert (episode.discharged_on, episode.discharge_reason) == (None, "")
    assert episode.last_contact_on is None
    assert episode.stays.get().ended_on is None
    place = dana.enrollments.get()
    assert (place.ends_on, place.end_reason) == (None, "")
    assert len(expected_on(dana)) == 8
    assert followed.sentences == ()
    team = TeamMembership.objects.in_program(clinic.program).filter(patient=dana)
    assert {row.ended_at for row in team} == {None}


def test_a_planned_end_is_given_back_as_it_was(clinic, dana, leave, undo, today):
    place = dana.enrollments.get()
    place.ends_on, place.end_reason = today + timedelta(days=30), "Steps down"
    place.save()

    leave()
    undo()

    place.refresh_from_db()
    assert (place.ends_on, place.end_reason) == (
        today + timedelta(days=30), "Steps down",
    )  # fmt: skip


def test_a_seat_that_was_given_away_is_named(
    clinic, dana, week, leave, undo, lee, noon
):  # fmt: skip
    leave()
    schedule.enroll(
        group=clinic.group, patient=lee, starts_on=noon.at.date(), at=noon.at, by=noon
    )

    followed = undo()

    assert followed.sentences[0] == (
        "No seat is left in Evening skills. Give them a place by hand."
    )
    assert dana.enrollments.get().ends_on is not None
    assert expected_on(dana) == []


def test_a_discharge_is_not_taken_back_the_day_after(leave, undo):
    leave()

    with pytest.raises(TooLateToTakeBack, match="on the day it was written"):
        undo(minutes=24 * 60)


def test_an_imported_discharge_is_not_taken_back(episode, undo, today):
    episode.discharged_on, episode.discharge_reason = today, "2"
    episode.save()

    with pytest.raises(TooLateToTakeBack):
        undo()


def test_a_discharge_is_taken_back_once(leave, undo):
    leave()
    undo()

    with pytest.raises(NotInCare, match="already taken back"):
        undo(minutes=6)


def test_who_was_admitted_again_keeps_the_new_episode(
    dana, leave, undo, noon, admission
):
    leave()
    services.readmit(patient=dana, admission=admission(), at=noon.at, by=noon)

    with pytest.raises(AlreadyInCare, match="admitted again since"):
        undo()
    assert Episode.objects.in_program(dana.program).filter(patient=dana).count() == 2


def test_what_was_known_at_admission_may_be_filled_in_before_it_is_taken_back(
    clinic, dana, episode, week, leave, undo, noon
):
    leave()
    later = noon.at + timedelta(minutes=2)
    services.amend_admission(
        episode=episode, referral_source="1", primary_substance="2", at=later, by=noon
    )

    undo()

    assert len(expected_on(dana)) == 8
    episode.refresh_from_db()
    assert episode.referral_source == "1"


def test_a_discharge_may_be_written_and_taken_back_again_and_again(
    clinic, dana, week, leave, undo, noon
):
    leave()
    undo()
    leave(by=replace(noon, at=noon.at + timedelta(minutes=10)))
    undo(minutes=15)

    assert len(expected_on(dana)) == 8
    assert dana.enrollments.get().ends_on is None
