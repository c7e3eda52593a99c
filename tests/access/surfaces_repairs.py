"""Surfaces of repairs: one page names people, the others choose leaders and rooms."""

from tests.access.kinds import DESK_AND_HEADS, LIST, Surface, nothing, of, rows

REPAIRS = (
    Surface("ROS", "R", LIST, "schedule:repair", of("repair"),
            only=rows("FD", "SV", "PD"), why=DESK_AND_HEADS),
    Surface("ROS", "R", LIST, "schedule:repair_accept", of("repair"), nothing,
            only=rows("FD", "SV", "PD"), why=DESK_AND_HEADS),
    Surface("ROS", "R", LIST, "schedule:repair_refuse", of("repair"), nothing,
            only=rows("FD", "SV", "PD"), why=DESK_AND_HEADS),
    Surface("ROS", "R", LIST, "schedule:repair_take_back", of("repair"), nothing,
            only=rows("FD", "SV", "PD"), why=DESK_AND_HEADS),
)  # fmt: skip
REPAIRS_OF_NO_PATIENT = (
    "schedule",
    "repairs repair_new repair_progress repair_stop repair_again repair_change "
    "repair_close_days",
)
