"""Surfaces of the outbox: who reads what a patient was told, and who calls about it.

What leaves goes to the person alone and says nothing (daybridge/outbox/tests).
"""

from typing import Any

from tests.access.chart import Chart
from tests.access.kinds import FORM, LIST, PAGE, Surface, day, nothing, patient, rows

PAYER = "BI: how a person is told is no matter of payment"


def the_message(chart: Chart) -> list[Any]:
    return [chart.outbox.to_call.pk]


def reached(chart: Chart) -> dict[str, Any]:
    return {"outcome": "reached"}


def their_day(chart: Chart) -> list[Any]:
    return [chart.dana.pk, day(chart)]


def cannot_come(chart: Chart) -> dict[str, Any]:
    return {"act": "away", "reason": "The bus"}


def by_call(chart: Chart) -> dict[str, Any]:
    return {"way": "call", "lead": "0"}


OUTBOX = (
    Surface("ROS", "R", LIST, "outbox:messages"),
    Surface("ROS", "R", PAGE, "outbox:message", the_message),
    Surface("ROS", "U", FORM, "outbox:call", the_message, reached),
    Surface("ROS", "U", FORM, "outbox:again", the_message, nothing),
    Surface("ROS", "R", PAGE, "outbox:of", patient),
    Surface("ROS", "U", PAGE, "attendance:days", patient),
    Surface("ROS", "U", PAGE, "attendance:noted", their_day),
    Surface("ROS", "U", FORM, "attendance:noted", their_day, cannot_come),
    Surface("DEM", "U", PAGE, "outbox:how", patient, but_not=rows("BI"), why=PAYER),
    Surface("DEM", "U", FORM, "outbox:how", patient, by_call,
            but_not=rows("BI"), why=PAYER),
)  # fmt: skip
