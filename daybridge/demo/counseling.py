"""Who is ordered sessions of their own in the demo, and has no hour for them yet."""

from daybridge.demo.clinic import Clinic
from daybridge.intake.models import DoseOrder
from daybridge.programs.models import Modality

ALONE = {Modality.INDIVIDUAL.value: 1}
WITH_FAMILY = {**ALONE, Modality.CONJOINT.value: 1}
MIXES = (ALONE, WITH_FAMILY, ALONE)


def order_sessions_alone(clinic: Clinic) -> None:
    """A few of the newest in care are to see their counselor alone each week."""
    newest = (
        DoseOrder.objects.in_program(clinic.program_id)
        .filter(stay__ended_on=None, stay__episode__discharged_on=None)
        .order_by("-stay__started_on", "pk")
    )
    for order, mix in zip(newest[: len(MIXES)], MIXES, strict=False):
        order.modality_mix = {**order.modality_mix, **mix}
        order.save(update_fields=["modality_mix"])
