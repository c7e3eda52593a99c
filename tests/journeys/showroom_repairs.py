"""The repair of the showroom, of which nothing is decided yet."""

from typing import Any

from daybridge.schedule.models import RepairStep


def rows_of_repairs(program: Any) -> dict[str, Any]:
    """What stands for a step in the addresses of repairs."""
    step = RepairStep.objects.in_program(program).filter(state="open").earliest("pk")
    return {"schedule:repair_change step_id": step.pk}
