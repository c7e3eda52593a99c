"""Rosters: today's at the own site, one's own on any day (the `*` of ROS).

Ben is a counselor on nobody's team; Ruth leads the group; Nora, Theo and Faye do not.
"""

from datetime import timedelta

import pytest

from daybridge.access.models import ChartOpening
from daybridge.access.services import end_membership, set_barrier
from daybridge.attendance.models import Attendance
from daybridge.attendance.queries import roster_for
from daybridge.attendance.services import remove_from_session
from daybridge.programs.models import Site
from daybridge.schedule.models import Group, Session
from daybridge.schedule.queries import members_of
from daybridge.schedule.services import substitute_leader
from tests.cast import join_team

TODAY_ONLY = ("faye", "nora", "theo")
ALWAYS = ("sylvia", "grace", "ruth")  # ruth leads it
NEVER = ("omar", "ivan", "ben")


@pytest.fixture
def sees(clinic, viewer):
    def answer(who):
        by = viewer(clinic.staff[who], at=clinic.session.starts_at)
        return Session.objects.visible_to(by).filter(pk=clinic.session.pk).exists()

    return answer


@pytest.mark.parametrize("who", [*ALWAYS, *TODAY_ONLY])
def test_todays_roster_is_seen_by(sees, who):
    assert sees(who)


@pytest.mark.parametrize("who", NEVER)
def test_no_roster_is_seen_by(sees, who):
    assert not sees(who)


@pytest.mark.parametrize(
    ("who", "still"), [(who, True) for who in ALWAYS] + [(w, False) for w in TODAY_ONLY]
)
@pytest.mark.parametrize("days", [-1, 1, 30])
def test_the_roster_of_another_day(clinic, viewer, who, still, days):
    at = clinic.session.starts_at - timedelta(days=days)
    by = viewer(clinic.staff[who], at=at)
    seen = Session.objects.visible_to(by).filter(pk=clinic.session.pk).exists()
    assert seen is still


@pytest.mark.parametrize("who", TODAY_ONLY)
def test_a_roster_of_another_site_is_not_seen_by(clinic, sees, who):
    staff = clinic.staff[who]
    staff.site = Site.objects.create(program=clinic.program, name="Norristown")
    staff.save()
    assert not sees(who)


def test_a_co_leader_has_the_group_as_their_own(clinic, viewer, ben):
    clinic.group.co_leader = clinic.session.co_leader = ben
    clinic.group.save()
    clinic.session.save()
    by = viewer(ben, at=clinic.session.starts_at - timedelta(days=9))

    assert Session.objects.visible_to(by).exists()
    assert Group.objects.visible_to(by).exists()


def test_a_counselor_sees_todays_roster_with_a_patient_of_theirs_on_it(
    clinic, sees, ben, dana, viewer
):
    join_team(clinic, ben, dana)

    assert sees("ben")
    by = viewer(ben, at=clinic.session.starts_at)
    assert Group.objects.visible_to(by).filter(pk=clinic.group.pk).exists()


@pytest.mark.parametrize("days", [-1, 1])
def test_of_another_day_a_patient_of_theirs_opens_no_roster(
    clinic, ben, dana, viewer, days
):
    join_team(clinic, ben, dana)

    by = viewer(ben, at=clinic.session.starts_at + timedelta(days=days))

    assert not Session.objects.visible_to(by).exists()


def test_at_another_site_a_patient_of_theirs_opens_no_roster(clinic, sees, ben, dana):
    join_team(clinic, ben, dana)
    ben.site = Site.objects.create(program=clinic.program, name="Norristown")
    ben.save()

    assert not sees("ben")


def test_a_patient_taken_off_the_roster_opens_it_no_more(
    clinic, sees, ben, dana, viewer
):
    join_team(clinic, ben, dana)
    place = Attendance.objects.in_program(clinic.program).get(patient=dana)
    by = viewer(clinic.staff["grace"])

    remove_from_session(attendance=place, at=by.at, by=by)

    assert not sees("ben")


def test_a_patient_closed_to_a_counselor_opens_no_roster(
    clinic, sees, ben, dana, viewer
):
    join_team(clinic, ben, dana)
    by = viewer(clinic.staff["grace"])

    set_barrier(patient=dana, staff=ben, reason="His cousin", by=by, at=by.at)

    assert not sees("ben")


def test_leaving_the_team_closes_todays_roster(clinic, sees, ben, dana, viewer):
    join_team(clinic, ben, dana)
    by = viewer(clinic.staff["sylvia"], at=clinic.session.starts_at)

    end_membership(membership=ben.team_memberships.get(), by=by, at=by.at)

    assert not sees("ben")


def test_an_emergency_opens_a_chart_and_no_roster(clinic, sees, ben, dana):
    start = clinic.session.starts_at
    ChartOpening.objects.create(
        program=clinic.program, patient=dana, staff=ben, kind="emergency",
        reason="medical_emergency", explanation="Found on the street, hardly breathing",
        opened_at=start, expires_at=start + timedelta(minutes=60),
    )  # fmt: skip

    assert not sees("ben")


def test_a_counselor_who_also_keeps_the_desk_sees_what_the_desk_sees(sees, ben):
    ben.roles = ["counselor", "front_desk"]
    ben.save()

    assert sees("ben")


@pytest.mark.parametrize("days", [-3, 0, 3])
def test_a_substitute_sees_the_session_they_lead_on_any_day(clinic, viewer, ben, days):
    director = viewer(clinic.staff["grace"], at=clinic.session.starts_at)
    substitute_leader(session=clinic.session, staff=ben, at=director.at, by=director)

    by = viewer(ben, at=clinic.session.starts_at + timedelta(days=days))

    assert Session.objects.visible_to(by).filter(pk=clinic.session.pk).exists()


def test_sessions_are_found_in_one_statement_and_each_once(
    clinic, viewer, ben, django_assert_num_queries
):
    join_team(clinic, ben, *clinic.patients)
    by = viewer(ben, at=clinic.session.starts_at)

    with django_assert_num_queries(1):
        assert list(Session.objects.visible_to(by)) == [clinic.session]


def test_vera_sees_nothing_of_another_program(clinic, vera, viewer):
    by = viewer(vera, at=clinic.session.starts_at)
    assert not Session.objects.visible_to(by).filter(pk=clinic.session.pk).exists()
    assert not Group.objects.visible_to(by).filter(pk=clinic.group.pk).exists()
    assert not Group.objects.amendable_by(by).filter(pk=clinic.group.pk).exists()


def test_a_chart_closed_to_someone_is_on_none_of_their_rosters(
    clinic, viewer, ruth, dana
):
    at = clinic.session.starts_at
    director, by = viewer(clinic.staff["grace"], at=at), viewer(ruth, at=at)
    set_barrier(patient=dana, staff=ruth, reason="Her cousin", by=director, at=at)

    members = members_of(clinic.group, at.date(), by)
    roster = roster_for(clinic.session, now=at, viewer=by)

    assert dana.pk not in {row.patient_id for row in members}
    assert dana.pk not in {row.patient_id for row in roster}
    assert len(members) == len(roster) == 11
