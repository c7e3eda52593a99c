"""A Monday to come, on which somebody is expected."""

from datetime import timedelta

import pytest

from daybridge.attendance.tests.reminded import a_place, a_session, next_monday


@pytest.fixture
def monday():
    return next_monday()


@pytest.fixture
def place(clinic, dana, monday):
    return a_place(a_session(clinic, monday), dana)


@pytest.fixture
def wednesday(clinic, monday):
    return a_session(clinic, monday + timedelta(days=2))
