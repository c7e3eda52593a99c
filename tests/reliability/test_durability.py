"""A word that is acknowledged is on the disk: what a kill with -9 cannot show."""

import sqlite3

import pytest
from django.db import connection

from daybridge.cli.database import check_durable
from daybridge.cli.output import Refusal
from daybridge.config.env import read_environment

pytestmark = pytest.mark.reliability


def test_sqlite_is_synced_at_each_commit(tmp_path):
    database = read_environment({"DAYBRIDGE_HOME": str(tmp_path)}).database
    opened = sqlite3.connect(database["NAME"])

    opened.executescript(database["OPTIONS"]["init_command"])

    assert opened.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert opened.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


@pytest.mark.django_db
def test_a_postgresql_that_answers_too_early_is_refused():
    """The suite's own server is one: it need not outlive a power cut."""
    if connection.vendor != "postgresql":
        check_durable()
        return

    with pytest.raises(Refusal, match="fsync, full_page_writes and synchronous_commit"):
        check_durable()
