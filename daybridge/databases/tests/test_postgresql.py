"""A connection that PostgreSQL ended is made anew before anything is asked of it."""

from select import select
from time import monotonic

import psycopg
import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL"),
]


@pytest.fixture
def line():
    """The connection as a request before left it, looked at when the next one comes."""
    checks, connection.health_check_enabled = connection.health_check_enabled, True
    connection.close()  # one that other tests made may be older than CONN_MAX_AGE
    connection.ensure_connection()
    one()
    connection.looked_at = monotonic()
    connection.close_if_unusable_or_obsolete()
    yield connection
    connection.health_check_enabled = checks
    connection.close()


def one():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'of the request'")
        return cursor.fetchone()


def seen_from_outside(statement, *values):
    settings = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port")
    where = {key: settings[key] for key in known if key in settings}
    with psycopg.connect(**where, autocommit=True) as other:
        return other.execute(statement, values).fetchone()[0]


def last_statement(pid):
    return seen_from_outside("SELECT query FROM pg_stat_activity WHERE pid = %s", pid)


def end(pid):
    assert seen_from_outside("SELECT pg_terminate_backend(%s, 5000)", pid)


def test_a_quiet_line_is_used_without_a_question(line):
    pid = line.connection.info.backend_pid

    line.close_if_health_check_failed()

    assert last_statement(pid) == "SELECT 'of the request'"
    assert line.health_check_done


def test_a_line_that_the_server_ended_is_made_anew(line):
    pid = line.connection.info.backend_pid
    end(pid)

    assert one() == ("of the request",)
    assert line.connection.info.backend_pid != pid


def test_a_line_on_which_something_waits_is_asked(line):
    pid = line.connection.info.backend_pid
    line.connection.execute("LISTEN something")
    seen_from_outside("SELECT pg_notify('something', '')")
    select([line.connection], [], [], 60)  # it is sent when the server comes to it

    line.close_if_health_check_failed()

    assert last_statement(pid) == "SELECT 1"
    assert line.connection.info.backend_pid == pid


def test_a_line_that_lay_idle_for_long_is_asked(line):
    pid = line.connection.info.backend_pid
    line.looked_at -= 60

    line.close_if_health_check_failed()

    assert last_statement(pid) == "SELECT 1"
