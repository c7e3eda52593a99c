"""Add a policy, change it, keep the photos of its card."""

from datetime import datetime, timedelta

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.coverage.errors import AlreadyThere, DayOutOfOrder
from daybridge.coverage.models import CardPhoto, Policy, Rank, Relationship
from daybridge.coverage.services.holding import hold, hold_patient
from daybridge.coverage.values import Photos, PolicyValues
from daybridge.people.models import Patient
from daybridge.uploads import columns

KEPT = (
    "plan_id", "rank", "member_number", "group_number", "relationship",
    "subscriber_first_name", "subscriber_last_name", "subscriber_born_on",
    "subscriber_sex", "starts_on", "ends_on",
)  # fmt: skip


@service
def add_policy(
    *, patient: Patient, values: PolicyValues, photos: Photos, at: datetime, by: Viewer
) -> Policy:
    """Add a policy; one of the same rank that is still open ends the day before.

    Raises AlreadyThere when one of that rank begins on the same day or later.
    """
    held = hold_patient(patient, by)
    policy = Policy(program_id=by.program_id, patient=held)
    _fill(policy, values)
    rows = Policy.objects.in_program(by.program_id).filter(
        patient=held, rank=policy.rank
    )
    former = rows.filter(ends_on=None, starts_on__lt=policy.starts_on)
    for row in former:
        row.ends_on, row.version = policy.starts_on - timedelta(days=1), row.version + 1
        row.save(update_fields=["ends_on", "version"])
        remember([row], fields=KEPT, by=by.actor, at=at)
    _refuse_overlap(policy, by)
    policy.save(force_insert=True)
    remember([policy], fields=KEPT, by=by.actor, at=at)
    record(
        "coverage.policy_added", by=by.actor, target=policy, at=at,
        detail={"rank": Rank(policy.rank).label},
    )  # fmt: skip
    _keep_photos(policy, photos, at=at, by=by)
    return policy


@service
def change_policy(
    *, policy: Policy, values: PolicyValues, photos: Photos, version: int,
    at: datetime, by: Viewer,
) -> Policy:  # fmt: skip
    """Correct a policy or give it a last day; how it read before is kept."""
    hold_patient(policy.patient, by)
    row = hold(policy, by, version=version)
    _fill(row, values)
    _refuse_overlap(row, by)
    row.version += 1
    row.save()
    remember([row], fields=KEPT, by=by.actor, at=at)
    record("coverage.policy_changed", by=by.actor, target=row, at=at)
    _keep_photos(row, photos, at=at, by=by)
    return row


def _fill(policy: Policy, values: PolicyValues) -> None:
    is_own = values.relationship == Relationship.SELF
    policy.plan, policy.rank = values.plan, values.rank
    policy.member_number = values.member_number
    policy.group_number = values.group_number
    policy.relationship = values.relationship
    policy.subscriber_first_name = "" if is_own else values.subscriber_first_name
    policy.subscriber_last_name = "" if is_own else values.subscriber_last_name
    policy.subscriber_born_on = None if is_own else values.subscriber_born_on
    policy.subscriber_sex = "U" if is_own else values.subscriber_sex
    policy.starts_on, policy.ends_on = values.starts_on, values.ends_on
    if policy.ends_on is not None and policy.ends_on < policy.starts_on:
        raise DayOutOfOrder("A policy ends after it begins.", field="ends_on")


def _refuse_overlap(policy: Policy, by: Viewer) -> None:
    """Two policies of one rank are never in force on the same day."""
    others = (
        Policy.objects.in_program(by.program_id)
        .filter(patient_id=policy.patient_id, rank=policy.rank)
        .exclude(pk=policy.pk)
    )
    for other in others:
        begins_before_end = policy.ends_on is None or other.starts_on <= policy.ends_on
        ends_after_start = other.ends_on is None or other.ends_on >= policy.starts_on
        if begins_before_end and ends_after_start:
            label = Rank(policy.rank).label.lower()
            raise AlreadyThere(
                f"Another {label} policy is in force on some of these days. Give it a "
                "last day first, or choose the other rank.",
                field="starts_on",
            )


def _keep_photos(policy: Policy, photos: Photos, *, at: datetime, by: Viewer) -> None:
    for side in CardPhoto.Side:
        received = getattr(photos, side.value)
        if received is None:
            continue
        photo = CardPhoto(
            program_id=by.program_id, policy=policy, side=side, taken_at=at,
            taken_by_id=by.staff_id, **columns(received),
        )  # fmt: skip
        photo.save(force_insert=True)
        record(
            "coverage.card_kept", by=by.actor, target=photo, at=at,
            patient_id=policy.patient_id, detail={"side": side.value},
        )  # fmt: skip
