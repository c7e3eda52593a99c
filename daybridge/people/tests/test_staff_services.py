"""What is kept about staff: terms of licenses, supervisors, leaving and coming back."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from daybridge.access.invitations import invitation_for, invite
from daybridge.access.models import Notice, Session
from daybridge.access.roles import Role
from daybridge.access.services import RoleRefused, add_to_team
from daybridge.audit.models import AuditEvent
from daybridge.audit.versions import versions_of
from daybridge.people.credentials import held_credentials
from daybridge.people.errors import CredentialRefused, SupervisionRefused
from daybridge.people.models import Credential, Patient, Supervision
from daybridge.people.services import credentials, leaving, supervision
from daybridge.people.services.patients import StaleError
from tests.cast import hire

pytestmark = pytest.mark.django_db

LCSW = {"kind": "LCSW", "number": "CW019283", "jurisdiction": "PA"}


@pytest.fixture
def by(clinic, viewer):
    return viewer(clinic.staff["grace"])


@pytest.fixture
def on(by):
    return by.today


@pytest.fixture
def sylvia(clinic):
    return clinic.staff["sylvia"]


@pytest.fixture
def intern(clinic):
    """Someone who may not sign alone."""
    row = hire(clinic, "Jordan", "Tavares", "counselor")
    for credential in row.credentials.all():
        credential.kind = "Intern"
        credential.save()
    return row


def renew(row, by, **more):
    values = {"number": "CW2", "issued_on": None, "expires_on": date(2030, 2, 28)}
    return credentials.renew_credential(
        credential=row, by=by, at=by.at, **(values | more)
    )


# Licenses.


def test_a_renewal_keeps_the_former_term_as_it_was(ruth, by, on):
    old = ruth.credentials.get()

    renew(old, by)

    old.refresh_from_db()
    assert (old.number, old.expires_on) == ("CW019283", date(2028, 2, 28))
    (held,) = held_credentials(ruth.credentials.all(), on=on)
    assert held.row.number == "CW2"
    assert held.former == (old,)


@pytest.mark.parametrize(
    ("expires_on", "holds"),
    [(date(2028, 2, 27), False), (date(2028, 2, 28), False), (date(2028, 2, 29), True),
     (None, True)],
)  # fmt: skip
def test_a_new_term_reaches_further_than_the_one_on_file(ruth, by, expires_on, holds):
    row = ruth.credentials.get()
    if holds:
        renew(row, by, expires_on=expires_on)
    else:
        with pytest.raises(CredentialRefused):
            renew(row, by, expires_on=expires_on)
    assert ruth.credentials.count() == 1 + holds


def test_what_never_expires_is_not_renewed(ruth, by):
    row = ruth.credentials.get()
    renew(row, by, expires_on=None)

    for expires_on in (None, date(2040, 1, 1)):
        with pytest.raises(CredentialRefused):
            renew(row, by, expires_on=expires_on)


def test_the_same_license_is_put_on_file_once_for_each_state(ruth, by):
    with pytest.raises(CredentialRefused):
        credentials.add_credential(staff=ruth, values=LCSW, by=by, at=by.at)

    elsewhere = LCSW | {"jurisdiction": "NJ"}
    credentials.add_credential(staff=ruth, values=elsewhere, by=by, at=by.at)

    assert ruth.credentials.count() == 2


def test_a_correction_keeps_how_the_row_read_before(ruth, by):
    row = ruth.credentials.get()
    for version, number in ((1, "CW000001"), (2, "CW000002")):
        credentials.correct_credential(
            credential=row, values={"number": number}, version=version, by=by, at=by.at
        )

    read = [version.values["number"] for version in versions_of(row)]
    assert read == ["CW000001", "CW000002"]
    with pytest.raises(StaleError):
        credentials.correct_credential(
            credential=row, values={"number": "x"}, version=2, by=by, at=by.at
        )


# Supervision.


def test_naming_a_supervisor_ends_the_one_before(clinic, ben, sylvia, by, on):
    other = hire(clinic, "Ada", "Quill", "supervisor")
    week_ago = on - timedelta(days=7)
    for who, day in ((other, week_ago), (sylvia, on)):
        supervision.set_supervisor(
            staff=ben, supervisor=who, starts_on=day, by=by, at=by.at
        )

    ben.refresh_from_db()
    first, second = ben.supervisions.order_by("starts_on")
    assert ben.supervisor == sylvia
    assert (first.starts_on, first.ends_on) == (week_ago, on - timedelta(days=1))
    assert (second.starts_on, second.ends_on) == (on, None)


def test_a_supervisor_named_by_mistake_is_replaced_the_same_day(
    clinic, ben, sylvia, by, on
):
    other = hire(clinic, "Ada", "Quill", "supervisor")
    for who in (other, sylvia):
        supervision.set_supervisor(
            staff=ben, supervisor=who, starts_on=on, by=by, at=by.at
        )
    ben.refresh_from_db()
    assert ben.supervisor == sylvia


def test_nobody_supervises_in_a_circle(clinic, sylvia, by, on):
    chain = [hire(clinic, f"S{n}", "Line", "supervisor") for n in range(3)]
    for staff, above in pairwise(chain):
        supervision.set_supervisor(
            staff=staff, supervisor=above, starts_on=on, by=by, at=by.at
        )
    for staff, above in ((chain[2], chain[0]), (chain[1], chain[0]), (sylvia, sylvia)):
        with pytest.raises(SupervisionRefused):
            supervision.set_supervisor(
                staff=staff, supervisor=above, starts_on=on, by=by, at=by.at
            )


def test_only_someone_who_signs_alone_and_works_here_supervises(
    clinic, elsewhere, ben, ruth, sylvia, by, on
):
    unlicensed = hire(clinic, "Uma", "New", "supervisor")
    unlicensed.credentials.all()[0].delete()
    gone = hire(clinic, "Gus", "Gone", "supervisor", deactivated_at=timezone.now())
    for who in (ruth, unlicensed, gone, elsewhere.staff["vera"]):
        with pytest.raises(SupervisionRefused):
            supervision.set_supervisor(
                staff=ben, supervisor=who, starts_on=on, by=by, at=by.at
            )


@pytest.mark.parametrize("days", [1, -1])
def test_supervision_starts_today_or_earlier_and_not_before_the_last_one(
    ben, sylvia, by, on, days
):
    supervision.set_supervisor(
        staff=ben, supervisor=sylvia, starts_on=on, by=by, at=by.at
    )
    with pytest.raises(SupervisionRefused):
        supervision.end_supervision(
            staff=ben, ends_on=on + timedelta(days=days), by=by, at=by.at
        )


def test_whoever_may_not_sign_alone_keeps_a_supervisor(intern, sylvia, by, on, ben):
    for staff in (intern, ben):
        supervision.set_supervisor(
            staff=staff, supervisor=sylvia, starts_on=on, by=by, at=by.at
        )
    with pytest.raises(SupervisionRefused):
        supervision.end_supervision(staff=intern, ends_on=on, by=by, at=by.at)
    assert supervision.end_supervision(staff=ben, ends_on=on, by=by, at=by.at)
    assert not supervision.end_supervision(staff=ben, ends_on=on, by=by, at=by.at)

    ben.refresh_from_db()
    assert ben.supervisor is None


# Leaving.


def test_leaving_closes_every_door_at_the_next_click(
    clinic, ben, dana, by, sign_in, viewer
):
    add_to_team(patient=dana, staff=ben, by=by, at=by.at)
    browsers = [sign_in(ben), sign_in(ben)]
    pages = (
        "/", "/patients/", f"/patients/{dana.pk}/", "/schedule/", "/account/",
        f"/sessions/{clinic.session.pk}/", f"/sessions/{clinic.session.pk}/live/",
        f"/patients/{dana.pk}/chart/", "/patients/search/?q=dana",
    )  # fmt: skip
    assert browsers[0].get(f"/patients/{dana.pk}/").status_code == 200
    token = invite(staff=ben, by=by, at=by.at)

    leaving.leave(staff=ben, by=by, at=by.at)

    for browser in browsers:
        for page in pages:
            answer = browser.get(page)
            assert answer.status_code == 302, page
            assert answer.url.startswith("/sign-in/")
            again = browser.get(page, headers={"hx-request": "true"})
            assert again.status_code in (302, 401), page
    assert not Session.objects.filter(user_id=ben.user_id).exists()
    assert invitation_for(token, at=by.at) is None


def test_a_session_kept_by_mistake_shows_nothing_to_someone_who_left(
    ben, by, sign_in, dana
):
    """Even a browser that signs in again finds no place in the program."""
    leaving.leave(staff=ben, by=by, at=by.at)

    answer = sign_in(ben).get(f"/patients/{dana.pk}/")

    assert answer.status_code == 404


def test_leaving_ends_supervision_and_says_who_is_left_alone(intern, sylvia, by, on):
    supervision.set_supervisor(
        staff=intern, supervisor=sylvia, starts_on=on, by=by, at=by.at
    )

    assert leaving.leave(staff=sylvia, by=by, at=by.at) == [intern]

    intern.refresh_from_db()
    assert intern.supervisor is None
    assert Supervision.objects.in_program(by.program).get().ends_on == on
    assert leaving.leave(staff=sylvia, by=by, at=by.at) == []


def test_those_who_plan_are_told_what_a_leader_leaves_behind(clinic, ruth, by):
    leaving.leave(staff=ruth, by=by, at=by.at)

    told = Notice.objects.in_program(by.program).filter(kind="schedule.leader_left")
    assert {one.staff.legal_first_name for one in told} == {"Grace", "Sylvia"}
    assert all("1 group" in one.text for one in told)


def test_leaving_of_someone_who_leads_nothing_tells_nobody(clinic, ben, by):
    leaving.leave(staff=ben, by=by, at=by.at)

    assert not Notice.objects.in_program(by.program).exists()


def test_coming_back_opens_what_it_was_but_for_the_directorship(
    clinic, ben, by, viewer, sign_in, dana
):
    ben.roles = ["counselor", "director"]
    ben.save()
    leaving.leave(staff=ben, by=by, at=by.at)

    assert leaving.come_back(staff=ben, by=by, at=by.at)

    ben.refresh_from_db()
    assert ben.role_set == {Role.COUNSELOR}
    assert sign_in(ben).get("/").status_code == 200
    taken = AuditEvent.objects.filter(action="access.role_revoked", target_id=ben.pk)
    assert taken.count() == 1
    assert not leaving.come_back(staff=ben, by=by, at=by.at)


@pytest.mark.parametrize("name", ["sylvia", "ivan", "ruth", "grace"])
def test_only_a_director_sees_someone_off_and_never_themselves(
    clinic, ben, viewer, name
):
    who = viewer(clinic.staff[name])
    target = clinic.staff["grace"] if name == "grace" else ben
    with pytest.raises(RoleRefused):
        leaving.leave(staff=target, by=who, at=who.at)
    target.refresh_from_db()
    assert target.deactivated_at is None


def test_nothing_of_staff_is_lost_by_leaving(ben, by, dana, viewer):
    before = Credential.objects.in_program(by.program).filter(staff=ben).count()

    leaving.leave(staff=ben, by=by, at=by.at)

    assert Credential.objects.in_program(by.program).filter(staff=ben).count() == before
    assert Patient.objects.in_program(by.program).filter(pk=dana.pk).exists()
