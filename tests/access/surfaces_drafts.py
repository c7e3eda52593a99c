"""Surfaces of drafts of a week: one page names people, the others count them."""

from tests.access.kinds import DESK_AND_HEADS, LIST, PAGE, Surface, of, rows

DRAFTS = (
    Surface("ROS", "R", LIST, "schedule:draft_changes", of("drafted"),
            only=rows("FD", "SV", "PD"), why=DESK_AND_HEADS),
    Surface("ROS", "R", PAGE, "schedule:draft_why",
            lambda chart: [chart.draft_by_hand.pk, str(chart.dana.pk)],
            only=rows("FD", "SV", "PD"), why=DESK_AND_HEADS),
    Surface("ROS", "R", LIST, "schedule:draft_publish", of("draft_by_hand"),
            only=rows("PD"), why="publishing is the director's"),
)  # fmt: skip
DRAFTS_OF_NO_PATIENT = (
    "schedule",
    "drafts draft_new drafts_compare draft draft_ask draft_progress draft_stop "
    "draft_board draft_move draft_group draft_group_new draft_group_close "
    "publication_take_back",
)
