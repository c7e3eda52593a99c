"""Migrations are one line for each room, and say what the models say."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = "daybridge."


@pytest.fixture(scope="module")
def loader():
    return MigrationLoader(None)


def ours(loader):
    return {
        key: migration
        for key, migration in loader.disk_migrations.items()
        if type(migration).__module__.startswith(OURS)
    }


def test_every_room_has_one_last_step(loader):
    labels = {label for label, _ in ours(loader)}
    forks = [label for label in labels if len(loader.graph.leaf_nodes(label)) != 1]

    assert labels
    assert forks == []


def test_no_step_merges_two_lines(loader):
    merging = [
        key
        for key, migration in ours(loader).items()
        if sum(dependency[0] == key[0] for dependency in migration.dependencies) > 1
    ]

    assert merging == []


def test_every_step_has_a_name_that_says_what_it_does(loader):
    nameless = [key for key in ours(loader) if "auto" in key[1] or "merge" in key[1]]

    assert nameless == []


def test_models_and_migrations_agree(db):
    out = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=out)

    assert "No changes detected" in out.getvalue()


def test_every_data_step_can_be_undone(loader):
    one_way = [
        f"{key}: {operation}"
        for key, migration in ours(loader).items()
        for operation in migration.operations
        if not operation.reversible
    ]

    assert one_way == []
