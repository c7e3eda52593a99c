"""Rosters: today's at the own site, one's own on any day (the `*` of ROS)."""

from datetime import timedelta

import pytest

from daybridge.access.services import set_barrier
from daybridge.attendance.queries import roster_for
from daybridge.programs.models import Site
from daybridge.schedule.models import Group, Session
from daybridge.schedule.queries import members_of

TODAY_ONLY = ("faye", "ben", "nora", "theo")
ALWAYS = ("sylvia", "grace", "ruth")  # ruth leads it
NEVER = ("omar", "ivan")


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
