"""Surfaces of finding a week: who sees what fits into a life, and gives its places."""

from tests.access.kinds import FORM, LIST, PAGE, Surface, nothing, patient, rows

FINDING = (
    Surface("ROS", "U", PAGE, "schedule:find_week", patient),
    Surface("ROS", "U", PAGE, "schedule:why_none", patient),
    Surface("ROS", "U", FORM, "schedule:take_week", patient, nothing),
    Surface("SUD", "R", LIST, "today:weeks", only=rows("CT"),
            why="who reads the dose of their own patients and gives places"),
)  # fmt: skip
