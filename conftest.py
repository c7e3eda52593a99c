"""The suite's cast: Dana is the patient, Ruth her counselor, Omar the biller.

Vera works in another program and must see nothing. `tests/ground.py` says where the
suite keeps its data and how DB=postgres is chosen.
"""

from collections.abc import Iterator

import pytest

from tests import ground
from tests.order import long_first, uses_database

pytest_plugins = ["tests.cast", "tests.browsers"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--with-database", action="store_true",
        help="only tests that use a database: the others do not differ by engine",
    )  # fmt: skip


@pytest.hookimpl(trylast=True)  # after pytest-django, which sorts first
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if config.getoption("--with-database"):
        left = [item for item in items if not uses_database(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if uses_database(item)]
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        items[:] = long_first(items, worker["workercount"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """The suite's database, whose every flush would list Django's permissions again.

    They take ten times what the flush takes, and no room reads them.
    """
    from django.contrib.contenttypes.management import create_contenttypes
    from django.db.models.signals import post_migrate

    permissions = "django.contrib.auth.management.create_permissions"
    assert post_migrate.disconnect(dispatch_uid=permissions)
    assert post_migrate.disconnect(create_contenttypes)


@pytest.fixture(autouse=True)
def own_anchors() -> Iterator[None]:
    """The audit's heads on disk go with the rows of the test that sealed them."""
    from daybridge.audit.anchors import anchors_file

    path = anchors_file()
    yield
    path.unlink(missing_ok=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    ground.clear()
