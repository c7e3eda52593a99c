"""People who pay themselves, and what their income asks of them."""

from datetime import date, datetime, timedelta

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.coverage.errors import AlreadyThere, DayOutOfOrder, NothingToEstimate
from daybridge.coverage.models import IncomeAttestation, SelfPay
from daybridge.coverage.queries import scale_on, tiers_of
from daybridge.coverage.services.good_faith import owe_for_standing_bookings
from daybridge.coverage.services.holding import hold_patient
from daybridge.coverage.values import Income
from daybridge.people.models import Patient
from daybridge.rules.sliding_fee import expires_on, fee_for, guideline_on


@service
def begin_self_pay(
    *, patient: Patient, why: str, starts_on: date, at: datetime, by: Viewer
) -> SelfPay:
    """Someone has no insurance, or chose not to use it: estimates are owed from now."""
    held = hold_patient(patient, by)
    rows = SelfPay.objects.in_program(by.program_id).filter(patient=held)
    if rows.filter(ends_on=None).exists():
        raise AlreadyThere("That they pay themselves is already noted.")
    row = SelfPay(
        program_id=by.program_id, patient=held, why=why, starts_on=starts_on,
        asked_by_id=by.staff_id,
    )  # fmt: skip
    row.save(force_insert=True)
    record("coverage.self_pay_begun", by=by.actor, target=row, at=at)
    owe_for_standing_bookings(held, at=at, by=by)
    return row


@service
def end_self_pay(*, patient: Patient, at: datetime, by: Viewer) -> None:
    """They use insurance from today on; paying themselves ended yesterday."""
    held = hold_patient(patient, by)
    rows = SelfPay.objects.in_program(by.program_id).filter(patient=held, ends_on=None)
    for row in rows:
        row.ends_on = max(row.starts_on, by.today - timedelta(days=1))
        row.save(update_fields=["ends_on"])
        record("coverage.self_pay_ended", by=by.actor, target=row, at=at)


@service
def attest_income(
    *, patient: Patient, income: Income, at: datetime, by: Viewer
) -> IncomeAttestation:
    """Keep what somebody signed about their income, and the fee it gives.

    The guideline and the scale of the day of signing hold until it expires.
    """
    held = hold_patient(patient, by)
    today = by.today
    if not today - timedelta(days=366) < income.signed_on <= today:
        raise DayOutOfOrder(
            "Choose the day they signed: today or within the last year.",
            field="signed_on",
        )
    scale = scale_on(by.program_id, income.signed_on)
    if scale is None:
        raise NothingToEstimate(
            "There is no sliding fee scale for this day. Set one under Coverage, "
            "Sliding fee."
        )
    try:
        guideline = guideline_on(income.signed_on, state=by.program.state)
    except ValueError as missing:
        raise NothingToEstimate(str(missing)) from None
    fee = fee_for(
        income_cents=income.annual_income_cents, household_size=income.household_size,
        guideline=guideline, tiers=tiers_of(scale), nominal_cents=scale.nominal_cents,
    )  # fmt: skip
    row = IncomeAttestation(
        program_id=by.program_id, patient=held, household_size=income.household_size,
        annual_income_cents=income.annual_income_cents, guideline_year=guideline.year,
        percent=fee.percent, share=fee.share, nominal_cents=fee.nominal_cents,
        signed_as=income.signed_as, signed_on=income.signed_on,
        expires_on=expires_on(income.signed_on), taken_by_id=by.staff_id,
    )  # fmt: skip
    row.save(force_insert=True)
    record("coverage.income_attested", by=by.actor, target=row, at=at)
    return row
