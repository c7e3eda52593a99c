"""A consent opens claims to the biller while it is in force, and not a moment more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.access.matrix import ActorKind, Matter, Operation
from daybridge.access.models import Grant
from daybridge.access.records import patients_within
from daybridge.access.services import end_grants, open_grant
from daybridge.access.viewer import Reach
from daybridge.keys import new_id
from daybridge.people.models import Patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def basis_id():
    return new_id()


@pytest.fixture
def grant(clinic, dana, viewer, basis_id):
    def give(**more):
        by = viewer(clinic.staff["faye"])
        about = {"reader": ActorKind.BILLER, "opens": Matter.CLAIMS, "at": by.at}
        return open_grant(patient=dana, basis_id=basis_id, by=by, **about | more)

    return give


def reads_claims_of(who, dana, matter=Matter.CLAIMS):
    within = patients_within(who, who.reach(matter), "id", matter)
    return Patient.objects.in_program(who.program).filter(within, pk=dana.pk).exists()


def test_without_a_consent_a_biller_has_nobodys_claims(clinic, dana, viewer):
    omar = viewer(clinic.staff["omar"])

    assert omar.reach(Matter.CLAIMS) is Reach.GRANTED
    assert not reads_claims_of(omar, dana)


def test_a_consent_opens_the_claims_of_its_patient_alone(clinic, dana, viewer, grant):
    grant()
    omar, other = viewer(clinic.staff["omar"]), clinic.patients[1]

    assert reads_claims_of(omar, dana)
    assert not reads_claims_of(omar, other)
    assert omar.reach(Matter.CLAIMS, Operation.CREATE) is Reach.GRANTED


def test_it_opens_to_nobody_else(clinic, dana, viewer, grant):
    grant()

    assert not reads_claims_of(viewer(clinic.staff["theo"]), dana)
    assert viewer(clinic.staff["ivan"]).reach(Matter.CLAIMS) is Reach.NOBODY


def test_what_a_consent_opens_in_part_stays_with_its_own_room(clinic, viewer):
    """BI reads a level-of-care summary of ASM and PS a plan of RLP, not their rows."""
    assert viewer(clinic.staff["omar"]).reach(Matter.ASSESSMENTS) is Reach.NOBODY
    assert viewer(clinic.staff["theo"]).reach(Matter.RELAPSE_PLAN) is Reach.NOBODY


def test_revoked_it_is_closed_at_the_same_moment(clinic, dana, viewer, grant, basis_id):
    grant()
    faye = viewer(clinic.staff["faye"])

    assert end_grants(basis_id=basis_id, by=faye, at=faye.at) == 1

    assert not reads_claims_of(viewer(clinic.staff["omar"], at=faye.at), dana)
    assert end_grants(basis_id=basis_id, by=faye, at=faye.at) == 0


def test_time_alone_closes_it(clinic, dana, viewer, grant):
    last = timezone.now() + timedelta(hours=1)
    grant(expires_at=last)
    omar = clinic.staff["omar"]

    assert reads_claims_of(viewer(omar, at=last - timedelta(seconds=1)), dana)
    assert not reads_claims_of(viewer(omar, at=last), dana)


def test_asked_twice_there_is_one_grant(dana, grant):
    assert grant().pk == grant().pk
    assert Grant.objects.in_program(dana.program).count() == 1


def test_a_barrier_closes_what_a_consent_opened(clinic, dana, viewer, grant):
    from daybridge.access.models import Barrier

    grant()
    omar, grace = clinic.staff["omar"], clinic.staff["grace"]
    Barrier.objects.create(
        program=clinic.program, patient=dana, staff=omar, reason="cousin",
        set_at=timezone.now(), set_by=grace,
    )  # fmt: skip

    who = viewer(omar)
    seen = Patient.objects.visible_to(who, Matter.CLAIMS).filter(pk=dana.pk)
    assert not seen.exists()
