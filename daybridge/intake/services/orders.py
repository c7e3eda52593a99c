"""How every dose order is written: judged against the dated rule, then kept."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.intake.errors import DoseAlreadyOrdered, DoseOutsideRule
from daybridge.intake.models import DoseOrder, Episode, Stay
from daybridge.intake.values import Dose
from daybridge.intake.wording import day_words, dose_words
from daybridge.programs.models import Track
from daybridge.programs.queries import dose_rule_of
from daybridge.rules.dose_orders import outside_of
from daybridge.rules.dose_rules import DoseOrder as Ordered


def outside_rule(track: Track, dose: Dose, day: date) -> list[str]:
    """Where a dose leaves the rule of its track on a day, in sentences."""
    order = Ordered(dose.minutes_per_week, dose.days_per_week)
    return outside_of(dose_rule_of(track, day), order)


def refuse_unmeant(track: Track, dose: Dose, day: date) -> None:
    """Refuse a dose outside of the rule that nobody confirmed with a reason."""
    sentences = outside_rule(track, dose, day)
    if sentences and not (dose.outside_is_meant and dose.reason.strip()):
        raise DoseOutsideRule(
            f"{' '.join(sentences)} Change the dose, or say why it is meant.",
            field="reason",
        )


def write_order(
    *, episode: Episode, stay: Stay, dose: Dose, starts_on: date, by: Viewer,
    at: datetime,
) -> DoseOrder:  # fmt: skip
    """Keep one order; another of the same day stands and is named."""
    refuse_unmeant(stay.track, dose, starts_on)
    row = DoseOrder(
        program_id=by.program_id,
        stay=stay,
        starts_on=starts_on,
        minutes_per_week=dose.minutes_per_week,
        days_per_week=dose.days_per_week,
        modality_mix=dict(dose.modality_mix),
        ordered_by_id=by.staff_id,
        reason=dose.reason,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise DoseAlreadyOrdered(
            _already(stay, starts_on), field="starts_on"
        ) from None  # fmt: skip
    record(
        "intake.dose_ordered",
        by=by.actor,
        target=row,
        patient_id=episode.patient_id,
        at=at,
        detail={
            "from": starts_on.isoformat(),
            "minutes_per_week": row.minutes_per_week,
            "days_per_week": row.days_per_week,
            "outside_rule": bool(dose.outside_is_meant),
        },
    )
    return row


def _already(stay: Stay, starts_on: date) -> str:
    """Name the order that is there, and who wrote it."""
    there: DoseOrder = stay.dose_orders.select_related("ordered_by").get(
        starts_on=starts_on
    )
    who = f" by {there.ordered_by.display_name}" if there.ordered_by else ""
    return (
        f"A dose from {day_words(starts_on)} was already ordered{who}: "
        f"{dose_words(there.minutes_per_week, there.days_per_week)}. "
        "It stays as it is. Choose another first day."
    )
