"""The suite's ground: a home of its own, one database engine, and the cast.

DB=sqlite (the default) or DB=postgres chooses the engine; the suite starts its own
PostgreSQL. Dana is the patient, Ruth her counselor, Omar the biller; Vera works in
another program and must see nothing.
"""

import os
import tempfile
from typing import Any

import pytest

os.environ["DAYBRIDGE_HOME"] = os.environ.get(
    "DAYBRIDGE_TEST_HOME"
) or tempfile.mkdtemp(prefix="daybridge-test-")
os.environ["DAYBRIDGE_TEST_HOME"] = os.environ["DAYBRIDGE_HOME"]
for name in ("PORT", "DAYBRIDGE_HOSTS", "DAYBRIDGE_HTTPS"):
    os.environ.pop(name, None)

_server: Any = None


def _choose_database() -> None:
    global _server
    if os.environ.get("DB", "sqlite") != "postgres":
        os.environ.pop("DAYBRIDGE_DATABASE_URL", None)
        return
    if "DAYBRIDGE_TEST_POSTGRES" not in os.environ:
        from tests.postgres import make_server

        _server = make_server()
        os.environ["DAYBRIDGE_TEST_POSTGRES"] = _server.url
    os.environ["DAYBRIDGE_DATABASE_URL"] = os.environ["DAYBRIDGE_TEST_POSTGRES"]


_choose_database()
pytest_plugins = ["tests.cast"]


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server is not None:
        _server.remove()
