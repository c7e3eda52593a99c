"""The writes of the schedule, one file per activity."""

from daybridge.schedule.services.accepting import accept_steps, take_back_steps
from daybridge.schedule.services.closing import bring_back_sessions, stop_sessions
from daybridge.schedule.services.drafts import (
    ask_for_week,
    begin_search,
    change_draft,
    make_draft,
    note_progress,
    settle_search,
    stop_search,
)
from daybridge.schedule.services.groups import change_group, make_group
from daybridge.schedule.services.hours_by_hand import change_by_hand, give_up_place
from daybridge.schedule.services.importing import take_calendar
from daybridge.schedule.services.making import keep_weeks_ahead, materialize
from daybridge.schedule.services.membership import end_enrollment, enroll
from daybridge.schedule.services.placing import take_week
from daybridge.schedule.services.publishing import publish_draft
from daybridge.schedule.services.repairs import (
    choose_way,
    look_again,
    make_repair,
    refuse_steps,
)
from daybridge.schedule.services.searching import (
    begin_repair_search,
    note_repair_progress,
    settle_repair_search,
    stop_repair_search,
)
from daybridge.schedule.services.sessions import (
    add_extra_session,
    cancel_session,
    change_session,
    change_session_by_hand,
    choose_substitute,
    record_told,
    reinstate_session,
    substitute_leader,
)
from daybridge.schedule.services.storms import close_storm_days
from daybridge.schedule.services.unpublishing import take_back_publication
from daybridge.schedule.services.week_links import (
    answer_week_link,
    end_week_links,
    make_week_link,
)
from daybridge.schedule.services.weeks import (
    change_date,
    clear_date,
    paint_weeks,
    set_hours,
    tell_week,
)

__all__ = [
    "accept_steps",
    "add_extra_session",
    "answer_week_link",
    "ask_for_week",
    "begin_repair_search",
    "begin_search",
    "bring_back_sessions",
    "cancel_session",
    "change_by_hand",
    "change_date",
    "change_draft",
    "change_group",
    "change_session",
    "change_session_by_hand",
    "choose_substitute",
    "choose_way",
    "clear_date",
    "close_storm_days",
    "end_enrollment",
    "end_week_links",
    "enroll",
    "give_up_place",
    "keep_weeks_ahead",
    "look_again",
    "make_draft",
    "make_group",
    "make_repair",
    "make_week_link",
    "materialize",
    "note_progress",
    "note_repair_progress",
    "paint_weeks",
    "publish_draft",
    "record_told",
    "refuse_steps",
    "reinstate_session",
    "set_hours",
    "settle_repair_search",
    "settle_search",
    "stop_repair_search",
    "stop_search",
    "stop_sessions",
    "substitute_leader",
    "take_back_publication",
    "take_back_steps",
    "take_calendar",
    "take_week",
    "tell_week",
]
