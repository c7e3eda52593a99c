"""Screening asks what is not known yet; the times told on the phone are known."""

import pytest

from daybridge.intake.models import Inquiry
from daybridge.intake.screening import answers_of, missing


def told(*spans, **checked):
    times = [
        {"day": 0, "from": start, "to": end, "can": can} for start, end, can in spans
    ]
    return Inquiry(times_wanted=times, self_check=checked)


@pytest.mark.parametrize(
    ("spans", "answer"),
    [
        ([("17:30", "20:30", True)], "evenings"),
        ([("09:00", "12:00", True)], "days"),
        ([("09:00", "12:00", True), ("18:00", "21:00", True)], "either"),
        ([("08:00", "21:00", True)], "either"),
        ([("16:00", "18:01", True)], "evenings"),
        ([("", "", True)], "either"),  # the whole day
        ([("18:00", "", True)], "evenings"),
        ([("15:59", "18:00", True)], "days"),
    ],
)
def test_times_that_were_told_are_not_asked_for(spans, answer):
    assert answers_of(told(*spans))["times"] == answer
    assert "times" not in missing(told(*spans))


def test_times_at_which_they_cannot_come_leave_the_question_open():
    assert "times" in missing(told(("09:00", "12:00", False)))
    assert "times" in missing(told())


def test_what_they_answered_themselves_stands():
    row = told(("09:00", "12:00", True), times="few")

    assert answers_of(row)["times"] == "few"
