"""Receive an inquiry, keep what is told later, and say whose task it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.intake.errors import IntakeError
from daybridge.intake.models import Inquiry, InquiryNote, Stage, StageChange
from daybridge.intake.screening import missing
from daybridge.intake.services.holding import hold_inquiry
from daybridge.intake.services.pipeline import change_stage
from daybridge.phones import e164

TOLD = (  # what a person, a relative or a professional may tell
    "first_name", "last_name", "preferred_name", "pronouns", "born_on", "language",
    "address", "phone", "email", "may_leave_message", "message_name", "best_times",
    "caller", "caller_name", "caller_relation", "caller_phone", "words", "self_check",
    "payer_name", "member_number", "insured", "track", "times_wanted", "ties",
    "how_soon", "referral_source",
)  # fmt: skip
READABLE = ("stage", "owner_id", *(name for name in TOLD if name != "track"))
NAMELESS = "Write a name, or a way to reach them."


@service
def receive_inquiry(
    *, values: Mapping[str, Any], at: datetime, by: Viewer, channel: str = "phone"
) -> Inquiry:
    """Keep that somebody asked, with everything they told; keys are names of `TOLD`.

    Whoever takes the call has reached them and owns it; what comes from the website
    waits for an owner.
    """
    told = _checked(values)
    reached = by.staff_id is not None and channel in _IN_TOUCH
    inquiry = Inquiry(
        program_id=by.program_id,
        channel=channel,
        first_contact_at=at,
        stage=Stage.REACHED if reached else Stage.NEW,
        stage_since=at,
        owner_id=by.staff_id if reached else None,
        **told,
    )
    _refuse_nameless(inquiry)
    inquiry.save(force_insert=True)
    StageChange(
        program_id=by.program_id, inquiry=inquiry, to_stage=inquiry.stage,
        changed_at=at, changed_by_id=by.staff_id,
    ).save(force_insert=True)  # fmt: skip
    remember([inquiry], fields=READABLE, by=by.actor, at=at)
    record("intake.inquiry_received", by=by.actor, target=inquiry, at=at,
           detail={"channel": channel})  # fmt: skip
    return inquiry


@service
def amend_inquiry(
    *, inquiry: Inquiry, values: Mapping[str, Any], at: datetime, by: Viewer,
    version: int | None = None,
) -> Inquiry:  # fmt: skip
    """Keep what was told since; earlier readings stay. Raises InquiryChanged."""
    row = hold_inquiry(inquiry, by, version=version)
    told = _checked(values)
    changed = sorted(name for name in told if getattr(row, name) != told[name])
    for name in changed:
        setattr(row, name, told[name])
    _refuse_nameless(row)
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    remember([row], fields=READABLE, by=by.actor, at=at)
    record("intake.inquiry_amended", by=by.actor, target=row, at=at,
           detail={"fields": changed})  # fmt: skip
    return row


@service
def screen(
    *, inquiry: Inquiry, answers: Mapping[str, str], at: datetime, by: Viewer
) -> Inquiry:
    """Keep answers to the screening questions; with the last one, it is screened."""
    row = hold_inquiry(inquiry, by)
    row.self_check = {**row.self_check, **answers}
    row.version += 1
    row.save(update_fields=["self_check", "version"])
    remember([row], fields=READABLE, by=by.actor, at=at)
    record("intake.screened", by=by.actor, target=row, at=at,
           detail={"questions": sorted(answers)})  # fmt: skip
    if not missing(row) and row.stage in (Stage.NEW, Stage.REACHED):
        change_stage(row, Stage.SCREENED, "", at=at, by=by)
    return row


@service
def give_to(*, inquiry: Inquiry, owner: Any, at: datetime, by: Viewer) -> Inquiry:
    """Say whose task an inquiry is: a member of staff, or nobody again."""
    row = hold_inquiry(inquiry, by)
    row.owner, row.version = owner, row.version + 1
    row.save(update_fields=["owner", "version"])
    record("intake.inquiry_given", by=by.actor, target=row, at=at,
           detail={"owner": str(row.owner_id or "")})  # fmt: skip
    return row


@service
def write_note(*, inquiry: Inquiry, text: str, at: datetime, by: Viewer) -> InquiryNote:
    """Keep something to remember about an inquiry."""
    note = InquiryNote(
        program_id=by.program_id, inquiry=inquiry, text=text, written_at=at,
        written_by_id=by.person_id,
    )  # fmt: skip
    note.save(force_insert=True)
    record("intake.inquiry_noted", by=by.actor, target=note, at=at,
           patient_id=inquiry.patient_id)  # fmt: skip
    return note


_IN_TOUCH = (Inquiry.Channel.PHONE, Inquiry.Channel.WALK_IN)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was told, by known names only, with the number as it is compared."""
    unknown = sorted(set(values) - set(TOLD))
    if unknown:
        raise TypeError(f"an inquiry does not keep {', '.join(unknown)}")
    told = dict(values)
    if "phone" in told:
        told["phone_e164"] = e164(told["phone"])
    return told


def _refuse_nameless(row: Inquiry) -> None:
    known = (row.first_name, row.last_name, row.phone, row.email, row.caller_phone)
    if not any(known):
        raise IntakeError(NAMELESS, field="first_name")
