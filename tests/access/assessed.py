"""Dana's assessments: one of each kind a page could show."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

NEVER_FORGET = "Her brother found her."


@dataclass
class Assessed:
    """The rows of assessments that are Dana's."""

    under_way: Any
    finished: Any  # signed by Ruth, waits for a co-signature
    diagnosis: Any
    stop: Any  # of the one under way, not answered
    review: Any  # open
    reviewed: Any  # signed, waits for a co-signature
    decided: Any  # signed after it, waits to be carried out


def assess(patient: Any, episode: Any, author: Any, code: str = "F10.20") -> Assessed:
    from daybridge.assessments.models import (
        Assessment,
        Diagnosis,
        Placement,
        Review,
        SafetyStop,
    )

    now = timezone.now()
    shared = {"program": patient.program, "patient": patient}
    mine = {**shared, "author": author}
    signed = {
        "signed_text": f"Why now\n{NEVER_FORGET}", "signed_digest": "a" * 64,
        "signed_at": now - timedelta(days=2), "signed_by": author,
        "signed_as": "Ruth Abelson, LCSW", "co_signature_needed": True,
    }  # fmt: skip
    step_up = {
        "episode": episode, "started_at": now - timedelta(days=2),
        "decision": "step_up", "reason": NEVER_FORGET, **mine, **signed,
    }  # fmt: skip
    under_way = Assessment.objects.create(started_at=now, **mine)
    finished = Assessment.objects.create(
        started_at=now - timedelta(days=3), **mine, **signed
    )
    Placement.objects.create(
        assessment=finished, selected="2.1", offered="2.1", **shared
    )
    return Assessed(
        under_way=under_way,
        finished=finished,
        diagnosis=Diagnosis.objects.create(
            code=code, description="As the release calls it",
            code_version="ICD-10-CM", severity="severe", words=NEVER_FORGET,
            diagnosed_at=now, diagnosed_by=author, diagnosed_as="Ruth Abelson, LCSW",
            **shared,
        ),
        stop=SafetyStop.objects.create(
            assessment=under_way, urgency="medical", raised_at=now, raised_by=author,
            causes=[{"key": "signs-2", "sentence": NEVER_FORGET}], **shared,
        ),
        review=Review.objects.create(episode=episode, started_at=now, **mine),
        reviewed=Review.objects.create(
            **step_up | {"signed_at": now - timedelta(hours=2)}
        ),
        decided=Review.objects.create(
            **step_up
            | {"signed_at": now - timedelta(hours=1), "co_signature_needed": False}
        ),
    )  # fmt: skip


def make_assessed(patient: Any, author: Any) -> None:
    """One row of each kind, those that hang on an assessment among them."""
    from daybridge.assessments.models import (
        Addendum,
        BedCall,
        HelpContact,
        SectionAnswers,
    )

    found = assess(patient, patient.episodes.get(), author)
    now, shared = timezone.now(), {"program": patient.program, "patient": patient}
    SectionAnswers.objects.create(
        assessment=found.under_way, section="safety", answers={}, edited_at=now,
        edited_by=author, **shared,
    )  # fmt: skip
    Addendum.objects.create(
        assessment=found.finished, text=NEVER_FORGET, signed_at=now, signed_by=author,
        signed_as="Ruth Abelson, LCSW", signed_digest="a" * 64, **shared,
    )  # fmt: skip
    contact = HelpContact.objects.create(
        program=patient.program, kind="facility", name="Wissahickon House",
        phone="215 555 0177",
    )  # fmt: skip
    BedCall.objects.create(
        stop=found.stop, contact=contact, answer="full", called_at=now,
        called_by=author, **shared,
    )  # fmt: skip
