"""Ruth is away tonight; nobody has decided what becomes of her group."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Clinic


def make_repair(clinic: Clinic, patient: Any) -> Any:
    """What Grace said. Her wish is to cancel, so Dana is among those it loses."""
    from daybridge.people.middleware import viewer_of
    from daybridge.schedule import services
    from daybridge.schedule.values import RepairValues

    by = viewer_of(clinic.staff["grace"], at=timezone.now(), writes=True)
    starts_at = clinic.session.starts_at
    values = RepairValues(
        "leader", starts_at, clinic.session.ends_at, staff=clinic.staff["ruth"],
        wish="cancel",
    )  # fmt: skip
    before = min(by.at, starts_at - timedelta(hours=1))
    made = services.make_repair(values=values, at=before, by=by)
    [tonight] = made.steps.all()
    tonight.lost = [*tonight.lost, str(patient.pk)]  # she had not arrived yet
    tonight.save()
    return made
