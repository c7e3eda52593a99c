"""Records are reached through one program and one viewer, or not at all."""

import pytest

from daybridge.access.records import ClosedWriteError, UnscopedQueryError
from daybridge.people.models import Patient


def test_a_query_without_a_program_does_not_run(dana):
    with pytest.raises(UnscopedQueryError):
        Patient.objects.get(pk=dana.pk)


def test_a_team_counselor_sees_her_patients_and_nobody_elses(ruth, ben, dana, viewer):
    assert dana in Patient.objects.visible_to(viewer(ruth))
    assert dana not in Patient.objects.visible_to(viewer(ben))


def test_another_program_sees_nothing(vera, dana, viewer):
    assert dana not in Patient.objects.visible_to(viewer(vera))


def test_bulk_updates_outside_a_service_are_refused(clinic):
    with pytest.raises(ClosedWriteError):
        Patient.objects.in_program(clinic.program).update(pronouns="she/her")
