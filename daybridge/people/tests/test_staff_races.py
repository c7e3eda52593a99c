"""Two people decide about staff at the same moment: one answer holds, none is lost."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.utils import timezone

from daybridge.access.invitations import accept, invitation_for, invite
from daybridge.access.models import Invitation, RoleProposal
from daybridge.access.roles import Role
from daybridge.access.services import RoleRefused, decide_role, grant_role, revoke_role
from daybridge.people.errors import CredentialRefused, SupervisionRefused
from daybridge.people.middleware import viewer_of
from daybridge.people.models import Staff
from daybridge.people.services import credentials, leaving, supervision
from tests.cast import hire, make_program
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

NO = (RoleRefused, SupervisionRefused, CredentialRefused, IntegrityError)
ROUNDS = 12


@pytest.fixture
def clinic(on_disk):
    clinic = make_program()
    hire(clinic, "Grace", "Okafor", "director")
    hire(clinic, "Gita", "Rao", "director")
    hire(clinic, "Sylvia", "Marchetti", "supervisor")
    hire(clinic, "Ada", "Quill", "supervisor")
    return clinic


@pytest.fixture
def two(clinic):
    """Two directors at work."""
    return [see(clinic.staff["grace"]), see(clinic.staff["gita"])]


def see(staff):
    return viewer_of(staff, at=timezone.now())


def act(service, by, answers=None, **about):
    """One job of a race: a service as one person calls it, its answer kept."""
    if service is not accept:
        about["by"] = by

    def job():
        answer = service(at=by.at, **about)
        if answers is not None:
            answers.append(answer)

    return job


def again(staff):
    """The row as another request would load it."""
    return Staff.objects.in_program(staff.program_id).get(pk=staff.pk)


def directors(clinic):
    rows = Staff.objects.in_program(clinic.program).active()
    return [row for row in rows if Role.DIRECTOR in row.role_set]


def test_a_program_keeps_a_director_however_two_act_on_each_other(clinic, two):
    one, other = two
    for _ in range(ROUNDS):
        pair = (again(clinic.staff["grace"]), again(clinic.staff["gita"]))
        race(
            [
                [act(revoke_role, one, staff=pair[1], role=Role.DIRECTOR)],
                [act(revoke_role, other, staff=pair[0], role=Role.DIRECTOR)],
            ],
            NO,
        )
        assert len(directors(clinic)) == 1
        for row in pair:
            row.refresh_from_db()
            row.roles = ["director"]
            row.save()


def test_of_two_directors_who_see_each_other_off_one_stays(clinic, two):
    one, other = two
    for _ in range(ROUNDS):
        pair = (again(clinic.staff["grace"]), again(clinic.staff["gita"]))
        answers = race(
            [
                [act(leaving.leave, one, staff=pair[1])],
                [act(leaving.leave, other, staff=pair[0])],
            ],
            NO,
        )
        assert len(directors(clinic)) == 1
        assert sorted(answers[0]) == ["RoleRefused", "won"]
        for row in pair:
            row.refresh_from_db()
            row.deactivated_at = None
            row.save()


def test_of_two_decisions_on_a_proposal_the_first_stands(clinic, two):
    deciders = [see(clinic.staff["sylvia"]), see(clinic.staff["ada"])]
    for number in range(ROUNDS):
        row = hire(clinic, f"New{number}", "Person", "counselor")
        grant_role(staff=row, role=Role.DIRECTOR, by=two[0], at=two[0].at)
        proposal = RoleProposal.objects.in_program(clinic.program).get(staff=row)
        firsts = []
        race(
            [
                [act(decide_role, by, firsts, proposal=proposal, agree=agree)]
                for by, agree in zip(deciders, (True, False), strict=True)
            ],
            NO,
        )

        assert sorted(firsts) == [False, True]
        proposal.refresh_from_db()
        assert (Role.DIRECTOR in again(row).role_set) is proposal.agreed


def test_of_two_links_made_at_once_one_opens(clinic, two):
    for number in range(ROUNDS):
        row = Staff.objects.create(
            program=clinic.program, legal_first_name=f"New{number}",
            legal_last_name="Person", email=f"new{number}@example.org",
        )  # fmt: skip
        tokens = []
        race([[act(invite, by, tokens, staff=again(row))] for by in two], NO)

        opening = [t for t in tokens if invitation_for(t, at=two[0].at)]
        assert len(tokens) == 2
        assert len(opening) == 1


def test_a_link_used_twice_at_once_makes_one_account(clinic, two):
    for number in range(3):  # a password takes its time
        row = Staff.objects.create(
            program=clinic.program, legal_first_name=f"New{number}",
            legal_last_name="Person", email=f"new{number}@example.org",
        )  # fmt: skip
        invite(staff=row, by=two[0], at=two[0].at)
        link = Invitation.objects.in_program(clinic.program).get(staff=row)
        users = []
        race(
            [
                [act(accept, two[0], users, invitation=link, password=word)]
                for word in ("one" * 5, "two" * 5)
            ],
            NO,
        )

        assert len(users) == 2
        assert users.count(None) == 1


def test_two_supervisors_named_for_each_other_make_no_circle(clinic, two):
    on, name = two[0].today, supervision.set_supervisor
    for _ in range(ROUNDS):
        sylvia, ada = again(clinic.staff["sylvia"]), again(clinic.staff["ada"])
        answers = race(
            [
                [act(name, two[0], staff=ada, supervisor=sylvia, starts_on=on)],
                [act(name, two[1], staff=sylvia, supervisor=ada, starts_on=on)],
            ],
            NO,
        )
        assert sorted(answers[0]) == ["SupervisionRefused", "won"]
        for row in (again(sylvia), again(ada)):
            supervision.end_supervision(staff=row, ends_on=on, by=two[0], at=two[0].at)


def test_a_term_renewed_twice_at_once_is_on_file_once(clinic, two):
    row = clinic.staff["sylvia"].credentials.get()
    for number in range(ROUNDS):
        ends = date(2030 + number, 2, 28)
        race(
            [
                [act(
                    credentials.renew_credential, by, credential=row, number="X",
                    issued_on=None, expires_on=ends)]
                for by in two
            ],
            NO,
        )  # fmt: skip
        terms = clinic.staff["sylvia"].credentials.filter(expires_on=ends)
        assert terms.count() == 1
