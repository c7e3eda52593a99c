"""Roles need someone else, a director needs two; teams open and close charts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.access.invitations import accept, invitation_for, invite
from daybridge.access.matrix import Matter
from daybridge.access.models import Invitation, Notice, RoleProposal, TeamMembership
from daybridge.access.roles import Role
from daybridge.access.services import (
    RoleRefused,
    add_to_team,
    deactivate,
    decide_role,
    end_membership,
    grant_role,
    lift_barrier,
    revoke_role,
    set_barrier,
)
from daybridge.audit.models import AuditEvent
from daybridge.people.models import Patient

PASSWORD = "four unrelated quiet words"


@pytest.fixture
def grace(clinic):
    return clinic.staff["grace"]


@pytest.fixture
def by(grace, viewer):
    return viewer(grace)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_gives_themselves_a_role(grace, by, role):
    with pytest.raises(RoleRefused):
        grant_role(staff=grace, role=role, by=by, at=by.at)
    with pytest.raises(RoleRefused):
        revoke_role(staff=grace, role=role, by=by, at=by.at)


@pytest.mark.parametrize("name", ["ruth", "sylvia", "faye", "ivan", "omar"])
def test_only_a_director_gives_roles(clinic, ben, viewer, name):
    who = viewer(clinic.staff[name])
    with pytest.raises(RoleRefused):
        grant_role(staff=ben, role=Role.SUPERVISOR, by=who, at=who.at)


def test_a_director_of_another_program_does_not(elsewhere, ben, viewer):
    who = viewer(elsewhere.staff["vera"])
    with pytest.raises(RoleRefused):
        grant_role(staff=ben, role=Role.BILLER, by=who, at=who.at)


def test_a_role_holds_from_the_next_request(ben, by, viewer):
    grant_role(staff=ben, role=Role.SUPERVISOR, by=by, at=by.at)

    assert Role.SUPERVISOR in viewer(ben).roles
    assert AuditEvent.objects.filter(action="access.role_granted").count() == 1


def test_a_second_director_needs_a_second_person(clinic, ben, by, viewer):
    proposal = grant_role(staff=ben, role=Role.DIRECTOR, by=by, at=by.at)

    ben.refresh_from_db()
    assert Role.DIRECTOR not in ben.role_set
    for nobody in (clinic.staff["grace"], ben):
        who = viewer(nobody)
        with pytest.raises(RoleRefused):
            decide_role(proposal=proposal, agree=True, by=who, at=who.at)
    sylvia = viewer(clinic.staff["sylvia"])
    assert decide_role(proposal=proposal, agree=True, by=sylvia, at=sylvia.at)
    ben.refresh_from_db()
    assert Role.DIRECTOR in ben.role_set


def test_a_declined_proposal_gives_nothing_and_is_over(clinic, ben, by, viewer):
    proposal = grant_role(staff=ben, role=Role.DIRECTOR, by=by, at=by.at)
    sylvia = viewer(clinic.staff["sylvia"])

    decide_role(proposal=proposal, agree=False, by=sylvia, at=sylvia.at)

    assert not decide_role(proposal=proposal, agree=True, by=sylvia, at=sylvia.at)
    ben.refresh_from_db()
    assert Role.DIRECTOR not in ben.role_set


def test_proposing_twice_is_one_proposal_and_tells_once(clinic, ben, by):
    for _ in range(2):
        grant_role(staff=ben, role=Role.DIRECTOR, by=by, at=by.at)

    assert RoleProposal.objects.in_program(clinic.program).count() == 1
    assert Notice.objects.in_program(clinic.program).count() == 1


def test_the_only_director_stays(clinic, grace, by, ben, viewer):
    ben.roles = ["director"]
    ben.save()
    who = viewer(ben)
    revoke_role(staff=grace, role=Role.DIRECTOR, by=who, at=who.at)
    grace.refresh_from_db()
    assert Role.DIRECTOR not in grace.role_set
    with pytest.raises(RoleRefused):
        revoke_role(staff=ben, role=Role.DIRECTOR, by=by, at=by.at)


def test_joining_the_team_opens_the_chart_and_leaving_closes_it(
    clinic, ben, dana, by, viewer
):
    membership = add_to_team(patient=dana, staff=ben, by=by, at=by.at)
    assert dana in Patient.objects.visible_to(viewer(ben), Matter.SUD_RECORD)

    assert end_membership(membership=membership, by=by, at=timezone.now())

    assert dana not in Patient.objects.visible_to(viewer(ben), Matter.SUD_RECORD)
    assert not end_membership(membership=membership, by=by, at=timezone.now())


def test_joining_twice_is_one_membership(clinic, ben, dana, by):
    first = add_to_team(patient=dana, staff=ben, by=by, at=by.at)
    assert add_to_team(patient=dana, staff=ben, by=by, at=by.at) == first
    assert (
        TeamMembership.objects.in_program(clinic.program).filter(staff=ben).count() == 1
    )


def test_the_team_page_adds_and_ends(clinic, dana, ben, grace, sign_in, viewer):
    client = sign_in(grace)
    url = f"/patients/{dana.pk}/team/"
    assert client.get(url).status_code == 200
    client.post(url, {"staff": str(ben.pk)})
    assert dana in Patient.objects.visible_to(viewer(ben))
    assert client.post(url, {"staff": "nobody"}).status_code == 422

    membership = ben.team_memberships.get()
    client.post(f"{url}{membership.pk}/end/")

    assert dana not in Patient.objects.visible_to(viewer(ben))


def test_a_barrier_is_lifted_by_someone_else(clinic, ruth, dana, by, viewer):
    barrier = set_barrier(patient=dana, staff=ruth, reason="cousin", by=by, at=by.at)
    assert dana not in Patient.objects.visible_to(viewer(ruth))
    with pytest.raises(ValueError, match="Someone else"):
        lift_barrier(barrier=barrier, by=viewer(ruth), at=by.at)

    assert lift_barrier(barrier=barrier, by=by, at=by.at)

    assert dana in Patient.objects.visible_to(viewer(ruth))


def test_a_link_works_once_and_only_its_digest_is_kept(clinic, ben, by, client):
    token = invite(staff=ben, by=by, at=timezone.now())
    assert token not in str(
        list(Invitation.objects.in_program(clinic.program).values())
    )
    page = f"/invitations/{token}/"

    assert client.get(page).status_code == 200
    assert client.get(page).headers["Referrer-Policy"] == "no-referrer"
    assert client.post(page, {"password": "short"}).status_code == 422
    assert client.post(page, {"password": PASSWORD}).url == "/sign-in/"
    assert client.get(page).status_code == 404

    ben.user.refresh_from_db()
    assert ben.user.check_password(PASSWORD)


def test_a_used_link_looks_like_one_that_never_was(clinic, ben, by, client):
    token = invite(staff=ben, by=by, at=timezone.now())
    accept(
        invitation=invitation_for(token, at=timezone.now()),
        password=PASSWORD,
        at=timezone.now(),
    )

    used, unknown = client.get(f"/invitations/{token}/"), client.get("/invitations/x/")

    assert used.status_code == unknown.status_code == 404
    assert used.content == unknown.content


def test_a_link_ends_after_72_hours_with_a_newer_one_or_with_the_job(
    clinic, ben, by, viewer
):
    now = timezone.now()
    old = invite(staff=ben, by=by, at=now)
    assert invitation_for(old, at=now + timedelta(hours=72)) is None
    new = invite(staff=ben, by=by, at=now)
    assert invitation_for(old, at=now) is None
    assert invitation_for(new, at=now) is not None

    deactivate(staff=ben, by=by, at=now)

    assert invitation_for(new, at=now) is None


def test_nobody_makes_a_link_for_themselves(grace, by):
    with pytest.raises(RoleRefused):
        invite(staff=grace, by=by, at=by.at)
