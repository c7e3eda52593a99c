"""Surfaces of drafts of a week: one page names people, the others count them."""

from tests.access.kinds import DESK_AND_HEADS, LIST, Surface, of, rows

DRAFTS = (
    Surface("ROS", "R", LIST, "schedule:draft_changes", of("drafted"),
            only=rows("FD", "SV", "PD"), why=DESK_AND_HEADS),
)  # fmt: skip
DRAFTS_OF_NO_PATIENT = (
    "schedule",
    "drafts draft_new drafts_compare draft draft_ask draft_progress draft_stop",
)
