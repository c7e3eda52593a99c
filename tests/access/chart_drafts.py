"""A draft of the clinic's week, in which Dana has no place yet."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from tests.cast import Clinic, today


def make_drafted(clinic: Clinic) -> Any:
    """What Grace asked; nobody has looked for the best week."""
    from daybridge.people.middleware import viewer_of
    from daybridge.schedule import services
    from daybridge.schedule.drafting.problem import problem
    from daybridge.schedule.values import DraftValues

    by = viewer_of(clinic.staff["grace"], at=timezone.now())
    values = DraftValues("Next quarter", today())
    asked = problem(clinic.program, values, at=by.at)
    without = {id: replace(each, current=None) for id, each in asked.clients.items()}
    asked = replace(asked, clients=without)
    return services.make_draft(values=values, asked=asked, at=by.at, by=by)


def make_by_hand(clinic: Clinic, drafted: Any) -> Any:
    """What Grace made of it: Dana's group does not run."""
    from daybridge.people.middleware import viewer_of
    from daybridge.schedule import services
    from daybridge.schedule.drafting.by_hand import close
    from daybridge.schedule.drafting.found import Found

    by = viewer_of(clinic.staff["grace"], at=timezone.now())
    changed = close(Found(drafted), str(clinic.group.pk))
    return services.change_draft(draft=drafted, changed=changed, at=by.at, by=by)
