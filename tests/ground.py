"""The suite's ground, laid before any setting is read: a home and an engine of its own.

DB=sqlite (the default) or DB=postgres chooses the engine; the suite starts its own
PostgreSQL. The first process lays the ground; its workers find it in the environment.
"""

import os
import shutil
import tempfile
from collections.abc import Callable

_put_away: list[Callable[[], None]] = []


def lay() -> None:
    """Point the environment at a fresh home and database; safe to call twice."""
    if "DAYBRIDGE_TEST_HOME" not in os.environ:
        home = tempfile.mkdtemp(prefix="daybridge-test-")
        os.environ["DAYBRIDGE_TEST_HOME"] = home
        _put_away.append(lambda: shutil.rmtree(home, ignore_errors=True))
    for name in [name for name in os.environ if name.startswith("DAYBRIDGE_")]:
        if not name.startswith("DAYBRIDGE_TEST_") and name != "DAYBRIDGE_SHARED":
            del os.environ[name]
    os.environ.pop("PORT", None)
    os.environ["DAYBRIDGE_HOME"] = os.environ["DAYBRIDGE_TEST_HOME"]
    if os.environ.get("DB", "sqlite") == "postgres":
        os.environ["DAYBRIDGE_DATABASE_URL"] = _server_url()


def clear() -> None:
    """Take away what this process laid."""
    while _put_away:
        _put_away.pop()()


def _server_url() -> str:
    if "DAYBRIDGE_TEST_POSTGRES" not in os.environ:
        from tests.postgres import make_server

        server = make_server(durable=False)
        os.environ["DAYBRIDGE_TEST_POSTGRES"] = server.url
        _put_away.append(server.remove)
    return os.environ["DAYBRIDGE_TEST_POSTGRES"]
