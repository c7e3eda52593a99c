"""Surfaces of referrals and their papers, the waitlist, and the first 30 days."""

from collections.abc import Callable
from typing import Any

from tests.access.chart import Chart
from tests.access.kinds import (
    A_REASON,
    CALLS,
    FILE,
    FORM,
    LIST,
    PAGE,
    Surface,
    nothing,
    patient,
    rows,
)

AT_INTAKE = rows("FD", "SV", "PD")
INTAKE = "inquiries are handled by the desk, supervisors and the director"
NO_WORDS = rows("PS", "BI", "PD")
WHY_NO_WORDS = "PS: own peer notes; BI: no words; " + A_REASON
CALLERS = rows("FD", "CT", "SV", "RX", "PS", "PD")


def its(name: str) -> Callable[[Chart], list[Any]]:
    """The address of one row of Dana's way in."""
    return lambda chart: [getattr(chart.way_in, name).pk]


def whose_seat(chart: Chart) -> dict[str, Any]:
    return {"wait": chart.way_in.wait.pk}


REFERRALS = (
    *(
        Surface("DEM", "U", kind, f"intake:{name}", its(row), sent,
                only=AT_INTAKE, why=INTAKE)
        for name, row, forms in (
            ("referral", "referral", ((PAGE, None),)),
            ("referral_new", "inquiry", ((PAGE, None), (FORM, nothing))),
            ("referral_edit", "referral", ((PAGE, None), (FORM, nothing))),
            ("document_new", "referral", ((FORM, nothing),)),
            ("hand_off", "referral", ((FORM, nothing),)),
        )
        for kind, sent in forms
    ),
    Surface("SUD", "R", PAGE, "intake:came_with", patient,
            but_not=NO_WORDS, why=WHY_NO_WORDS),
    Surface("SUD", "R", PAGE, "intake:document", its("document"),
            but_not=NO_WORDS, why=WHY_NO_WORDS),
    Surface("SUD", "R", FILE, "intake:document_file", its("document"),
            but_not=NO_WORDS, why=WHY_NO_WORDS),
    Surface("SUD", "U", FORM, "intake:document_accept", its("document"), nothing),
    Surface("SUD", "U", FORM, "intake:item_take_back", its("item"), nothing),
)  # fmt: skip

WAITLIST = (
    Surface("DEM", "R", LIST, "intake:waitlist", only=AT_INTAKE, why=INTAKE),
    *(
        Surface("DEM", "U", kind, f"intake:{name}", its(row), sent,
                only=AT_INTAKE, why=INTAKE)
        for name, row, kind, sent in (
            ("wait", "inquiry", PAGE, None),
            ("wait", "inquiry", FORM, nothing),
            ("wait_end", "wait", FORM, nothing),
            ("wait_call", "wait", FORM, nothing),
            ("seat_offer", "seat", FORM, whose_seat),
            ("seat_answer", "offer", FORM, nothing),
        )
    ),
)  # fmt: skip

FIRST_WEEKS = (
    Surface("ROS", "R", LIST, "intake:first_weeks", only=CALLERS, why=CALLS),
    Surface("ROS", "R", PAGE, "intake:orientation", patient, only=CALLERS, why=CALLS),
    Surface("ROS", "R", FORM, "intake:first_weeks_step", its("step"), nothing,
            only=CALLERS, why=CALLS),
)  # fmt: skip

WAY_IN = REFERRALS + WAITLIST + FIRST_WEEKS
WAY_IN_OF_NO_PATIENT = ("intake", "seat_new seat_close first_weeks_list")
