"""Dana's chart, made once per module and as it was before for each test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.access.chart import Chart, make_chart


@pytest.fixture(scope="module")
def chart_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[Chart]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_chart()
        transaction.set_rollback(True)


@pytest.fixture
def danas(chart_of_module: Chart, db: None) -> Chart:
    """Everything a page could show of Dana; `db` undoes what a test does."""
    return chart_of_module
