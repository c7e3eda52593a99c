"""The writes of the program, one file per activity."""

from daybridge.programs.services.calendar import (
    close_day,
    fill_holidays,
    meet_anyway,
    remove_closure,
    rename_closure,
    stay_closed,
)
from daybridge.programs.services.curricula import install_curriculum
from daybridge.programs.services.day_rules import (
    end_day_rule,
    set_day_rule,
    withdraw_day_rule,
)
from daybridge.programs.services.front_door import set_phone_week, write_text
from daybridge.programs.services.places import (
    change_room,
    change_site,
    open_room,
    open_site,
    retire,
    take_up_again,
)
from daybridge.programs.services.program import change_program, create_program
from daybridge.programs.services.tracks import (
    change_track,
    open_track,
    set_dose,
    withdraw_dose,
)

__all__ = [
    "change_program",
    "change_room",
    "change_site",
    "change_track",
    "close_day",
    "create_program",
    "end_day_rule",
    "fill_holidays",
    "install_curriculum",
    "meet_anyway",
    "open_room",
    "open_site",
    "open_track",
    "remove_closure",
    "rename_closure",
    "retire",
    "set_day_rule",
    "set_dose",
    "set_phone_week",
    "stay_closed",
    "take_up_again",
    "withdraw_day_rule",
    "withdraw_dose",
    "write_text",
]
