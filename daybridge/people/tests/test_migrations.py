"""The data step of supervision: each supervisor on file has a row that says so."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

STEP = "0005_fill_supervision"


@pytest.mark.django_db
def test_whoever_had_a_supervisor_has_a_supervision_and_nobody_else(clinic, ruth):
    sylvia = clinic.staff["sylvia"]
    ruth.supervisor = sylvia
    ruth.save()
    fill = import_module(f"daybridge.people.migrations.{STEP}").fill
    then = MigrationLoader(connection).project_state([("people", STEP)]).apps
    rows = then.get_model("people", "Supervision").objects
    assert rows.count() == 0

    for _ in range(2):  # a step run again adds nothing
        fill(then, None)
        row = rows.get()
        assert (row.staff_id, row.supervisor_id) == (ruth.pk, sylvia.pk)
        assert row.starts_on == ruth.created_at.date()
        assert row.ends_on is None
