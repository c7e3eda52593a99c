"""Surfaces of inquiries: the board, one inquiry, its booking, two records of one."""

from collections.abc import Callable
from typing import Any

from tests.access.chart import Chart
from tests.access.kinds import FORM, LIST, PAGE, SEARCH, Surface, nothing, rows

AT_INTAKE = rows("FD", "SV", "PD")
INTAKE = "inquiries are handled by the desk, supervisors and the director"


def hers(name: str) -> Callable[[Chart], list[Any]]:
    """The address of one row of how Dana came to ask."""
    return lambda chart: [getattr(chart.asking, name).pk]


def inquiry(chart: Chart) -> list[Any]:
    return [chart.way_in.inquiry.pk]


def patient(chart: Chart) -> list[Any]:
    return [chart.dana.pk]


def both(chart: Chart) -> list[Any]:
    return [chart.dana.pk, chart.asking.twin.pk]


def _at_intake(kind: str, name: str, args: Any, sent: Any = None) -> Surface:
    operation = "U" if sent else "R"
    return Surface("DEM", operation, kind, f"intake:{name}", args, sent,
                   only=AT_INTAKE, why=INTAKE)  # fmt: skip


ASKING = (
    Surface("DEM", "R", LIST, "intake:board", only=AT_INTAKE, why=INTAKE),
    Surface("DEM", "R", LIST, "intake:inquiries", query="?stage=new",
            only=AT_INTAKE, why=INTAKE),
    Surface("DEM", "R", SEARCH, "intake:matches",
            query="?first_name=Dana&last_name=Whitfield", only=AT_INTAKE, why=INTAKE),
    _at_intake(PAGE, "inquiry", inquiry),
    *(
        _at_intake(kind, name, inquiry, sent)
        for name in ("stage", "change", "person", "book", "screening")
        for kind, sent in ((PAGE, None), (FORM, nothing))
    ),
    *(_at_intake(FORM, name, inquiry, nothing) for name in ("call", "note", "owner")),
    *(
        _at_intake(kind, name, hers("booking"), sent)
        for name in ("move_booking", "cancel_booking")
        for kind, sent in ((PAGE, None), (FORM, nothing))
    ),
    _at_intake(PAGE, "merge_of", patient),
    _at_intake(PAGE, "merge", both),
    _at_intake(FORM, "merge", both, nothing),
    _at_intake(FORM, "undo_merge", hers("merge"), nothing),
)  # fmt: skip
ASKING_OF_NO_PATIENT = ("intake", "new")
