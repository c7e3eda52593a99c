"""The data step of supervision: each supervisor on file has a row that says so."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("people", "0004_supervision")]
AFTER = [("people", "0005_fill_supervision")]


def step(targets):
    executor = MigrationExecutor(connection)
    executor.loader.build_graph()
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.mark.django_db(transaction=True)
def test_whoever_had_a_supervisor_has_a_supervision_and_nobody_else(clinic, ruth, ben):
    ruth.supervisor = clinic.staff["sylvia"]
    ruth.save()
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        rows = step(BEFORE).get_model("people", "Supervision")
        assert rows.objects.count() == 0

        for _ in range(2):  # a step run again adds nothing
            rows = step(AFTER).get_model("people", "Supervision")
            row = rows.objects.get()
            assert (row.staff_id, row.supervisor_id) == (
                ruth.pk,
                clinic.staff["sylvia"].pk,
            )
            assert row.starts_on == ruth.created_at.date()
            assert row.ends_on is None
            step(BEFORE)
    finally:
        MigrationExecutor(connection).migrate(leaves)
