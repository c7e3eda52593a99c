"""What Dana told of her week: times of every week, one of a date, and a link."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Clinic, today


def make_week(clinic: Clinic, patient: Any) -> Any:
    """She works on Mondays, her family can come on Wednesdays, she has court on one
    date, and was handed a link.
    """
    from daybridge.people.middleware import viewer_of
    from daybridge.rules.week_painted import Stroke, painting
    from daybridge.schedule import services
    from daybridge.schedule.values import GettingHere

    by = viewer_of(clinic.staff["faye"], at=timezone.now())
    told = services.tell_week(
        patient=patient, week=painting([Stroke(36, 68, "work")]),
        family=painting([Stroke(248, 256, "family")]), here=GettingHere(30), version=0,
        at=by.at, by=by,
    )  # fmt: skip
    services.change_date(
        whose=patient, on=today() + timedelta(days=7),
        strokes=[Stroke(0, 672, "court")], at=by.at, by=by,
    )  # fmt: skip
    services.make_week_link(patient=patient, at=by.at, by=by)
    return told
