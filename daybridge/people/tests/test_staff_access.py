"""Roles, sign-in links and leaving, on the page of a member of staff."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.access.invitations import accept, invitation_for, invite
from daybridge.access.models import Invitation, Notice, RoleProposal, User
from daybridge.access.roles import Role
from daybridge.access.services import RoleRefused
from daybridge.audit.models import AuditEvent, Submission
from daybridge.people.models import Staff
from daybridge.people.services.supervision import set_supervisor
from tests.cast import hire

pytestmark = pytest.mark.django_db

PASSWORD = "four unrelated quiet words"


@pytest.fixture
def director(clinic, sign_in):
    return sign_in(clinic.staff["grace"])


@pytest.fixture
def by(clinic, viewer):
    return viewer(clinic.staff["grace"])


@pytest.fixture
def wren(clinic):
    """Someone new, who never signed in."""
    return Staff.objects.create(
        program=clinic.program, legal_first_name="Wren", legal_last_name="Aoki",
        email="wren.aoki@example.org", roles=["counselor"],
    )  # fmt: skip


def url(staff, name="staff_member"):
    return reverse(f"people:{name}", args=[staff.pk])


def link_on(page):
    (token,) = re.findall(r"/invitations/([\w-]+)/", page.text)
    return token


# Roles.


def test_roles_are_given_and_taken_together(director, ben):
    sent = {"roles": ["peer", "biller"], "seen": "counselor"}
    assert director.post(url(ben, "staff_roles"), sent).status_code == 302

    ben.refresh_from_db()
    assert ben.role_set == {Role.PEER, Role.BILLER}


def test_what_another_director_gave_meanwhile_stays(director, ben):
    ben.roles = ["counselor", "supervisor"]
    ben.save()

    sent = {"roles": ["counselor", "peer"], "seen": "counselor"}
    director.post(url(ben, "staff_roles"), sent)

    ben.refresh_from_db()
    assert ben.role_set == {Role.COUNSELOR, Role.SUPERVISOR, Role.PEER}


def test_who_is_no_supervisor_any_more_supervises_nobody(clinic, director, ben, by):
    sylvia = clinic.staff["sylvia"]
    set_supervisor(staff=ben, supervisor=sylvia, starts_on=by.today, by=by, at=by.at)

    sent = {"roles": ["counselor"], "seen": "supervisor"}
    page = director.post(url(sylvia, "staff_roles"), sent, follow=True)

    ben.refresh_from_db()
    assert ben.supervisor is None
    assert "Without a supervisor now: Ben Castillo" in page.text


def test_what_another_director_took_meanwhile_does_not_come_back(director, ben):
    sent = {"roles": ["counselor", "biller", "peer"], "seen": "counselor,biller"}
    director.post(url(ben, "staff_roles"), sent)

    ben.refresh_from_db()
    assert ben.role_set == {Role.COUNSELOR, Role.PEER}


def test_a_director_is_proposed_and_agreed_to_by_another_person(
    clinic, director, ben, sign_in
):
    sent = {"roles": ["counselor", "director"], "seen": "counselor"}
    director.post(url(ben, "staff_roles"), sent)

    proposal = RoleProposal.objects.in_program(clinic.program).get()
    told = Notice.objects.in_program(clinic.program).get()
    page, answer = told.link, reverse("access:decide_proposal", args=[proposal.pk])
    assert "Proposed as director" in director.get(url(ben)).text
    assert "Another person decides" in director.get(page).text
    director.post(answer, {"answer": "agree"})
    ben.refresh_from_db()
    assert Role.DIRECTOR not in ben.role_set

    sylvia = sign_in(clinic.staff["sylvia"])
    assert "Agree" in sylvia.get(page).text
    sylvia.post(answer, {"answer": "agree"})

    ben.refresh_from_db()
    assert Role.DIRECTOR in ben.role_set
    assert "Nothing waits" in sylvia.get(page).text


@pytest.mark.parametrize("answer", ["decline", "", "agreed"])
def test_anything_but_agree_declines(clinic, director, ben, sign_in, answer):
    sent = {"roles": ["counselor", "director"], "seen": "counselor"}
    director.post(url(ben, "staff_roles"), sent)
    proposal = RoleProposal.objects.in_program(clinic.program).get()
    page = reverse("access:decide_proposal", args=[proposal.pk])
    sylvia = sign_in(clinic.staff["sylvia"])

    sylvia.post(page, {"answer": answer})
    sylvia.post(page, {"answer": "agree"})

    ben.refresh_from_db()
    assert Role.DIRECTOR not in ben.role_set


def test_nobody_who_left_is_made_director(clinic, director, ben, sign_in):
    sent = {"roles": ["counselor", "director"], "seen": "counselor"}
    director.post(url(ben, "staff_roles"), sent)
    proposal = RoleProposal.objects.in_program(clinic.program).get()
    director.post(url(ben, "staff_leave"))

    page = reverse("access:decide_proposal", args=[proposal.pk])
    sign_in(clinic.staff["sylvia"]).post(page, {"answer": "agree"})

    proposal.refresh_from_db()
    ben.refresh_from_db()
    assert proposal.decided_at is None
    assert Role.DIRECTOR not in ben.role_set


def test_a_director_does_not_change_or_invite_themselves(clinic, director):
    grace = clinic.staff["grace"]
    page = director.get(url(grace)).text
    for name in ("staff_roles", "invite", "staff_leave"):
        assert url(grace, name) not in page
    sent = {"roles": ["director", "counselor"], "seen": "director"}
    assert director.post(url(grace, "staff_roles"), sent).status_code == 422
    director.post(url(grace, "invite"))
    director.post(url(grace, "staff_leave"))

    grace.refresh_from_db()
    assert grace.role_set == {Role.DIRECTOR}
    assert grace.deactivated_at is None
    assert not Invitation.objects.in_program(clinic.program).exists()


@pytest.mark.parametrize("name", ["faye", "ruth", "nora", "theo", "omar", "ivan"])
def test_proposals_and_barriers_are_not_there_for_anyone_else(clinic, sign_in, name):
    client = sign_in(clinic.staff[name])
    absent = client.get(f"/patients/{clinic.program.pk}/x/").content
    for page in ("/roles/proposals/", "/barriers/"):
        answer = client.get(page)
        assert (answer.status_code, answer.content) == (404, absent)


def test_another_programs_proposals_are_not_there(clinic, director, ben, vera, sign_in):
    sent = {"roles": ["counselor", "director"], "seen": "counselor"}
    director.post(url(ben, "staff_roles"), sent)
    proposal = RoleProposal.objects.in_program(clinic.program).get()

    client = sign_in(vera)

    assert "Ben Castillo" not in client.get("/roles/proposals/").text
    page = reverse("access:decide_proposal", args=[proposal.pk])
    assert client.post(page, {"answer": "agree"}).status_code == 404


# The way in.


def test_the_link_is_shown_once_and_kept_nowhere(clinic, director, wren):
    number = "0192f0c1-0000-7000-8000-00000000abce"
    page = director.post(url(wren, "invite"), {"submission": number})
    token = link_on(page)

    assert page.headers["Cache-Control"] != ""
    assert "no-store" in page.headers["Cache-Control"]
    assert token not in director.get(url(wren)).text
    kept = Submission.objects.values_list("body", flat=True)
    assert not any(token in body for body in kept)
    events = AuditEvent.objects.filter(action="access.invited")
    assert not any(token in str(event.detail) for event in events)


def test_a_link_made_again_ends_the_one_before_and_one_withdrawn_works_no_more(
    director, wren, client
):
    first = link_on(director.post(url(wren, "invite")))
    second = link_on(director.post(url(wren, "invite")))
    assert client.get(f"/invitations/{first}/").status_code == 404
    assert client.get(f"/invitations/{second}/").status_code == 200
    assert "Link waits" in director.get(url(wren)).text

    director.post(url(wren, "invitation_withdraw"))
    director.post(url(wren, "invitation_withdraw"))

    assert client.get(f"/invitations/{second}/").status_code == 404
    assert "Not invited yet" in director.get(url(wren)).text
    ended = AuditEvent.objects.filter(action="access.invitation_withdrawn")
    assert ended.count() == 1


def test_whoever_used_the_link_has_an_account_and_can_sign_in(director, wren, client):
    token = link_on(director.post(url(wren, "invite")))

    client.post(f"/invitations/{token}/", {"password": PASSWORD})

    wren.refresh_from_db()
    assert wren.user.email == "wren.aoki@example.org"
    assert wren.user.check_password(PASSWORD)
    assert "Can sign in" in director.get(url(wren)).text


def test_a_new_password_for_someone_who_has_one_is_told_to_them(clinic, director, wren):
    user = User.objects.create_user(wren.email, PASSWORD)
    wren.user = user
    wren.save()

    director.post(url(wren, "invite"), {"kind": "new_factors"})

    made = Invitation.objects.in_program(clinic.program).get()
    assert made.kind == Invitation.Kind.NEW_FACTORS
    told = Notice.objects.in_program(clinic.program).get(kind="access.invited")
    assert told.staff == wren
    assert "Grace Okafor" in told.text


@pytest.mark.parametrize("email", ["", "GRACE.okafor@example.org"])
def test_no_link_is_made_for_an_address_that_cannot_sign_in(
    clinic, director, wren, email
):
    if email:
        User.objects.create_user(email)
    wren.email = email
    wren.save()

    assert director.post(url(wren, "invite")).status_code == 302
    assert not Invitation.objects.in_program(clinic.program).exists()


def test_a_link_whose_address_was_taken_meanwhile_does_not_break(by, wren, client):
    token = invite(staff=wren, by=by, at=by.at)
    User.objects.create_user(wren.email)

    answer = client.post(f"/invitations/{token}/", {"password": PASSWORD})

    assert answer.status_code == 404
    wren.refresh_from_db()
    assert wren.user is None


def test_a_link_from_before_someone_left_stays_dead_when_they_come_back(
    director, wren, by
):
    token = invite(staff=wren, by=by, at=by.at)

    director.post(url(wren, "staff_leave"))
    director.post(url(wren, "staff_come_back"))

    now = timezone.now()
    assert invitation_for(token, at=now) is None
    row = Invitation.objects.in_program(wren.program).get()
    assert accept(invitation=row, password=PASSWORD, at=now) is None


def test_no_link_is_made_for_someone_who_left(wren, by, director):
    director.post(url(wren, "staff_leave"))
    with pytest.raises(RoleRefused):
        invite(staff=wren, by=by, at=by.at)


# Leaving.


def test_leaving_says_first_what_it_means(clinic, director, ben, ruth):
    sylvia = clinic.staff["sylvia"]
    ben.supervisor = sylvia
    ben.save()

    page = director.get(url(sylvia, "staff_leave")).text

    assert "They supervise Ben Castillo" in page
    assert "Still theirs" not in page
    page = director.get(url(ruth, "staff_leave")).text
    assert "Groups they lead: Evening skills" in page
    sylvia.refresh_from_db()
    assert sylvia.deactivated_at is None


def test_leaving_and_coming_back_on_the_page(director, ben):
    answer = director.post(url(ben, "staff_leave"))
    assert answer.url == url(ben)
    page = director.get(url(ben)).text
    assert "Left on" in page
    assert "Works here again" in page
    assert director.get(url(ben, "staff_leave")).status_code == 404

    director.post(url(ben, "staff_come_back"))

    ben.refresh_from_db()
    assert ben.deactivated_at is None


@pytest.mark.parametrize("name", ["sylvia", "ivan", "ruth"])
def test_only_a_director_does_any_of_this(clinic, sign_in, ben, name):
    ben.supervisor = clinic.staff["sylvia"]
    ben.save()
    client = sign_in(clinic.staff[name])
    absent = client.get(url(hire(clinic, "Some", "One", "peer"), "staff_edit")).content
    for act in (
        "invite", "invitation_withdraw", "staff_leave", "staff_come_back",
        "staff_roles", "supervisor", "supervision_end", "credential_new",
    ):  # fmt: skip
        answer = client.post(url(ben, act))
        assert (answer.status_code, answer.content) == (404, absent), act


def test_the_link_says_until_when_it_works(director, wren):
    page = director.post(url(wren, "invite")).text
    made = Invitation.objects.in_program(wren.program).get()
    assert made.expires_at - made.created_at > timedelta(hours=71)
    assert "Works once, until" in page
