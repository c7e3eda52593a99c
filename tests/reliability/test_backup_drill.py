"""The drill: a clinic is lost, and comes back from its backup on a new machine.

SQLite to SQLite in every run; PostgreSQL to PostgreSQL, and each to the other, when the
suite runs with DB=postgres.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reliability.drill import Installation, drop, on_postgres, on_sqlite

pytestmark = pytest.mark.reliability
ENGINES: dict[str, Callable[[Path], Installation]] = {
    "sqlite": on_sqlite,
    "postgres": on_postgres,
}
ONCE = pytest.mark.own_installation  # the engine of the suite does not matter
WAYS = [
    pytest.param(("sqlite", "sqlite"), marks=ONCE, id="sqlite-to-sqlite"),
    pytest.param(("postgres", "postgres"), id="postgres-to-postgres"),
    pytest.param(("sqlite", "postgres"), id="sqlite-to-postgres"),
    pytest.param(("postgres", "sqlite"), id="postgres-to-sqlite"),
]


@pytest.fixture
def clinics(tmp_path, request) -> Iterator[tuple[Installation, Installation]]:
    """A clinic with data, and an empty installation on another machine."""
    source, target = request.param
    if "postgres" in request.param and "DAYBRIDGE_TEST_POSTGRES" not in os.environ:
        pytest.skip("runs on PostgreSQL: DB=postgres bin/test")
    made = (ENGINES[source](tmp_path), ENGINES[target](tmp_path))
    made[0].must("migrate")
    made[0].must("demo", "--patients", "40")
    yield made
    for installation in made:
        drop(installation)


@pytest.mark.parametrize("clinics", WAYS, indirect=True)
def test_a_lost_clinic_comes_back_whole_on_another_machine(clinics, tmp_path):
    lost, found = clinics
    file, passphrase = tmp_path / "clinic.backup", tmp_path / "passphrase"
    passphrase.write_text("four random words do\n")
    sealed = ("--passphrase-file", passphrase)

    made = lost.json("backup", file, *sealed, "--with-keys")
    back = found.json("restore", file, *sealed)

    assert made["rows"] > 1_000
    assert back["tables"] == made["tables"]
    assert back["audit_heads"] == made["audit_heads"] != {}
    assert found.json("audit", "verify")["holds"]
    again = found.json("backup", tmp_path / "again.backup", *sealed)
    changed = {
        table: (before, again["tables"][table])
        for table, before in made["tables"].items()
        if again["tables"][table] != before
    }
    # Two audit rows of its own: one backup was made, and it was put back.
    assert set(changed) == {"audit_auditevent"}
    assert found.must("status").count("Run") == 0


@ONCE
@pytest.mark.parametrize(
    "clinics", [("sqlite", "sqlite")], indirect=True, ids=["sqlite"]
)
def test_a_restore_is_refused_until_it_is_safe(clinics, tmp_path):
    clinic, other = clinics
    file = tmp_path / "clinic.backup"
    clinic.must("backup", file)

    for refused, because in (
        (clinic.run("backup", file), "is there already"),
        (clinic.run("restore", file), "There is data here already"),
        (other.run("restore", file), "The key does not open this backup"),
        (clinic.run("restore", tmp_path / "none.backup"), "No such file"),
        (clinic.run("backup", tmp_path / "k.backup", "--with-keys"), "passphrase"),
    ):
        assert refused.returncode == 1
        assert because in refused.stderr
        assert "Traceback" not in refused.stderr

    assert clinic.must("restore", file, "--check").startswith("The backup of")
    assert "are back and proven" in clinic.must("restore", file, "--replace")
    assert clinic.json("audit", "verify")["holds"]
    assert file.stat().st_mode & 0o077 == 0
