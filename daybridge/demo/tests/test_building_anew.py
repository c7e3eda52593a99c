"""What needs a clinic of its own, or none: another seed, another size, no data."""

import pytest
from django.core.management import call_command

from daybridge.audit.models import AuditEvent, AuditSeal
from daybridge.audit.verifying import verify
from daybridge.demo.tests.built import all_of, build_demo, fingerprint
from daybridge.notes.models import Note
from daybridge.people.models import Patient


def test_the_same_seed_and_day_give_the_same_clinic(transactional_db):
    build_demo(patients=30)
    first = fingerprint()
    call_command("flush", interactive=False, verbosity=0)
    build_demo(patients=30)

    assert fingerprint() == first


def test_another_seed_gives_other_people(transactional_db):
    build_demo(patients=30)
    first = fingerprint()
    call_command("flush", interactive=False, verbosity=0)
    build_demo(patients=30, seed=8)

    assert fingerprint() != first


def test_the_audit_of_the_demo_verifies(db, settings, tmp_path):
    settings.HOME = tmp_path  # the chain's anchors
    report = verify(build_demo())

    assert AuditEvent.objects.count() > 1_000
    assert AuditSeal.objects.count() == AuditEvent.objects.count()
    assert not report.findings


def test_one_chart_can_be_made_very_long(db):
    build_demo(patients=10, long_chart=150)

    longest = max(
        all_of(Note).filter(patient=patient).count() for patient in all_of(Patient)
    )

    assert longest >= 150


@pytest.mark.parametrize("patients", [1, 2, 11, 130])
def test_any_number_of_patients_can_be_asked_for(db, patients):
    build_demo(patients=patients)

    assert all_of(Patient).filter(episodes__isnull=False).distinct().count() == patients


def test_without_any_data_there_is_no_showroom(db, client):
    assert client.get("/demo/").status_code == 404
