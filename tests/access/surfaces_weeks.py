"""Surfaces of painted weeks: when Dana can come, and hours, which speak of nobody."""

from tests.access.kinds import FORM, PAGE, Surface, nothing, patient

WEEKS = (
    Surface("ROS", "R", PAGE, "schedule:told", patient),
    Surface("ROS", "U", FORM, "schedule:tell", patient, nothing),
    Surface("ROS", "U", PAGE, "schedule:told_week", patient),
    Surface("ROS", "U", FORM, "schedule:told_week", patient, nothing),
    Surface("ROS", "U", FORM, "schedule:told_date", patient, nothing),
    Surface("ROS", "U", FORM, "schedule:told_clear", patient,
            lambda chart: {"on": "2026-12-24"}),
    Surface("ROS", "U", PAGE, "schedule:told_file", patient),
    Surface("ROS", "U", FORM, "schedule:told_file", patient, nothing),
    Surface("ROS", "U", FORM, "schedule:told_file_take", patient, nothing),
    Surface("ROS", "U", FORM, "schedule:week_link", patient, nothing),
    Surface("ROS", "U", FORM, "schedule:week_link_end", patient, nothing),
)  # fmt: skip
HOURS = (
    "schedule",
    "hours_of_all hours set_hours hours_week hours_date hours_clear hours_file "
    "hours_file_take",
)
