"""Every setting: what it takes, and what a wrong one is answered with."""

import os
from pathlib import Path

import pytest
from django.db import connection

from daybridge.config import env
from daybridge.config.env import PREPARED_AFTER, SettingError, read_environment
from daybridge.config.secret_keys import KEY_BYTES, key


@pytest.fixture
def read(tmp_path):
    """`read(PORT="1")` is the environment with these variables and a good home."""

    def make(**variables):
        return read_environment({"DAYBRIDGE_HOME": str(tmp_path / "home"), **variables})

    return make


def test_nothing_set_means_sqlite_on_this_machine_only(read, tmp_path):
    found = read()

    assert found.database["ENGINE"].endswith("sqlite3")
    assert found.database["NAME"] == tmp_path / "home" / "daybridge.sqlite3"
    assert found.port == 8000
    assert found.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert not found.https
    assert found.daily_backups == 0


def test_sqlite_is_told_to_keep_what_it_acknowledged(read):
    options = read().database["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert pragma in options["init_command"]


def test_the_home_is_made_and_closed_to_others(read):
    home = read().home

    assert home.is_dir()
    assert home.stat().st_mode & 0o077 == 0


def test_without_a_home_data_lie_beside_the_code(monkeypatch, tmp_path):
    monkeypatch.setattr(env, "ROOT", tmp_path)

    assert read_environment({}).home == tmp_path / ".daybridge"


def test_a_home_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingError, match="Name a folder this user may write to"):
        read_environment({"DAYBRIDGE_HOME": str(tmp_path / "file" / "home")})


def test_a_home_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingError, match="the folder cannot be made"):
        read_environment({"DAYBRIDGE_HOME": str(tmp_path / "file")})


def test_a_home_that_may_not_be_written_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *about: False)

    with pytest.raises(SettingError, match="chown"):
        read_environment({"DAYBRIDGE_HOME": str(tmp_path)})


def test_a_postgresql_address_is_read_whole(read):
    found = read(
        DAYBRIDGE_DATABASE_URL="postgresql://ann:p%40ss@db.example:6432/clinic"
    )

    assert found.database["ENGINE"].endswith("postgresql")
    assert found.database["USER"] == "ann"
    assert found.database["PASSWORD"] == "p@ss"
    assert found.database["HOST"] == "db.example"
    assert found.database["PORT"] == "6432"
    assert found.database["NAME"] == "clinic"
    assert found.database["CONN_MAX_AGE"] > 0
    assert found.database["OPTIONS"]["prepare_threshold"] == PREPARED_AFTER


@pytest.mark.skipif(connection.vendor != "postgresql", reason="settings of PostgreSQL")
def test_postgresql_keeps_one_plan_of_a_kept_statement(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("force_generic_plan",)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://ann@host/clinic",
        "clinic",
        "postgresql://host",
        "postgresql://host/",
        "//",
    ],
)
def test_any_other_database_address_is_refused_with_an_example(read, url):
    with pytest.raises(SettingError, match="postgresql://user:password@host:5432/name"):
        read(DAYBRIDGE_DATABASE_URL=url)


def test_a_database_port_that_is_none_is_refused(read):
    with pytest.raises(SettingError, match="number from 1 to 65535"):
        read(DAYBRIDGE_DATABASE_URL="postgresql://host:ninety/clinic")


def test_no_refusal_repeats_a_password(read):
    with pytest.raises(SettingError) as refusal:
        read(DAYBRIDGE_DATABASE_URL="mysql://ann:open-sesame@host/clinic")

    assert "open-sesame" not in str(refusal.value)


@pytest.mark.parametrize("port", ["1", "8000", "65535"])
def test_a_port_from_1_to_65535_is_taken(read, port):
    assert read(PORT=port).port == int(port)


@pytest.mark.parametrize(
    "port", ["0", "65536", "-1", "80a", "8 000", "８０００", "1e3"]
)
def test_any_other_port_is_refused_with_an_example(read, port):
    with pytest.raises(SettingError, match="PORT=8000"):
        read(PORT=port)


def test_named_hosts_come_before_this_machine(read):
    found = read(DAYBRIDGE_HOSTS="daybridge.example.org, clinic.example.org,")

    assert found.hosts[:2] == ("daybridge.example.org", "clinic.example.org")
    assert "localhost" in found.hosts


@pytest.mark.parametrize("host", ["https://daybridge.example.org", "*", "a/b"])
def test_what_is_no_host_name_is_refused(read, host):
    with pytest.raises(SettingError, match=r"DAYBRIDGE_HOSTS=daybridge\.example\.org"):
        read(DAYBRIDGE_HOSTS=host)


@pytest.mark.parametrize(
    ("value", "meant"), [("1", True), ("yes", True), ("TRUE", True), ("0", False)]
)
def test_https_is_yes_or_no(read, value, meant):
    assert read(DAYBRIDGE_HTTPS=value).https is meant


def test_anything_else_for_https_is_refused(read):
    with pytest.raises(SettingError, match="DAYBRIDGE_HTTPS=maybe: expected 1 or 0"):
        read(DAYBRIDGE_HTTPS="maybe")


def test_daily_backups_are_counted(read):
    assert read(DAYBRIDGE_DAILY_BACKUPS="14").daily_backups == 14


@pytest.mark.parametrize("count", ["-1", "many", "1001"])
def test_a_count_of_backups_that_is_none_is_refused(read, count):
    with pytest.raises(SettingError, match="expected a number from 0 to 1000"):
        read(DAYBRIDGE_DAILY_BACKUPS=count)


def test_a_refusal_ends_the_program():
    assert issubclass(SettingError, SystemExit)


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path):
    first = key(tmp_path, "audit")

    assert len(first) == KEY_BYTES
    assert key(tmp_path, "audit") == first
    assert key(tmp_path, "lookup") != first
    assert (tmp_path / "keys" / "audit").stat().st_mode & 0o077 == 0


def test_a_key_that_was_cut_is_refused(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "audit").write_text("ab" * 31)

    with pytest.raises(SystemExit, match="expected 32 bytes"):
        key(tmp_path, "audit")
