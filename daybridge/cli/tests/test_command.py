"""The daybridge command: help that reads well, refusals that say what to do."""

import json

import pytest

from daybridge.cli import main
from tests.reliability.drill import Installation, on_sqlite

pytestmark = pytest.mark.own_installation
COMMANDS = [
    "serve", "worker", "demo", "migrate", "createprogram", "import", "backup",
    "restore", "audit", "purge", "status", "place",
]  # fmt: skip


@pytest.fixture
def bare(tmp_path):
    """An installation that nobody has started yet."""
    return on_sqlite(tmp_path)


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """An installation whose database is of this version, and empty."""
    installation = on_sqlite(tmp_path_factory.mktemp("ready"))
    installation.must("migrate")
    return installation


@pytest.fixture
def help_of(capsys):
    """What `daybridge COMMAND --help` prints."""

    def read(*command):
        with pytest.raises(SystemExit) as end:
            main([*command, "--help"])
        assert end.value.code == 0
        return capsys.readouterr().out

    return read


def test_help_names_every_command(help_of):
    said = help_of()

    for command in COMMANDS:
        assert f"\n    {command}" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(help_of, command):
    said = help_of(command)

    assert said.startswith(f"usage: daybridge {command}")
    assert "--settings" not in said
    assert "TypeError" not in said


@pytest.mark.parametrize("command", ["serve", "worker", "backup", "restore", "status"])
def test_help_shows_examples(help_of, command):
    assert f"examples:\n  daybridge {command}" in help_of(command)


@pytest.mark.parametrize(
    ("setting", "value", "fix"),
    [
        ("PORT", "eighty", "PORT=8000"),
        ("DAYBRIDGE_DATABASE_URL", "mysql://x/y", "postgresql://user:password@host"),
        ("DAYBRIDGE_HOSTS", "https://a.example", "Write names only"),
        ("DAYBRIDGE_HTTPS", "perhaps", "expected 1 or 0"),
        ("DAYBRIDGE_HOME", "/proc/nowhere", "Name a folder this user may write to"),
        ("DAYBRIDGE_DAILY_BACKUPS", "lots", "from 0 to 1000"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_fix(bare, setting, value, fix):
    done = bare.run("serve", **{setting: value})

    assert done.returncode == 1
    assert setting in done.stderr
    assert fix in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_a_sentence(tmp_path):
    away = Installation(
        on_sqlite(tmp_path).home, "postgresql://ann:open-sesame@127.0.0.1:1/clinic"
    )

    done = away.run("status")

    assert done.returncode == 1
    assert "PostgreSQL database 'clinic' at 127.0.0.1:1 does not answer" in done.stderr
    assert "Start PostgreSQL, or correct DAYBRIDGE_DATABASE_URL" in done.stderr
    assert "open-sesame" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_a_sentence(bare):
    (bare.home / "daybridge.sqlite3").write_bytes(b"not a database at all" * 100)

    done = bare.run("status")

    assert done.returncode == 1
    assert "cannot be read" in done.stderr or "cannot be opened" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command", [("worker", "--once"), ("audit", "verify"), ("backup", "x.backup")]
)
def test_an_unprepared_database_is_named_with_its_fix(bare, command):
    done = bare.run(*command)

    assert done.returncode == 1
    assert "Run: daybridge migrate" in done.stderr


def test_migrating_twice_changes_nothing(ready):
    assert "of this version already" in ready.must("migrate")


def test_status_is_readable_by_a_script_and_says_what_is_needed(bare):
    before = json.loads(bare.run("status", "--json").stdout)
    bare.must("migrate")
    after = bare.json("status")

    assert before["needs_you"] == ["Run `daybridge migrate`."]
    assert after["needs_you"] == after["migrations_pending"] == []
    assert after["database"] == "sqlite"
    assert after["queue"] == 0
    assert after["last_backup"] is None


def test_purge_says_what_it_did(ready):
    assert set(ready.json("purge").values()) == {True}


def test_an_unknown_command_shows_how_it_is_used(bare):
    done = bare.run("fly")

    assert done.returncode == 2
    assert "usage: daybridge" in done.stderr
