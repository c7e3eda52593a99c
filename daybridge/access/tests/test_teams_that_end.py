"""When a person leaves care their whole team ends, and comes back as it was."""

from datetime import timedelta

import pytest

from daybridge.access.models import TeamMembership
from daybridge.access.services import add_to_team, end_membership
from daybridge.access.teams import finish_teams, give_teams_back
from daybridge.audit.models import AuditEvent
from daybridge.people.models import Patient


@pytest.fixture
def by(clinic, viewer):
    return viewer(clinic.staff["sylvia"])


@pytest.fixture
def finish(dana, by):
    def run(hours=72):
        until = by.at + timedelta(hours=hours)
        return finish_teams(patient_id=dana.pk, until=until, by=by, at=by.at)

    return run


def ends_of(patient):
    rows = TeamMembership.objects.in_program(patient.program).filter(patient=patient)
    return {row.staff.called: row.ended_at for row in rows.select_related("staff")}


def test_a_finished_team_reads_until_then_and_no_longer(dana, ruth, finish, by, viewer):
    finish()
    almost = viewer(ruth, at=by.at + timedelta(hours=71, minutes=59))
    after = viewer(ruth, at=by.at + timedelta(hours=72))

    assert dana in Patient.objects.visible_to(almost)
    assert dana not in Patient.objects.visible_to(after)


def test_who_leaves_sooner_still_leaves_sooner(clinic, dana, ben, finish, by):
    soon = by.at + timedelta(hours=5)
    add_to_team(patient=dana, staff=ben, by=by, at=by.at, until=soon)

    finish()

    assert ends_of(dana)["Ben"] == soon


def test_each_is_in_the_audit(dana, finish):
    assert finish() == 3

    assert AuditEvent.objects.filter(action="access.team_left").count() == 3


def test_other_peoples_teams_go_on(clinic, finish):
    finish()

    assert set(ends_of(clinic.patients[1]).values()) == {None}


def test_a_team_given_back_is_as_it_was(dana, ben, finish, by):
    late = by.at + timedelta(days=9)
    add_to_team(patient=dana, staff=ben, by=by, at=by.at, until=late)
    before = ends_of(dana)
    finish()

    give_teams_back(patient_id=dana.pk, finished_at=by.at, by=by, at=by.at)

    assert ends_of(dana) == before


def test_who_was_taken_off_before_stays_off(dana, finish, by):
    ended = by.at - timedelta(days=1)
    row = dana.team_memberships.get(staff__legal_first_name="Theo")
    row.ended_at = ended
    row.save()
    finish()

    give_teams_back(patient_id=dana.pk, finished_at=by.at, by=by, at=by.at)

    assert ends_of(dana)["Theo"] == ended


def test_who_is_taken_off_between_the_two_stays_off(dana, finish, by):
    finish()
    row = dana.team_memberships.get(staff__legal_first_name="Theo")
    later = by.at + timedelta(minutes=1)
    end_membership(membership=row, by=by, at=later)

    give_teams_back(patient_id=dana.pk, finished_at=by.at, by=by, at=by.at)

    assert ends_of(dana)["Theo"] == later
    assert ends_of(dana)["Ruth"] is None
