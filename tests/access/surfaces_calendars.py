"""Surfaces of calendars: who hands an address over, and who sends an invitation.

What stands at an address is asked of whoever has it (daybridge/calendars/tests).
"""

from collections.abc import Callable
from typing import Any

from tests.access.chart import Chart
from tests.access.kinds import FILE, FORM, PAGE, Surface, nothing, patient


def its(name: str) -> Callable[[Chart], list[Any]]:
    """The address of one row of Dana's calendars."""
    return lambda chart: [getattr(chart.calendars, name).pk]


def a_device(chart: Chart) -> dict[str, Any]:
    return {"device": "Tablet"}


CALENDARS = (
    Surface("ROS", "R", PAGE, "calendars:of", patient),
    Surface("ROS", "U", FORM, "calendars:make", patient, a_device),
    Surface("ROS", "U", FORM, "calendars:replace", its("feed"), nothing),
    Surface("ROS", "U", FORM, "calendars:end", its("feed"), nothing),
    Surface("ROS", "U", FILE, "calendars:invitation", its("alone")),
)
OWN_CALENDAR = ("calendars", "own own_make own_replace own_end")
CALENDAR_WORDS = ("calendars", "words")
