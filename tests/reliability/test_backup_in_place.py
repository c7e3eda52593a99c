"""A restore goes in whole or not at all; afterwards nobody is still signed in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.access.models import Session
from daybridge.audit.models import AuditEvent
from daybridge.backup import restoring
from daybridge.backup.daily import back_up
from daybridge.backup.errors import BackupRefused
from daybridge.backup.restoring import restore_backup
from daybridge.backup.secret import installation_key
from daybridge.backup.writing import make_backup
from daybridge.people.models import Patient

pytestmark = [pytest.mark.reliability, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kept(clinic, tmp_path):
    """A backup of the clinic as it is."""
    path = tmp_path / "clinic.backup"
    make_backup(path, secret=installation_key(), at=timezone.now())
    return path


def rename_everyone(clinic, name):
    for patient in clinic.patients:
        patient.preferred_name = name
        patient.save(update_fields=["preferred_name"])


def names(clinic):
    patients = Patient.objects.in_program(clinic.program)
    return set(patients.values_list("preferred_name", flat=True))


def test_what_was_changed_since_is_given_up(clinic, kept):
    rename_everyone(clinic, "Changed")

    restore_backup(kept, secret=installation_key(), at=timezone.now(), replace=True)

    assert names(clinic) == {""}
    assert AuditEvent.objects.filter(action="backup.restored").count() == 1


def test_a_restore_that_does_not_hold_changes_nothing(clinic, kept, monkeypatch):
    def refuse(manifest):
        raise BackupRefused("It did not come back as it was.")

    rename_everyone(clinic, "Changed")
    monkeypatch.setattr(restoring, "_prove", refuse)

    with pytest.raises(BackupRefused):
        restore_backup(kept, secret=installation_key(), at=timezone.now(), replace=True)

    assert names(clinic) == {"Changed"}


def test_a_row_that_comes_back_otherwise_is_noticed(clinic, kept, monkeypatch):
    insert = restoring._insert

    def lose_one(table, lines):
        insert(table, lines[1:] if table.name == "people_patient" else lines)

    monkeypatch.setattr(restoring, "_insert", lose_one)

    with pytest.raises(BackupRefused, match="people_patient did not come back"):
        restore_backup(kept, secret=installation_key(), at=timezone.now(), replace=True)

    assert len(names(clinic)) == 1


def test_everyone_signs_in_again(clinic, ruth, sign_in, kept):
    browser = sign_in(ruth)
    assert Session.objects.exists()

    restore_backup(kept, secret=installation_key(), at=timezone.now(), replace=True)

    assert not Session.objects.exists()
    assert browser.get("/").status_code == 302


def test_a_disk_that_refuses_leaves_no_file(clinic, tmp_path):
    path = tmp_path / "absent" / "clinic.backup"

    with pytest.raises(BackupRefused, match="No such file"):
        make_backup(path, secret=installation_key(), at=timezone.now())

    assert list(tmp_path.iterdir()) == []


def test_the_daily_backup_is_made_once_a_day_and_old_ones_go(
    clinic, settings, tmp_path
):
    settings.HOME, settings.DAILY_BACKUPS = tmp_path, 2
    now = timezone.now()

    for day in range(3):
        back_up(as_of=now + timedelta(days=day))
        back_up(as_of=now + timedelta(days=day))

    kept = sorted(path.name for path in (tmp_path / "backups").iterdir())
    days = [now + timedelta(days=day) for day in (1, 2)]
    assert kept == [f"daily-{day:%Y-%m-%d}.backup" for day in days]


def test_no_daily_backup_is_made_unless_asked_for(clinic, settings, tmp_path):
    settings.HOME, settings.DAILY_BACKUPS = tmp_path, 0

    assert back_up(as_of=timezone.now()) is None
    assert list(tmp_path.iterdir()) == []
