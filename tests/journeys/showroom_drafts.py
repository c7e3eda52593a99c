"""The newest draft of the showroom: one of its groups, and somebody in it."""

from typing import Any

from daybridge.schedule.drafting.publishing import group_key
from daybridge.schedule.models import Draft


def rows_of_drafts(program: Any) -> dict[str, Any]:
    """What stands for a group and a person in the addresses of drafts."""
    document = Draft.objects.in_program(program).order_by("-pk")[0].instance
    patients = [c["id"] for c in document["clients"] if not c["id"].startswith("wait")]
    return {
        "schedule:draft_group key": group_key(document["offerings"][0]["id"]),
        "schedule:draft_why person": patients[0],
    }
